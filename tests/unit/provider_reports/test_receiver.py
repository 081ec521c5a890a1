"""Provider reports received over HTTP: authentication, recording, errors."""

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
from hookflash.orchestrator.ports.messaging import MessagingOffers, TextFound
from hookflash.orchestrator.provider_reports.receiver import MAX_BODY, ReportReceiver, Response
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.testing import SimulatedTelephony
from tests.rig.agent import OFFICE, LiteralAgent
from tests.rig.standin import SECRET

NOBODY = "harbor-dental.call.00000000deadbeef"
ENDLESS = (
    b'{"type": "voicemail.recorded", "data": {"call_id": "a.call.1", "effect_key": "1",'
    b' "recording": "r", "seconds": Infinity}}'
)


class Carrier:
    """Accepts texts; ``before_answering`` runs before it does."""

    offers = MessagingOffers()

    def __init__(self) -> None:
        self.before_answering: Callable[[SendText], Awaitable[object]] | None = None

    async def send(self, request: SendText) -> Answer:
        """Accept a text."""
        if self.before_answering is not None:
            await self.before_answering(request)
        return Accepted(provider_id="SM1")

    async def find(self, request: SendText) -> TextFound | None:  # noqa: ARG002 - a stub
        """Find nothing."""
        return None


class Desk:
    """A call center, a call in which a text was sent, and the receiver of its reports."""

    def __init__(self, center: CallCenter) -> None:
        self.center = center
        self.webhooks = ReportReceiver(center, SECRET)
        self.call_id = ""

    async def text_the_caller(self) -> None:
        """Receive a call whose caller asks for a text."""
        await self.center.apply(OFFICE)
        self.call_id = await self.center.receive_call(to="+14155550100", from_="+14155550123")
        await self.center.answer(self.call_id)
        await self.center.hear(self.call_id, "Please text me the link")

    async def call(self) -> Call:
        """The call as it is."""
        return await self.center._handler.load(self.call_id)

    async def key(self) -> str:
        """The effect key of the call's text."""
        (key,) = (await self.call()).texts
        return key

    async def report(self, status: str, message: str, **changed: Any) -> Response:
        """Report a status of the text in a message with the id ``message``."""
        data = {"call_id": self.call_id, "effect_key": await self.key(), "status": status}
        return await self.send({"type": "text.status", "data": {**data, **changed}}, message)

    async def send(self, said: Any, message: str = "msg-1") -> Response:
        """Deliver a signed message with the JSON of ``said``."""
        body = json.dumps(said).encode()
        return await self.webhooks.receive(signed(body, message), body)

    async def everything(self) -> list[Event]:
        """The whole log."""
        entries = [entry for _, entry in await self.center._log.read_log()]
        return [entry for entry in entries if isinstance(entry, Event)]


def signed(body: bytes, message: str = "msg-1", at: datetime | None = None) -> dict[str, str]:
    """Validly signed headers for ``body``."""
    at = at or datetime.now(UTC)
    return {
        "Webhook-Id": message,
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": Webhook(SECRET).sign(message, at, body.decode()),
    }


def play(scene: Callable[[Desk], Awaitable[None]], carrier: Carrier | None = None) -> None:
    """Run a scene, by default after a text was sent."""

    async def main() -> None:
        opened = CallCenter.open(
            "sqlite://",
            telephony=SimulatedTelephony(SystemClock(), pace=0),
            messaging=carrier or Carrier(),
            agent=LiteralAgent(),
        )
        async with opened as center:
            desk = Desk(center)
            if carrier is None:
                await desk.text_the_caller()
            await scene(desk)

    asyncio.run(main())


def test_a_report_is_recorded() -> None:
    """It is in the log before the response is 200."""

    async def scene(desk: Desk) -> None:
        answer = await desk.report("delivered", "msg-1", reason="", provider_id="SM1")
        assert answer == Response(status=200)
        assert [text.status for text in (await desk.call()).texts.values()] == ["delivered"]

    play(scene)


def test_a_report_delivered_twice_counts_once() -> None:
    """Fault 13: a repeated message gets the same response and appends nothing."""

    async def scene(desk: Desk) -> None:
        await desk.report("sent", "msg-1")
        before = await desk.everything()
        assert (await desk.report("sent", "msg-1")).status == 200
        assert await desk.everything() == before

    play(scene)


def test_reports_out_of_order_move_a_text_forward_only() -> None:
    """Fault 14: ``sent`` after ``delivered`` is recorded as late and changes nothing."""

    async def scene(desk: Desk) -> None:
        await desk.report("delivered", "msg-2")
        assert (await desk.report("sent", "msg-1")).status == 200
        assert [text.status for text in (await desk.call()).texts.values()] == ["delivered"]
        assert (await desk.everything())[-1].type == "LateReportNoted"

    play(scene)


def test_a_report_before_the_answer_settles_the_text() -> None:
    """Fault 15: the text is found by its effect key; the later answer changes nothing."""
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
def test_a_report_without_a_valid_signature_is_refused(forgery: str) -> None:
    """Fault 16: 403; nothing is appended, and the refusal is logged."""

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


def test_a_text_from_a_contact_counts_once() -> None:
    """It names no call: the workspace is found by the number. Mistakes are refused clearly."""

    async def send(desk: Desk, message_id: str, **changed: object) -> Response:
        data = {"to": "tel:+14155550100", "from": "+14155550199", "body": "STOP"} | changed
        body = json.dumps({"type": "text.received", "data": data}).encode()
        return await desk.webhooks.receive(signed(body, message_id), body)

    async def scene(desk: Desk) -> None:
        for _ in range(2):
            assert (await send(desk, "msg-1")).status == 200
        assert (await desk.center.contact("harbor-dental", "+14155550199")).position == 1
        before = await desk.everything()
        for status, changed in (
            (422, {"to": "+12125550100"}),
            (400, {"from": "anonymous"}),
            (400, {"body": None}),
            (400, {"body": "x" * 20_000}),
        ):
            answer = await send(desk, "msg-2", **changed)
            assert (answer.status, answer.body["detail"].partition(":")[0]) == (
                status,
                f"data.{next(iter(changed))}",
            )
        assert (await send(desk, "msg-1", body="START")).status == 422
        assert await desk.everything() == before

    play(scene)


def test_a_report_about_an_unknown_call_is_kept() -> None:
    """Fault 17: 200; the report is quarantined once, with its content, and that is logged."""

    async def scene(desk: Desk) -> None:
        with capture_logs() as logs:
            for _ in range(2):
                assert (await desk.report("delivered", "msg-7", call_id=NOBODY)).status == 200
        assert [entry["event"] for entry in logs] == ["report_quarantined"]
        kept = await desk.center._log.read_stream(quarantine_stream(NOBODY))
        assert [(event.type, event.cause) for event in kept] == [("ReportQuarantined", "msg-7")]

    play(scene)


def test_the_end_of_a_call_is_reported() -> None:
    """The call ends with the reason that the host gave."""

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
        ({"type": "text.lost", "data": {}}, "type: 'text.lost' is not a report type; send one of"),
        ({"type": "call.ended", "data": {}}, "data.call_id: None is not a call id"),
        ({"type": "call.ended", "data": {"call_id": 7}}, "data.call_id: 7 is not a call id"),
        (
            {"type": "call.ended", "data": {"call_id": "harbor-dental.workspace"}},
            "data.call_id: 'harbor-dental.workspace' is not a call id",
        ),
        (
            {"type": "call.ended", "data": {"call_id": NOBODY, "reason": "a\0b"}},
            "data: contains the character U+0000",
        ),
        (
            {"type": "text.status", "data": {"call_id": NOBODY, "status": "gone"}},
            "data.effect_key: Field required; data.status: Input should be 'accepted'",
        ),
    ],
)
def test_an_invalid_report_is_refused(body: Any, detail: str) -> None:
    """400; the message names the invalid field and what would be valid."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()

    async def scene(desk: Desk) -> None:
        answer = await desk.webhooks.receive(signed(raw), raw)
        assert answer.status == 400
        assert detail in answer.body["detail"]

    play(scene)


def test_a_body_that_is_too_large_is_refused() -> None:
    """413, before the signature is checked."""

    async def scene(desk: Desk) -> None:
        assert (await desk.webhooks.receive({}, b"x" * (MAX_BODY + 1))).status == 413

    play(scene)


def test_a_question_is_answered_whoever_won() -> None:
    """With ``bridge``, once and for all: a replayed question gets the same answer."""

    async def scene(desk: Desk) -> None:
        await desk.center.hear(desk.call_id, "The front desk, please")
        await desk.center.hear(desk.call_id, "Yes please")
        call = await desk.center.until(desk.call_id, lambda now: bool(now.current), 5)
        assert call.current is not None
        one, other = list(call.current.legs)[:2]
        for leg, bridge in ((one, True), (other, False), (one, True)):
            asked = {"call_id": desk.call_id, "leg": leg, "of": 2}
            said = await desk.send({"type": "phone.answered", "data": asked}, f"msg-{leg}")
            assert said == Response(status=200, body={"leg": leg, "bridge": bridge})
        bridged = {"call_id": desk.call_id, "leg": one}
        await desk.send({"type": "leg.bridged", "data": bridged}, "msg-b")
        (transfer,) = (await desk.call()).transfers.values()
        assert transfer.legs[one].status == "bridged"

    play(scene)


def test_a_question_about_an_unknown_call_releases_the_phone() -> None:
    """It is quarantined, as a report would be."""

    async def scene(desk: Desk) -> None:
        asked = {"call_id": NOBODY, "leg": "x.1", "of": 1}
        said = await desk.send({"type": "phone.answered", "data": asked})
        assert said == Response(status=200, body={"leg": "x.1", "bridge": False})
        assert await desk.center._log.read_stream(quarantine_stream(NOBODY))

    play(scene)


def test_a_lost_gateway_ends_its_calls() -> None:
    """The message is about no single call; calls that came in afterwards go on."""

    async def scene(desk: Desk) -> None:
        before = datetime.now(UTC) - timedelta(hours=1)
        for data, state in (
            ({"carrier": "other"}, "conversing"),
            ({"provider_call_ids": ["CA-other"]}, "conversing"),
            ({"at": before.isoformat()}, "conversing"),
            ({}, "ended"),
        ):
            said = await desk.send({"type": "gateway.lost", "data": data}, f"msg-{len(data)}")
            assert said == Response(status=200)
            assert (await desk.call()).state == state

    play(scene)


@pytest.mark.parametrize(
    ("kind", "data", "named"),
    [
        ("phone.answered", {"leg": "x.1", "of": 0}, "data.of"),
        ("phone.answered", {}, "data.leg"),
        ("leg.bridged", {}, "data.leg"),
        ("gateway.lost", {"provider_call_ids": "CA1"}, "provider_call_ids"),
        ("gateway.lost", {"at": "yesterday"}, "data.at"),
        ("voicemail.transcribed", {"effect_key": "k"}, "transcript"),
    ],
)
def test_a_mistake_in_a_message_is_named(kind: str, data: dict[str, Any], named: str) -> None:
    """400, with the field."""

    async def scene(desk: Desk) -> None:
        said = await desk.send({"type": kind, "data": {"call_id": desk.call_id, **data}})
        assert (said.status, named in said.body["detail"]) == (400, True)

    play(scene)


def test_a_report_that_cannot_be_recorded_has_to_be_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """503, so that the sender repeats it until the database is back."""

    async def away(*_: object) -> None:
        raise LogUnavailable("the database does not answer")

    async def scene(desk: Desk) -> None:
        with monkeypatch.context() as patched, capture_logs():
            patched.setattr(desk.center._log, "append", away)
            assert (await desk.report("delivered", "msg-1")).status == 503
        assert (await desk.report("delivered", "msg-1")).status == 200

    play(scene)
