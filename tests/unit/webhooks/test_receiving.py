"""Reports that come in over HTTP: what is genuine counts once, all else is turned away."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from hookflash import CallCenter
from hookflash.domain.quarantine.events import quarantine_stream
from hookflash.orchestrator.webhooks.receiving import MAX_BODY, Webhooks
from tests.tree import ROOT

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"
SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"  # noqa: S105 - made up for these tests
ENDLESS = (
    b'{"type": "voicemail.recorded", "data": {"call_id": "a.call.1", "effect_key": "k", '
    b'"recording": "r", "seconds": 1e999}}'
)
Headers = dict[str, str]
Scene = Callable[[CallCenter, Webhooks, str], Awaitable[None]]


def signed(body: bytes, name: str = "msg_1", *, at: datetime | None = None) -> Headers:
    """The headers that a host sends with ``body``."""
    at = at or datetime.now(UTC)
    signature = Webhook(SECRET).sign(name, at, body.decode())
    stamp = str(int(at.timestamp()))
    return {"webhook-id": name, "webhook-timestamp": stamp, "webhook-signature": signature}


def ended(call_id: str) -> bytes:
    """A report that a call is over."""
    return json.dumps({"type": "call.ended", "data": {"call_id": call_id}}).encode()


def play(scene: Scene) -> None:
    """Play ``scene`` with a call that the agent has answered."""

    async def main() -> None:
        async with CallCenter.open("sqlite://") as center:
            await center.apply(OFFICE)
            call = await center.receive_call(to="+14155550100", from_="+14155550199")
            await center.answer(call)
            await scene(center, Webhooks(center, SECRET), call)

    asyncio.run(main())


def test_a_signed_report_is_recorded_once_however_often_it_comes() -> None:
    """FAULTS 13: the same message id counts once."""

    async def scene(center: CallCenter, webhooks: Webhooks, call: str) -> None:
        body = ended(call)
        answers = [await webhooks.receive(signed(body), body) for _ in range(3)]
        assert [answer.status for answer in answers] == [200, 200, 200]
        assert [event.type for event in await center.events(call)].count("CallEnded") == 1

    play(scene)


@pytest.mark.parametrize("tamper", ["forged", "altered", "replayed", "unsigned"])
def test_a_report_that_is_not_genuine_is_403_and_not_recorded(tamper: str) -> None:
    """FAULTS 16: forged, altered or replayed later, it changes nothing."""

    async def scene(center: CallCenter, webhooks: Webhooks, call: str) -> None:
        body = ended(call)
        headers = signed(body)
        if tamper == "forged":
            headers["webhook-signature"] = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        if tamper == "altered":
            body = body.replace(b"call.ended", b"call.endeD")
        if tamper == "replayed":
            headers = signed(body, at=datetime.now(UTC) - timedelta(minutes=10))
        if tamper == "unsigned":
            headers = {}
        before = await center.log.last_position()
        assert (await webhooks.receive(headers, body)).status == 403
        assert await center.log.last_position() == before

    play(scene)


def test_a_report_for_an_unknown_call_is_kept_apart() -> None:
    """FAULTS 17: quarantined once, 2xx, visible."""

    async def scene(center: CallCenter, webhooks: Webhooks, call: str) -> None:
        unknown = f"{call.partition('.')[0]}.call.0000000000000000"
        body = ended(unknown)
        for _ in range(2):
            assert (await webhooks.receive(signed(body), body)).status == 200
        kept = await center.log.read_stream(quarantine_stream(unknown))
        assert [event.type for event in kept] == ["ReportQuarantined"]

    play(scene)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"", "JSON"),
        (b"[]", "object"),
        (b'{"type": "call.started", "data": {}}', "type"),
        (b'{"type": "call.ended", "data": {"call_id": 7}}', "data.call_id"),
        (ENDLESS, "data.seconds"),
        (b'{"type": "leg.status", "data": {"call_id": "a.call.1", "leg": "1"}}', "data.status"),
    ],
)
def test_a_report_that_is_none_is_400_and_says_which_field(body: bytes, named: str) -> None:
    """Bad input gets an error that names the field."""

    async def scene(_: CallCenter, webhooks: Webhooks, __: str) -> None:
        answer = await webhooks.receive(signed(body), body)
        assert answer.status == 400
        assert named in answer.body["detail"]

    play(scene)


def test_too_much_is_413() -> None:
    """A report is small; nobody has to read what is not."""

    async def scene(_: CallCenter, webhooks: Webhooks, __: str) -> None:
        body = b"x" * (MAX_BODY + 1)
        assert (await webhooks.receive(signed(body), body)).status == 413

    play(scene)
