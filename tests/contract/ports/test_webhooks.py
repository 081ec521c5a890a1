"""Every sender of webhooks keeps the contract: the real one, and the one that tests use."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from hookflash.orchestrator.ports.webhooks import Reply, WebhookSender
from hookflash.orchestrator.system.webhook_sender import HttpSender
from hookflash.testing import VirtualClock, WebhookReceiver, WebhookSenderContract
from tests.unit.webhook.world import Receivers, Taken


class TestHttpSender(WebhookSenderContract):
    """The real sender."""

    def sender(self) -> WebhookSender:
        """Make one that may reach this machine."""
        return HttpSender(allow_private=True)


class TestReceivers(WebhookSenderContract):
    """The sender of the tests, which has its receivers inside."""

    @contextmanager
    def receiver(self) -> Iterator[WebhookReceiver]:
        """Nothing is served."""
        self.received = WebhookReceiver("https://fake.example")
        yield self.received

    def sender(self) -> WebhookSender:
        """Make one whose receivers answer as those of the contract."""
        clock = VirtualClock(asyncio.get_running_loop())
        return Receivers(clock, answer, bodies=self.received.bodies)


def answer(taken: Taken) -> Reply:
    """What the contract's receiver answers."""
    status = int(taken.url.rpartition("/")[2])
    if status < 300:
        return Reply(status=status)
    return Reply(status=status, error="sorry", retry_after="30")
