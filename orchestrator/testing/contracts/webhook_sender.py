"""The contract of the ``WebhookSender`` port."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

import pytest

from hookflash.orchestrator.ports.webhooks import Reply, WebhookSender

HEADERS: Final = {"Content-Type": "application/cloudevents+json", "webhook-id": "evt_1"}
BODY: Final = '{"data": {"said": "Grüße"}}'


@dataclass
class WebhookReceiver:
    """A receiver that answers with the status that the last part of a message's URL names.

    A refusal says ``sorry`` and asks to wait 30 seconds; a redirect leads to a URL that succeeds.
    """

    url: str
    bodies: list[str] = field(default_factory=list)
    """What it has received."""


def refusal(status: int) -> Reply:
    """What a sender must return for a message that was refused."""
    return Reply(status=status, error="sorry", retry_after="30")


class WebhookSenderContract:
    """What every sender of webhooks must do."""

    def sender(self) -> WebhookSender:
        """Make the sender under test, in a running event loop. Define this."""
        raise NotImplementedError(
            f"define {type(self).__name__}.sender(self): it makes the sender under test"
        )

    @contextmanager
    def receiver(self) -> Iterator[WebhookReceiver]:
        """Serve a receiver on this machine. Redefine this if your sender cannot reach it."""
        with _Server() as server:
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            try:
                yield server.received
            finally:
                server.shutdown()
                thread.join()

    def test_a_message_arrives_as_it_was_sent(self) -> None:
        """Byte for byte, or its signature would not match; a 2xx is a success."""

        async def check(sender: WebhookSender, url: str) -> None:
            reply = await sender.send(f"{url}/204", HEADERS, BODY)
            assert reply == Reply(status=204)
            assert reply.is_success

        assert self._received(check) == [BODY]

    @pytest.mark.parametrize("status", [301, 307, 400, 410, 429, 500])
    def test_a_refusal_is_returned(self, status: int) -> None:
        """With the beginning of its body and its ``Retry-After``; no redirect is followed."""

        async def check(sender: WebhookSender, url: str) -> None:
            reply = await sender.send(f"{url}/{status}", HEADERS, BODY)
            assert reply == refusal(status)
            assert not reply.is_success

        assert self._received(check) == [BODY]

    def test_a_url_is_checked_before_it_is_stored(self) -> None:
        """A URL that is not a web address has a problem that names the fix; a good one has none."""

        async def check(sender: WebhookSender, url: str) -> None:
            assert sender.check(f"{url}/204") is None
            problem = sender.check("ftp://files.example")
            assert problem is not None
            assert problem.right

        assert self._received(check) == []

    def _received(
        self, check: Callable[[WebhookSender, str], Coroutine[Any, Any, None]]
    ) -> list[str]:
        """What the receiver got during ``check``."""
        with self.receiver() as receiver:

            async def main() -> None:
                await check(self.sender(), receiver.url)

            asyncio.run(main())
        return receiver.bodies


class _Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received = WebhookReceiver(f"http://127.0.0.1:{self.server_port}")


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.bodies.append(body.decode())
        status = int(self.path.strip("/"))
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/204")
        if status != 204:
            self.send_header("Content-Length", "5")
            self.send_header("Retry-After", "30")
        self.end_headers()
        if status != 204:
            self.wfile.write(b"sorry")

    def log_message(self, *_: object) -> None:
        """Log nothing."""
