"""Reports as they come over HTTP."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook
from structlog.testing import capture_logs

from hookflash.domain.call.call import Call
from hookflash.domain.call.effects import SendText
from hookflash.domain.event import Event
from hookflash.domain.quarantine.events import quarantine_stream
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.ports.answers import Accepted, Answer
from hookflash.orchestrator.ports.messaging import Offers, TextFound
from hookflash.orchestrator.provider_reports.receiver import MAX_BODY, ReportReceiver, Response
from tests.rig.agent import OFFICE, LiteralAgent
from tests.rig.standin import SECRET

NOBODY = "harbor-dental.call.00000000deadbeef"
ENDLESS = (
    b'{"type": "voicemail.recorded", "data": {"call_id": "a.call.1", "effect_key": "1",'
    b' "recording": "r", "seconds": Infinity}}'
)


class Carrier:
    """Takes texts, and has something happen before it answers."""

    offers = Offers()

    def __init__(self) -> None:
        self.before_answering: Callable[[SendText], Awaitable[object]] | None = None

    async def send(self, request: SendText) -> Answer:
        """Take a text."""
        if self.before_answering is not None:
            await self.before_answering(request)
        return Accepted(provider_id="SM1")

    async def find(self, request: SendText) -> TextFound | None:  # noqa: ARG002 - it knows nothing
        """Nothing is known."""
        return None


class Desk:
    """A call center with a call in which a text was sent, and the door for its reports."""

    def __init__(self, center: CallCenter) -> None:
        self.center = center
        self.webhooks = ReportReceiver(center, SECRET)
        self.call_id = ""

    async def text_the_caller(self) -> None:
        """Have a call come in and the caller ask for a text."""
        await self.center.apply(OFFICE)
        self.call_id = await self.center.receive_call(to="+14155550100", from_="+14155550123")
        await self.center.answer(self.call_id)
        await self.center.hear(self.call_id, "Please text me the link")

    async def call(self) -> Call:
        """The call as it is."""
        return await self.center._handler.load(self.call_id)

    async def key(self) -> str:
        """The effect key of its text."""
        (key,) = (await self.call()).texts
        return key

    async def report(self, status: str, message: str, **changed: Any) -> Response:
        """Report a status of the text, under the id of a message."""
        data = {"call_id": self.call_id, "effect_key": await self.key(), "status": status}
        return await self.send({"type": "text.status", "data": {**data, **changed}}, message)

    async def send(self, said: Any, message: str = "msg-1") -> Response:
        """Deliver a signed message."""
        body = json.dumps(said).encode()
        return await self.webhooks.receive(signed(body, message), body)

    async def everything(self) -> list[Event]:
        """The whole log."""
        return [event for _, event in await self.center._log.read_log()]


def signed(body: bytes, message: str = "msg-1", at: datetime | None = None) -> dict[str, str]:
    """Genuine headers for ``body``."""
    at = at or datetime.now(UTC)
    return {
        "Webhook-Id": message,
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": Webhook(SECRET).sign(message, at, body.decode()),
    }


def play(scene: Callable[[Desk], Awaitable[None]], carrier: Carrier | None = None) -> None:
    """Play a scene after a text was sent."""

    async def main() -> None:
        opened = CallCenter.open("sqlite://", messaging=carrier or Carrier(), agent=LiteralAgent())
        async with opened as center:
            desk = Desk(center)
            if carrier is None:
                await desk.text_the_caller()
            await scene(desk)

    asyncio.run(main())


def test_a_report_is_recorded() -> None:
    """It is in the log when the answer is 200."""

    async def scene(desk: Desk) -> None:
        answer = await desk.report("delivered", "msg-1", reason="", provider_id="SM1")
        assert answer == Response(status=200)
        assert [text.status for text in (await desk.call()).texts.values()] == ["delivered"]

    play(scene)


def test_a_report_delivered_twice_counts_once() -> None:
    """FAULTS 13: the same message again is answered alike, and nothing is added."""

    async def scene(desk: Desk) -> None:
        await desk.report("sent", "msg-1")
        before = await desk.everything()
        assert (await desk.report("sent", "msg-1")).status == 200
        assert await desk.everything() == before

    play(scene)


def test_reports_out_of_order_move_a_text_forward_only() -> None:
    """FAULTS 14: sent after delivered is noted, and changes nothing."""

    async def scene(desk: Desk) -> None:
        await desk.report("delivered", "msg-2")
        assert (await desk.report("sent", "msg-1")).status == 200
        assert [text.status for text in (await desk.call()).texts.values()] == ["delivered"]
        assert (await desk.everything())[-1].type == "LateReportNoted"

    play(scene)


def test_a_report_before_the_answer_settles_the_text() -> None:
    """FAULTS 15: it is known by its effect key; the answer that follows changes nothing."""
    carrier = Carrier()

    async def scene(desk: Desk) -> None:
        async def overtake(request: SendText) -> None:
            desk.call_id = request.call_id
            assert (await desk.report("delivered", "msg-1")).status == 200

        carrier.before_answering = overtake
        await desk.text_the_caller()
        (text,) = (await desk.call()).texts.values()
        assert (text.status, text.attempts) == ("delivered", 1)

    play(scene, carrier)


@pytest.mark.parametrize("forgery", ["unsigned", "altered", "another secret", "old", "garbage"])
def test_what_is_not_genuine_is_refused(forgery: str) -> None:
    """FAULTS 16: 403, and nothing is recorded but a line in the program's own log."""

    async def scene(desk: Desk) -> None:
        data = {"call_id": desk.call_id, "effect_key": await desk.key(), "status": "delivered"}
        body = json.dumps({"type": "text.status", "data": data}).encode()
        stranger = Webhook("whsec_c29tZWJvZHkgZWxzZQ==")
        headers = {
            "unsigned": {},
            "altered": signed(body.replace(b"delivered", b"failed")),
            "another secret": {
                **signed(body),
                "Webhook-Signature": stranger.sign("msg-1", datetime.now(UTC), body.decode()),
            },
            "old": signed(body, at=datetime.now(UTC) - timedelta(minutes=6)),
            "garbage": {**signed(body), "Webhook-Signature": "nonsense"},
        }[forgery]
        before = await desk.everything()
        with capture_logs() as logs:
            answer = await desk.webhooks.receive(headers, body)
        assert answer.status == 403
        assert await desk.everything() == before
        assert [entry["event"] for entry in logs] == ["report_refused"]

    play(scene)


def test_a_report_about_an_unknown_call_is_kept() -> None:
    """FAULTS 17: 200, quarantined once with all that it said, and whoever runs it is told."""

    async def scene(desk: Desk) -> None:
        with capture_logs() as logs:
            for _ in range(2):
                assert (await desk.report("delivered", "msg-7", call_id=NOBODY)).status == 200
        assert [entry["event"] for entry in logs] == ["report_quarantined"]
        kept = await desk.center._log.read_stream(quarantine_stream(NOBODY))
        assert [(event.type, event.cause) for event in kept] == [("ReportQuarantined", "msg-7")]

    play(scene)


def test_the_end_of_a_call_is_reported() -> None:
    """The call has ended, for the reason the host gave."""

    async def scene(desk: Desk) -> None:
        data = {"call_id": desk.call_id, "reason": "network"}
        assert (await desk.send({"type": "call.ended", "data": data})).status == 200
        assert (await desk.call()).state == "ended"

    play(scene)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "Invalid JSON"),
        (b"[]", "Input should be an object"),
        (ENDLESS, "data.seconds: Input should be a finite number"),
        ({"data": {}}, "type: Field required"),
        ({"type": "text.status"}, "data: Field required"),
        ({"type": "text.lost", "data": {}}, "type: 'text.lost' is no report; send one of"),
        ({"type": "call.ended", "data": {}}, "data.call_id: None is no call's id"),
        ({"type": "call.ended", "data": {"call_id": 7}}, "data.call_id: 7 is no call's id"),
        (
            {"type": "call.ended", "data": {"call_id": "harbor-dental.workspace"}},
            "data.call_id: 'harbor-dental.workspace' is no call's id",
        ),
        (
            {"type": "call.ended", "data": {"call_id": NOBODY, "reason": "a\0b"}},
            "data: holds the character U+0000",
        ),
        (
            {"type": "text.status", "data": {"call_id": NOBODY, "status": "gone"}},
            "data.effect_key: Field required; data.status: Input should be 'accepted'",
        ),
    ],
)
def test_what_is_no_report_is_refused_by_the_field(body: Any, detail: str) -> None:
    """400, with the field that is wrong and what would be right."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()

    async def scene(desk: Desk) -> None:
        answer = await desk.webhooks.receive(signed(raw), raw)
        assert answer.status == 400
        assert detail in answer.body["detail"]

    play(scene)


def test_a_flood_is_refused() -> None:
    """413 before anything is done with it."""

    async def scene(desk: Desk) -> None:
        assert (await desk.webhooks.receive({}, b"x" * (MAX_BODY + 1))).status == 413

    play(scene)


def test_a_report_that_cannot_be_recorded_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """503: whoever sent it keeps it until the database is back."""

    async def away(*_: object) -> None:
        raise LogUnavailable("the database does not answer")

    async def scene(desk: Desk) -> None:
        with monkeypatch.context() as patched, capture_logs():
            patched.setattr(desk.center._log, "append", away)
            assert (await desk.report("delivered", "msg-1")).status == 503
        assert (await desk.report("delivered", "msg-1")).status == 200

    play(scene)
