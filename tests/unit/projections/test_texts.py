"""Every text leaves a record in the thread, including failed ones."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from sqlalchemy import select

from hookflash.domain.call import commands as c
from hookflash.domain.call.conversation import Question, SmsStatus
from hookflash.domain.call.events import SmsFailed, SmsSent
from hookflash.projections.database.engine import reading
from hookflash.projections.inbox.items import Item
from hookflash.projections.projections import Projections
from hookflash.projections.texts.explanation import UNSTATED, explain, in_words
from hookflash.projections.texts.fold import SHOWN
from hookflash.projections.texts.table import TEXTS
from tests.contract.projections.memory_log import MemoryLog
from tests.contract.projections.moves import Move, Stage, moves
from tests.contract.projections.world import CALLER, LINK, NUMBER, SMS, Line, World
from tests.unit.projections.conftest import Emptied, Read

Happen = Callable[[Line], Any]


def the_text(views: Projections) -> Item:
    """The only text in the inbox."""
    (thread,) = views.inbox.threads("harbor")
    (text,) = [item for item in thread.items if item.kind == "text"]
    return text


def attempted(line: Line) -> None:
    """A worker is about to ask the provider."""
    line.tell(c.Attempt, effect_key=line.text(), attempt=1)


def answered(outcome: str, **data: Any) -> Happen:
    """The provider answers."""

    def happen(line: Line) -> None:
        attempted(line)
        line.tell(c.RecordOutcome, effect_key=line.text(), attempt=1, outcome=outcome, **data)

    return happen


def reported(*statuses: str, code: str = "") -> Happen:
    """The provider sends these reports in turn."""

    def happen(line: Line) -> None:
        for status in statuses:
            line.tell(c.ReportSms, effect_key=line.text(), status=status, code=code)

    return happen


@pytest.mark.parametrize(
    ("happens", "status"),
    [
        (lambda _: None, "queued"),
        (attempted, "queued"),
        (answered("postponed", seconds=2.0), "queued"),
        (answered("accepted"), "queued"),
        (answered("unknown", reason="timeout"), "unknown"),
        (reported("sent"), "sent"),
        (reported("sent", "delivered"), "delivered"),
        (reported("delivered", "sent"), "delivered"),
        (reported("undelivered", "sent"), "undelivered"),
        (reported("failed", "delivered"), "failed"),
        (answered("refused", code="30034"), "failed"),
    ],
)
def test_a_text_shows_how_far_it_has_come(read: Read, happens: Happen, status: str) -> None:
    """Status only moves forward, in whatever order reports arrive (fault 14)."""
    world = World()
    line = world.answer()
    line.send()
    happens(line)
    assert the_text(read(world)).status == status


def test_a_text_whose_answer_was_lost_is_found_by_its_receipt(read: Read) -> None:
    """It moves on from unknown, and its explanation disappears."""
    world = World()
    line = world.answer()
    line.send()
    answered("unknown", reason="timeout")(line)
    lost = the_text(read(world))
    reported("accepted")(line)
    found = the_text(read(world))
    assert (lost.status, lost.reason) == ("unknown", "timeout")
    assert lost.explanation == "The provider did not say whether it accepted the text."
    assert (found.status, found.reason, found.explanation) == ("queued", "", "")


def test_a_text_goes_to_the_caller_in_the_agents_name(read: Read) -> None:
    """With its body and the time it was requested."""
    world = World()
    line = world.answer()
    line.send("accepted", "sent", "delivered")
    text = the_text(read(world))
    assert (text.sender, text.recipient, text.body) == ("Sona", CALLER, LINK)
    assert text.at == line.events[2].at
    assert (text.call, text.position, text.key) == (line.call_id, 3, line.text())


def test_on_a_test_call_the_own_number_is_the_sender(read: Read) -> None:
    """Test calls show the business number instead of the agent's name."""
    world = World()
    world.answer(test=True).send()
    text = the_text(read(world))
    assert (text.sender, text.test) == (NUMBER, True)


@pytest.mark.parametrize(
    ("facts", "reason", "explanation"),
    [
        (
            {"registration": "pending"},
            "registration_pending",
            "The business number's registration for texting is still pending.",
        ),
        ({"opted_out": True}, "opted_out", "The caller has opted out of texts."),
    ],
)
def test_a_refused_text_leaves_its_reason(
    read: Read, facts: dict[str, Any], reason: str, explanation: str
) -> None:
    """As a code and in plain words."""
    world = World()
    world.answer().send(**facts)
    text = the_text(read(world))
    assert (text.status, text.reason, text.explanation) == ("failed", reason, explanation)
    assert text.code == ""


def test_a_text_to_a_withheld_number_is_refused_and_kept(read: Read) -> None:
    """In the thread of anonymous callers."""
    world = World()
    world.answer(None).send()
    text = the_text(read(world))
    assert (text.recipient, text.status, text.reason) == ("anonymous", "failed", "no_caller_id")


def test_a_failure_shows_the_carriers_code(read: Read) -> None:
    """With its meaning."""
    world = World()
    line = world.answer()
    line.send("accepted")
    reported("undelivered", code="30006")(line)
    text = the_text(read(world))
    assert (text.status, text.code) == ("undelivered", "30006")
    assert (
        text.explanation == "The caller's number is a landline, or its carrier cannot be reached."
    )


def test_a_text_cancelled_by_the_end_of_the_call_has_failed(read: Read) -> None:
    """It was cancelled before the provider was asked."""
    world = World()
    line = world.answer()
    line.send()
    line.end()
    text = the_text(read(world))
    assert (text.status, text.reason) == ("failed", "call_ended")
    assert text.explanation == "The call ended before the text was sent."


@pytest.mark.parametrize(("words", "arrived"), [("Yes, got it", True), ("It didn't come", False)])
def test_the_callers_answer_about_its_arrival_is_kept(
    read: Read, words: str, *, arrived: bool
) -> None:
    """Beside the carrier's status."""
    world = World()
    line = world.answer()
    line.send("accepted")
    question = Question(kind="sms_arrived", about=line.text())
    line.tell(c.Speak, text="Did it arrive?", asks=question)
    line.say(words)
    assert the_text(read(world)).arrived is arrived


def test_a_text_that_a_person_has_to_look_at_is_flagged(read: Read) -> None:
    """Its status stays unknown."""
    world = World()
    line = world.answer()
    line.send()
    answered("unknown")(line)
    line.tell(c.Flag, effect_key=line.text(), reason="no trace at the provider")
    text = the_text(read(world))
    assert (text.status, text.flagged) == ("unknown", True)


def test_the_same_text_twice_is_two_entries(read: Read) -> None:
    """The second is refused, since the caller did not ask for it."""
    world = World()
    line = world.answer()
    line.send("accepted")
    line.send()
    (thread,) = read(world).inbox.threads("harbor")
    texts = [(item.status, item.reason) for item in thread.items if item.kind == "text"]
    assert texts == [("queued", ""), ("failed", "repeated")]


@pytest.mark.parametrize(
    ("status", "reason", "code", "words"),
    [
        ("failed", "", "30034", "The business number is not registered for texting."),
        ("failed", "the gateway_broke", "99999", "The gateway broke."),
        ("failed", "", "99999", "The carrier gave the code 99999."),
        ("undelivered", "", "", "The carrier did not say why."),
        ("failed", " ", " ", "The carrier did not say why."),
        ("refused", "something_new", "", "Something new."),
        ("cancelled", "replaced", "", "Replaced."),
        ("delivered", "", "", ""),
    ],
)
def test_what_went_wrong_is_explained(
    status: SmsStatus, reason: str, code: str, words: str
) -> None:
    """In our words if the code is known, otherwise in the carrier's."""
    assert explain(status, reason, code) == words


def test_a_report_explains_a_failure_without_a_reason() -> None:
    """As the inbox does."""
    assert in_words(UNSTATED) == explain("undelivered", "", "")


@settings(max_examples=50)
@given(moves)
def test_rows_say_what_the_domain_knows(emptied: Emptied, some: list[Move]) -> None:
    """For every text: status, attempts, the caller's answer."""
    stage = Stage(World(MemoryLog(most=5)))
    for move in some:
        stage.make(move)
    engine = emptied()
    Projections(stage.world.log, engine).catch_up()
    with reading(engine) as connection:
        rows = {row["effect_key"]: row for row in connection.execute(select(TEXTS)).mappings()}
    texts = [text for line in stage.lines.values() for text in line.call.texts.values()]
    assert len(rows) == len(texts)
    for text in texts:
        row = rows[text.effect_key]
        assert (row["tool"], row["job"], row["occurrence"]) == (SMS, "Booking", text.occurrence)
        assert row["status"] == SHOWN[text.status]
        assert row["attempts"] == text.attempts
        assert (row["arrived"], row["flagged"]) == (text.arrived, text.flagged)


def test_reports_recorded_out_of_order_do_not_take_a_text_back(read: Read) -> None:
    """Also in a log that was written under other rules."""
    world = World()
    line = world.answer()
    line.send("accepted", "sent", "delivered")
    (sent,) = [event for event in line.events if isinstance(event, SmsSent)]
    failed = SmsFailed(
        **sent.model_dump(exclude={"position"}),
        position=line.call.position + 1,
        status="failed",
        code="30003",
        reason="",
    )
    again = sent.model_copy(update={"position": line.call.position + 2})
    world.log.append([failed, again])
    text = the_text(read(world))
    assert (text.status, text.code, text.explanation) == ("delivered", "", "")
