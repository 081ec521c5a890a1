"""docs/reference/host-protocol.md says what is sent, offered, reported and answered; no more."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin
from urllib.parse import parse_qs, urlsplit

import pytest

from hookflash import (
    FindCall,
    FindLegs,
    HandOver,
    HangUp,
    Host,
    HttpMessaging,
    HttpTelephony,
    Leg,
    LegFound,
    Mailbox,
    MessagingOffers,
    PlayVoicemail,
    RandomIds,
    ReleasePhone,
    RingPhones,
    SendText,
    Speech,
    StopRecording,
    StopSpeaking,
    SystemClock,
    TelephonyOffers,
    TextFound,
    offers_of,
)
from hookflash.domain.call.conversation import Question
from hookflash.domain.value import Value
from hookflash.orchestrator.carriers.http_host.telephony import SPEECH_SECONDS
from hookflash.orchestrator.ports.host_clock import DELAY
from hookflash.orchestrator.ports.telephony import CallFound
from hookflash.orchestrator.provider_reports.message import REPORTS, ROUNDING
from hookflash.orchestrator.provider_reports.receiver import MAX_BODY
from tests.rig.http import Reply, Request, address, serve
from tests.rig.standin import SECRET
from tests.tree import ROOT

PAGE = (ROOT / "docs/reference/host-protocol.md").read_text(encoding="utf-8")
CALL = "office.call.1"
ABOUT: dict[str, str] = {"call_id": CALL, "workspace": "office", "provider_call_id": "CA1"}
ALWAYS = {*ABOUT, "effect_key"}
LEG = Leg(leg="k.1", who="Dana", phone="+14155550171")


def table(*heads: str) -> dict[str, list[str]]:
    """The rows of the table with these heads, by their first cell without backquotes."""
    head = "| " + " | ".join(heads) + " |"
    assert PAGE.count(f"\n{head}\n") == 1, head
    rows = PAGE.partition(f"{head}\n")[2].partition("\n\n")[0].splitlines()[1:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return {first.strip("`"): rest for first, *rest in cells}


def named(cell: str) -> set[str]:
    """The names in backquotes in a cell."""
    return set(re.findall(r"`(\w+)`", cell))


def names_in(said: Any) -> Iterator[str]:
    """Every key in ``said``, at any depth."""
    if isinstance(said, dict):
        for key, value in said.items():
            yield key
            yield from names_in(value)
    elif isinstance(said, list):
        for one in said:
            yield from names_in(one)


async def ask_everything(host: Host) -> None:
    """Send every request there is, with every field."""
    clock = SystemClock()
    telephony = HttpTelephony(host, clock)
    messaging = HttpMessaging(host, clock)
    about: dict[str, Any] = {**ABOUT, "effect_key": "k"}
    asked: dict[str, Any] = {**about, "attempt": 1}
    call: dict[str, Any] = {**asked, "caller_id": "+14155550199", "number": "+14155550100"}
    text = SendText(
        **asked,
        recipient="+14155550199",
        sender="+14155550100",
        body="Hello",
        first_attempted_at=clock.now(),
        other_ids=("SM1", "SM2"),
    )
    await offers_of(host)
    await telephony.say(Speech(**about, text="Hello?", asks=Question(kind="transfer", about="k")))
    await telephony.stop_speaking(StopSpeaking(**about))
    await telephony.ring(RingPhones(**call, legs=(LEG,), ring_seconds=30))
    await telephony.hand_over(HandOver(**call, destination=LEG))
    await telephony.release(ReleasePhone(**about, leg=LEG))
    mailbox = Mailbox(owner="Dana", greeting="Hello.")
    await telephony.play_voicemail(PlayVoicemail(**asked, mailbox=mailbox))
    await telephony.stop_recording(StopRecording(**about))
    await telephony.hang_up(HangUp(**about))
    await telephony.find_legs(FindLegs(**about))
    await telephony.find_call(FindCall(**ABOUT))
    await messaging.send(text)
    await messaging.find(text)


def sent() -> list[Request]:
    """Every request that the adapters can make."""
    requests: list[Request] = []

    async def note(request: Request) -> Reply:
        requests.append(request)
        return Reply(404 if request.method == "GET" else 201)

    async def main() -> None:
        server = await serve(note)
        async with Host(address(server), SECRET, SystemClock(), RandomIds()) as host:
            await ask_everything(host)
        server.close()

    asyncio.run(main())
    return requests


def test_every_request_and_its_fields_are_listed() -> None:
    """Each path with the fields of its body or query, nested ones too; and no others."""
    posted = {
        f"{request.method} {request.target}": set(names_in(request.json))
        for request in sent()
        if request.method == "POST"
    }
    listed = table("request", "body", "what it asks")
    # A phone is described by the same names as what holds it: leg, in leg.
    assert posted == {path: named(cells[0]) | ALWAYS for path, cells in listed.items()}


def test_every_question_and_its_query_are_listed() -> None:
    """Each path with the parameters of its query; and no others."""
    known = {CALL: "CALL", "/k": "/EFFECT_KEY"}
    asked = {}
    for request in sent():
        if request.method == "GET":
            path, query = urlsplit(request.target).path, urlsplit(request.target).query
            for value, name in known.items():
                path = path.replace(value, name)
            asked[f"GET {path}"] = set(parse_qs(query))
    listed = table("request", "query", "answer")
    assert asked == {path: named(cells[0]) for path, cells in listed.items()}


@pytest.mark.parametrize(
    ("path", "answer", "besides"),
    [
        ("GET /texts/EFFECT_KEY", TextFound, set()),
        ("GET /calls/CALL/legs", LegFound, {"legs"}),
        ("GET /calls/CALL", CallFound, set()),
    ],
)
def test_the_answers_are_listed(path: str, answer: type[Value], besides: set[str]) -> None:
    """With the fields that are read."""
    cell = table("request", "query", "answer")[path][1]
    assert named(cell) == {*answer.model_fields, *besides}


@pytest.mark.parametrize(
    ("part", "offers"), [("telephony", TelephonyOffers()), ("messaging", MessagingOffers())]
)
def test_every_offer_is_listed_with_its_default(part: str, offers: Value) -> None:
    """As it is written in JSON."""
    written = {True: "true", False: "false", None: "null", "none": "`none`", "": '""'}
    listed = {name: cells[0] for name, cells in table(f"`{part}`", "default", "meaning").items()}
    default = offers.model_dump()
    assert listed == {
        name: "0" if name == "idempotent_seconds" else written[value]
        for name, value in default.items()
    }


def values_of(annotation: Any) -> tuple[str, ...]:
    """The values that a field can have, if they are few."""
    if get_origin(annotation) is Literal:
        return tuple(value for value in get_args(annotation) if value)
    members = getattr(annotation, "__members__", {})
    return tuple(member.value for member in members.values())


def test_every_report_and_its_fields_are_listed() -> None:
    """With the values of each field that has few; the message id is that of the webhook."""
    listed = {kind: cells[0] for kind, cells in table("`type`", "`data`").items()}
    assert listed.keys() == REPORTS.keys()
    for kind, model in REPORTS.items():
        told = {}
        for part in listed[kind].split("; "):
            name, _, values = part.partition("`: ")
            told[re.findall(r"`(\w+)", name)[0]] = tuple(values.split(", ")) if values else ()
        fields = {
            field.alias or name: values_of(field.annotation)
            for name, field in model.model_fields.items()
            if name != "message_id"
        }
        assert told == fields, kind


def test_every_answer_to_a_report_is_listed() -> None:
    """As the route's description has them."""
    from hookflash.orchestrator.http.routes.webhooks import webhook_router  # noqa: PLC0415

    (route,) = webhook_router(None).routes  # type: ignore[arg-type]
    described = {route.status_code, *route.responses}  # type: ignore[attr-defined]
    assert {str(int(status)) for status in described} == table("answer", "meaning").keys()


def test_the_numbers_on_the_page_are_those_of_the_code() -> None:
    """Sizes and seconds."""
    assert MAX_BODY == 256 * 1024
    assert SPEECH_SECONDS == 60.0
    assert (DELAY.total_seconds(), ROUNDING.total_seconds()) == (2, 2)
