"""A person who leaves a trace in every place that stores something, and a search of all places."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import psycopg
from sqlalchemy import inspect, text

from hookflash import (
    Accepted,
    Answer,
    CallCenter,
    LegStatus,
    PlayVoicemail,
    Recording,
    RecordingStorage,
    RingPhones,
    SendText,
    TextStatus,
    Transcript,
)
from hookflash.domain.webhook.saving import EndpointForm
from hookflash.http import create_app
from hookflash.orchestrator.integrity.export import export_log
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.ports.webhooks import Reply
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.projections.database.engine import open_database
from tests.contract.roles.office import NUMBER, Phones, Texts, reached
from tests.rig.agent import OFFICE, LiteralAgent
from tests.unit.recordings.world import Provider
from tests.unit.webhook.world import Receivers, Taken

PERSON: Final = "+14155550163"
STRANGER: Final = "+14155550188"
SLUG: Final = "harbor-dental"
SOUND: Final = b"the voice of Zebulon"
UNKNOWN: Final = f"{SLUG}.call.00000000000000ff"

TRACES: Final[dict[str, re.Pattern[bytes]]] = {
    "the number": re.compile(rb"415\D{0,4}555\D{0,4}0163"),
    "the name": re.compile(rb"(?i)zebulon"),
    "words": re.compile(rb"(?i)marmalade"),
    "keys": re.compile(rb"86753099"),
    "an id of the call": re.compile(rb"CAzq"),
    "an id of a text": re.compile(rb"SMzq"),
    "an id of a message": re.compile(rb"MSGzq"),
    "an idempotency key": re.compile(rb"IDEMzq"),
    "an id of a tool call": re.compile(rb"TOOLzq"),
    "a recording": re.compile(rb"REzq"),
}
"""What belongs to the person, as a search with other means than the product's finds it."""


class Lines(Phones):
    """Phones whose ids belong to the person's call."""

    async def ring(self, request: RingPhones) -> Answer:
        """Ring under an id."""
        await super().ring(request)
        return Accepted(provider_id="CAzq-ring")

    async def play_voicemail(self, request: PlayVoicemail) -> Answer:
        """Begin under an id."""
        await super().play_voicemail(request)
        return Accepted(provider_id="CAzq-voicemail")


class Carrier(Texts):
    """Takes each text under an id of its own."""

    async def send(self, request: SendText) -> Answer:
        """Take it."""
        self.asked.append(request.effect_key)
        return Accepted(provider_id=f"SMzq-000{len(self.asked)}")


def _quotes(taken: Taken) -> Reply:
    """A receiver that is broken, and answers with what it was sent."""
    return Reply(status=500, error=f"cannot store {taken.event['data']}")


@dataclass
class Office:
    """The office at work, and its API."""

    center: CallCenter
    client: httpx.AsyncClient
    receivers: Receivers

    async def post(self, path: str, key: str, **body: Any) -> Any:
        """Send a request under an idempotency key."""
        done = await self.client.post(path, json=body, headers={"Idempotency-Key": key})
        assert done.is_success, done.text
        return done.json()


@asynccontextmanager
async def working(url: str, folder: Path) -> AsyncIterator[Office]:
    """Open the office for work; recordings are kept in ``folder``."""
    receivers = Receivers(SystemClock(), answer=_quotes)
    async with CallCenter.open(
        url,
        agent=LiteralAgent(),
        telephony=Lines(),
        messaging=Carrier(accept=True),
        recordings=Provider(sound=SOUND),
        recording_store=RecordingStorage(str(folder)),
        webhooks=receivers,
    ) as center:
        if await center.owner(NUMBER) is None:
            await center.apply(OFFICE)
        key = str(await center.keys.issue(SLUG, "configure", "the host"))
        transport = httpx.ASGITransport(create_app(center, "whsec_" + "c2VjcmV0" * 8))
        headers = {"Authorization": f"Bearer {key}"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://here", headers=headers
        ) as client:
            yield Office(center, client, receivers)


async def leave_traces(office: Office) -> str:
    """The person calls, texts, leaves a message and opts out; returns the id of their call."""
    center = office.center
    assert center.webhooks is not None
    await center.webhooks.create(SLUG, EndpointForm(url="https://crm.example/hooks"), "w-1")
    said = {"to": NUMBER, "from": f'"Zebulon P" <sip:{PERSON}@carrier.example;user=phone>'}
    answered = await office.post("/v1/calls", "IDEMzq-call", **said, provider_call_id="CAzq-0163")
    call = str(answered["call"])
    path = f"/v1/calls/{call}"
    await office.post(f"{path}/answer", "IDEMzq-answer")
    await office.post(f"{path}/hear", "IDEMzq-hear", text="It is Zebulon, please text me")
    await reached(center, call, lambda now: any(t.provider_id for t in now.texts.values()))
    (sent,) = (await center.until(call, lambda _: True)).texts
    late = {"code": "Zebulon-7", "reason": f"{PERSON} refused marmalade"}
    await center.report(
        call, TextStatus(effect_key=sent, status="undelivered", message_id="MSGzq-1", **late)
    )
    await center.press(call, "86753099", message_id="MSGzq-keys")
    await center.use_tool(call, "text_zebulon", {"to": PERSON}, tool_call_id="TOOLzq-1")
    await _leave_a_message(center, call)
    await center.end(call, reason="Zebulon left")
    await center.hear(call, "and marmalade", message_id="MSGzq-late")
    await center.workspaces.list_opt_outs(SLUG, [PERSON, STRANGER])
    await _write(office)
    await _object(office)
    await _be_mentioned(office)
    return call


async def _leave_a_message(center: CallCenter, call: str) -> None:
    await center.hear(call, "Dana, it is about marmalade", message_id="MSGzq-2")
    await reached(center, call, lambda now: now.state == "confirm_transfer")
    await asyncio.sleep(0.05)
    await center.hear(call, "yes please", message_id="MSGzq-3")
    await reached(center, call, lambda now: now.state == "transferring")
    now = await center.until(call, lambda one: bool(one.current and one.current.attempts))
    assert now.current is not None
    gone = {"status": "unavailable", "reason": "busy", "code": "Zebulon-8"}
    for number, leg in enumerate(now.current.legs):
        await center.report(call, LegStatus(leg=leg, message_id=f"MSGzq-leg-{number}", **gone))
    await reached(
        center, call, lambda one: one.voicemail is not None and one.voicemail.attempts > 0
    )
    now = await center.until(call, lambda one: bool(one.voicemail))
    assert now.voicemail is not None
    key = now.voicemail.effect_key
    await center.report(
        call,
        Recording(
            effect_key=key,
            recording="https://carrier.example/REzq-1",
            seconds=4.0,
            transcript="",
            message_id="MSGzq-4",
        ),
    )
    await center.report(
        call, Transcript(effect_key=key, transcript="Zebulon here, marmalade", message_id="MSGzq-5")
    )
    await reached(center, call, _is_kept)


def _is_kept(call: Any) -> bool:
    recording = call.voicemail.recording if call.voicemail else None
    return recording is not None and recording.status == "kept"


async def _write(office: Office) -> None:
    """Texts from the person, one of which opts out, and marks on their thread."""
    body = {"to": NUMBER, "from": PERSON}
    await office.post("/v1/texts", "IDEMzq-text", **body, body="Zebulon again")
    await office.center.receive_text(
        to=NUMBER, from_="(415) 555-0163", body="STOP", message_id="MSGzq-stop"
    )
    (thread,) = [one for one in await office.center.inbox(SLUG, limit=100) if one.contact == PERSON]
    await office.post(f"/v1/threads/{thread.thread}/marks", "IDEMzq-done", mark="done")


async def _object(office: Office) -> None:
    """The person wants no texts and no recording, and speaks of danger."""
    center = office.center
    call = await center.receive_call(to=NUMBER, from_=PERSON, provider_call_id="CAzq-0164")
    await center.answer(call)
    await center.hear(call, "Never text me again, says Zebulon", message_id="MSGzq-10")
    await center.hear(call, "please text me", message_id="MSGzq-11")
    await center.receive_text(to=NUMBER, from_=PERSON, body="HELP", message_id="MSGzq-help")
    await center.receive_text(to=NUMBER, from_=PERSON, body="marmalade", message_id="MSGzq-12")
    await center.hear(call, "I do not want to be recorded. Zebulon", message_id="MSGzq-13")
    await center.hear(call, "My house is on fire, Zebulon", message_id="MSGzq-14")
    await center.end(call)
    events = {type(one).__name__ for one in await center.events(call)}
    assert events >= {"OptOutHeard", "RecordingDeclined", "EmergencyHeard", "CallerTexted"}, events
    assert "SmsRefused" in events


async def _be_mentioned(office: Office) -> None:
    """A stranger names the person, and reports about unknown calls do."""
    center = office.center
    await center.receive_text(
        to=NUMBER, from_=STRANGER, body="Call my friend at 415.555.0163", message_id="m-9"
    )
    other = await center.receive_call(to=NUMBER, from_=STRANGER, provider_call_id="CA-other")
    await center.answer(other)
    await center.hear(other, "Her number is (415) 555-0163, thanks")
    await center.end(other)
    lost = {"status": "failed", "effect_key": "k"}
    await center.report(
        UNKNOWN, TextStatus(reason=f"{PERSON} is away", message_id="MSGzq-6", **lost)
    )
    by_id = f"{SLUG}.call.00000000000000fe"
    await center.report(by_id, TextStatus(provider_id="SMzq-0001", message_id="MSGzq-7", **lost))


def tables(url: str) -> Iterator[tuple[str, bytes]]:
    """Every row of every table and view there is, as bytes."""
    engine = open_database(url)
    try:
        with engine.connect() as connection:
            known = inspect(connection)
            for name in (*known.get_table_names(), *known.get_view_names()):
                for row in connection.execute(text(f'SELECT * FROM "{name}"')):  # noqa: S608 - their names
                    yield name, b"\0".join(_as_bytes(cell) for cell in row)
    finally:
        engine.dispose()


def _as_bytes(cell: object) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below ``folder``, with its name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path), path.read_bytes()


def heap(url: str, data: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of the tables, indexes and statistics of a PostgreSQL database."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        found = connection.execute(
            "SELECT oid FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert found is not None
    yield from files(data / "base" / str(found[0]))


def exported(url: str) -> Iterator[tuple[str, bytes]]:
    """The log as it is exported."""
    with open_store(url) as store:
        for line in export_log(store):
            yield "export", line


def found_in(
    places: Callable[..., Iterator[tuple[str, bytes]]], *where: Any
) -> dict[str, Sequence[str]]:
    """Where each trace is."""
    found: dict[str, list[str]] = {}
    for place, content in places(*where):
        for trace, pattern in TRACES.items():
            if pattern.search(place.encode()) or pattern.search(content):
                found.setdefault(trace, []).append(place)
    return {trace: sorted(set(there)) for trace, there in found.items()}
