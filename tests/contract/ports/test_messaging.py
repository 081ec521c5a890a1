"""Every carrier of texts keeps the contract."""

from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from hookflash.orchestrator.carriers.http_host.messaging import HttpMessaging
from hookflash.orchestrator.ports.messaging import Messaging, MessagingOffers
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.testing import MessagingContract, ReportTo, run_virtually
from tests.contract.ports.adapters import SPEED, http_host, simulated_messaging
from tests.rig.scaled_time import run_scaled


class TestSimulator(MessagingContract):
    """The simulator; a key used for another text is refused (fault 12)."""

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Messaging]:
        """Open it."""
        yield simulated_messaging(report)

    def run(self, test: Coroutine[Any, Any, None]) -> None:
        """Run in virtual time."""
        run_virtually(test)

    def keeps_keys(self, messaging: Messaging) -> bool:
        """It does, although it does not promise it, so that a simulated call may not rely on it."""
        assert messaging.offers.idempotent_seconds == 0
        return True


class TestHttpHost(MessagingContract):
    """A host over HTTP; a key used for another text is refused (fault 12)."""

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Messaging]:
        """Reach a stand-in."""
        async with http_host(report) as host:
            yield HttpMessaging(host, SystemClock(), MessagingOffers(idempotent_seconds=60))

    def run(self, test: Coroutine[Any, Any, None]) -> None:
        """Run in accelerated time."""
        run_scaled(test, SPEED)
