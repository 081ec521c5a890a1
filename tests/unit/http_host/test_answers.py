"""What a host's responses, and missing responses, mean."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import httpx
import pytest

from hookflash.domain.call.effects import SendText, Speech
from hookflash.orchestrator.carriers.http_host.answers import translate
from hookflash.orchestrator.carriers.http_host.host import Host
from hookflash.orchestrator.carriers.http_host.messaging import NOT_SENT, HttpMessaging
from hookflash.orchestrator.carriers.http_host.telephony import HttpTelephony
from hookflash.orchestrator.ports.answers import Accepted, Answer, NotTaken, Refused, Unknown
from hookflash.orchestrator.ports.messaging import MessagingOffers
from hookflash.orchestrator.ports.retry_after import LONGEST, retry_after
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.orchestrator.system.ids import RandomIds
from tests.rig.http import Reply, Request, address, serve
from tests.rig.scaled_time import run_scaled
from tests.rig.standin import SECRET
from tests.servers.ports import free_ports

NOW = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
HELLO = Speech(
    workspace="harbor-dental",
    provider_call_id="CA1",
    call_id="harbor-dental.call.1",
    effect_key="speech-1",
    text="Hello",
)
TEXT = SendText(
    workspace="harbor-dental",
    provider_call_id="CA1",
    call_id="harbor.call.0123456789abcdef",
    effect_key="9f1b",
    attempt=2,
    recipient="+14155550123",
    sender="+14155550100",
    body="https://example.com/book",
)
SPEED = 40.0

Handle = Callable[[Request], Awaitable[Reply | None]]


@pytest.mark.parametrize(
    ("status", "body", "answer"),
    [
        (200, '{"provider_id": "SM1"}', Accepted(provider_id="SM1")),
        (202, '{"provider_id": 17, "price": 0}', Accepted(provider_id="17")),
        (204, "", Accepted(provider_id="")),
        (400, '{"code": 21610, "reason": "opted out"}', Refused(code="21610", reason="opted out")),
        (401, "", Refused(code="401", reason="Unauthorized")),
        (404, "<html>", Refused(code="404", reason="Not Found")),
        (409, '{"code": "key_reused"}', Refused(code="key_reused", reason="Conflict")),
        (408, "", Unknown(reason="HTTP 408")),
        (302, "", Unknown(reason="HTTP 302")),
        (500, '{"reason": "broken"}', Unknown(reason="broken")),
        (503, "", Unknown(reason="HTTP 503")),
        (425, "", NotTaken(reason="HTTP 425")),
    ],
)
def test_what_a_response_means(status: int, body: str, answer: Answer) -> None:
    """2xx is accepted, 4xx refused (faults 10, 12); everything else is unknown (fault 9)."""
    assert translate(httpx.Response(status, text=body), NOW) == answer


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("2", 2.0),
        ("Mon, 05 Jan 2026 15:00:30 GMT", 30.0),
        ("Mon, 05 Jan 2026 15:00:30 -0000", 30.0),
        ("Mon, 05 Jan 2026 14:00:00 GMT", 0.0),
        ("soon", 0.0),
        ("", 0.0),
        ("9" * 400, LONGEST),
        ("Mon, 05 Jan 2099 15:00:30 GMT", LONGEST),
        ("Mon, 05 Jan 2026 15:00:30 +99999999999999999", 0.0),
    ],
)
def test_a_throttled_request_waits_for_retry_after(header: str, seconds: float) -> None:
    """Fault 8: ``Retry-After`` in seconds or as a date; anything else is left to the backoff."""
    assert retry_after(header, NOW) == seconds
    answer = translate(httpx.Response(429, headers={"Retry-After": header}), NOW)
    assert answer == NotTaken(reason="HTTP 429", seconds=seconds)


def sent(url: str, stack_up: Handle | None = None) -> tuple[Answer, list[Request]]:
    """Send a text to a host that does so; returns the answer and the requests received."""
    heard: list[Request] = []

    async def main() -> Answer:
        clock = SystemClock()
        async with AsyncExitStack() as stack:
            here = url
            if stack_up is not None:
                server = await serve(noting(heard, stack_up))
                stack.callback(server.close)
                here = address(server)
            host = await stack.enter_async_context(Host(here, SECRET, clock, RandomIds()))
            return await HttpMessaging(host, clock, MessagingOffers()).send(TEXT)

    return run_scaled(main(), SPEED), heard


def noting(heard: list[Request], handle: Handle) -> Handle:
    """Record each request, then handle it."""

    async def noted(request: Request) -> Reply | None:
        heard.append(request)
        return await handle(request)

    return noted


def test_an_unreachable_host_has_done_nothing() -> None:
    """Fault 5: the connection is refused; the text may be sent again."""
    (port,) = free_ports(1)
    answer, _ = sent(f"http://127.0.0.1:{port}")
    assert isinstance(answer, NotTaken)


def test_an_unresolvable_host_has_done_nothing() -> None:
    """Fault 5: the same for DNS."""
    answer, _ = sent("http://host.invalid")
    assert isinstance(answer, NotTaken)


def test_a_broken_connection_leaves_the_outcome_unknown() -> None:
    """Fault 6: the host may have done it; the adapter does not repeat it."""

    async def break_off(_: Request) -> None:
        return None

    answer, heard = sent("", break_off)
    assert isinstance(answer, Unknown)
    assert len(heard) == 1


def test_a_silent_host_leaves_the_outcome_unknown() -> None:
    """Fault 6: no response within ten seconds."""

    async def be_silent(_: Request) -> None:
        await asyncio.sleep(30)

    answer, heard = sent("", be_silent)
    assert isinstance(answer, Unknown)
    assert len(heard) == 1


def test_every_attempt_sends_the_same_text_and_key() -> None:
    """The key is in the header; the body does not contain the attempt."""

    async def take(_: Request) -> Reply:
        return Reply(201, {"provider_id": "SM1"})

    answer, (request,) = sent("", take)
    assert answer == Accepted(provider_id="SM1")
    assert (request.target, request.headers["idempotency-key"]) == ("/texts", "9f1b")
    assert request.headers["webhook-id"] == "texts-9f1b"
    assert request.json == TEXT.model_dump(exclude=NOT_SENT)


@pytest.mark.parametrize("status", [401, 500, 429])
def test_a_release_that_failed_raises(status: int) -> None:
    """So that it is retried."""

    async def main() -> None:
        async def refuse(_: Request) -> Reply:
            return Reply(status)

        server, clock = await serve(refuse), SystemClock()
        async with Host(address(server), SECRET, clock, RandomIds()) as host:
            with pytest.raises(httpx.HTTPStatusError):
                await HttpTelephony(host, clock).say(HELLO)
        server.close()

    asyncio.run(main())


@pytest.mark.parametrize(("url", "secret"), [("ftp://a", SECRET), ("a", SECRET)])
def test_an_invalid_url_is_refused(url: str, secret: str) -> None:
    """At once, with what is wrong."""
    with pytest.raises(ValueError, match=r"url: .* is not an http:// or https:// URL"):
        Host(url, secret, SystemClock(), RandomIds())


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_ä"])
def test_an_invalid_secret_is_refused(secret: str) -> None:
    """At once, with what would be right."""
    with pytest.raises(ValueError, match="secret: must be whsec_ followed by base64"):
        Host("http://a", secret, SystemClock(), RandomIds())
