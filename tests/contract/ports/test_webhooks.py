"""The contract of whoever sends webhooks: held by the real one and by the tests' own."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from hookflash.orchestrator.ports.webhooks import Reply, WebhookSender
from hookflash.orchestrator.simulation.virtual_time import VirtualClock
from hookflash.orchestrator.system.webhook_sender import HttpSender
from tests.unit.webhook.world import Receivers, Taken

HEADERS = {"Content-Type": "application/cloudevents+json", "webhook-id": "evt_1"}
BODY = '{"data": {"said": "Grüße"}}'
Check = Callable[[WebhookSender, str], Coroutine[Any, Any, None]]


class Receiver(BaseHTTPRequestHandler):
    """Answers with the status that the path names."""

    taken: list[tuple[str, dict[str, str], str]]

    def do_POST(self) -> None:
        """Take a message."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        type(self).taken.append((self.path, headers, body))
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
        """Say nothing."""


@pytest.fixture(params=["real", "fake"])
def hold(request: pytest.FixtureRequest) -> Iterator[Callable[[Check], list[str]]]:
    """Holds a check to one sender; gives what the receiver got, as its bodies."""
    Receiver.taken = []
    if request.param == "fake":
        yield with_fake
        return
    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()

        def with_real(check: Check) -> list[str]:
            sender = HttpSender(allow_private=True)
            asyncio.run(check(sender, f"http://127.0.0.1:{server.server_port}"))
            return [body for _, _, body in Receiver.taken]

        yield with_real
        server.shutdown()
        thread.join()


def with_fake(check: Check) -> list[str]:
    """Hold a check to the tests' own sender."""

    def answer(taken: Taken) -> Reply:
        status = int(taken.url.rpartition("/")[2])
        return Reply(status=status) if status < 300 else refusal(status)

    async def main() -> list[str]:
        receivers = Receivers(VirtualClock(asyncio.get_running_loop()), answer)
        await check(receivers, "https://fake.example")
        return receivers.bodies

    return asyncio.run(main())


def refusal(status: int) -> Reply:
    """What a sender gives of a message that was not taken."""
    return Reply(status=status, error="sorry", retry_after="30")


def test_a_message_arrives_as_it_was_sent(hold: Callable[[Check], list[str]]) -> None:
    """Byte for byte, or its signature would not fit; a 2xx is a success."""

    async def check(sender: WebhookSender, url: str) -> None:
        reply = await sender.send(f"{url}/204", HEADERS, BODY)
        assert reply == Reply(status=204)
        assert reply.is_success

    assert hold(check) == [BODY]


@pytest.mark.parametrize("status", [301, 307, 400, 410, 429, 500])
def test_any_other_answer_is_told(status: int, hold: Callable[[Check], list[str]]) -> None:
    """With the beginning of what it said, and its ``Retry-After``; no redirect is followed."""

    async def check(sender: WebhookSender, url: str) -> None:
        reply = await sender.send(f"{url}/{status}", HEADERS, BODY)
        assert reply == refusal(status)
        assert not reply.is_success

    assert hold(check) == [BODY]


def test_an_address_is_checked_before_it_is_kept(hold: Callable[[Check], list[str]]) -> None:
    """What is no web address is told with the fix; a good one has no problem."""

    async def check(sender: WebhookSender, url: str) -> None:
        assert sender.check(f"{url}/204") is None
        problem = sender.check("ftp://files.example")
        assert problem is not None
        assert problem.right

    assert hold(check) == []
