"""How calls ended: the first rule that matches, in this order, and what a person has to do."""

from collections.abc import Callable
from typing import get_args

import pytest
from hypothesis import given, settings

from hookflash.domain.call import commands as c
from hookflash.domain.call.events import CallEvent
from hookflash.domain.event import Actor
from hookflash.projections.calls.outcome import WORDS, CallOutcome, FollowUp, in_words
from hookflash.projections.projections import Projections
from hookflash.projections.reports.question import Question
from tests.cast import CALL
from tests.contract.projections.memory_log import MemoryLog
from tests.contract.projections.world import (
    ALLOWED,
    TO_INBOX,
    TO_MEMBER,
    TO_NUMBER,
    Line,
    World,
)
from tests.histories import histories
from tests.unit.projections.conftest import Emptied, Read
from tests.unit.projections.plain_fold import count, is_test
from tests.unit.projections.plain_outcome import follow_up_of, outcome_of
from tests.unit.projections.test_reports import told
from tests.weeks import weeks

Happens = Callable[[Line], object]


def asks(line: Line) -> None:
    """The caller asks something, and hears the agent's answer."""
    line.say("When do you open?")
    line.tell(c.Speak, text="At nine, every day.")


def wants_text(line: Line, *outcomes: str, **facts: object) -> None:
    """The caller asks for the text; the provider reports ``outcomes``."""
    asks(line)
    line.say("Could you text me the link?")
    line.send(*outcomes, **facts)


def fails(line: Line) -> None:
    """The text is not delivered."""
    wants_text(line, "accepted", "sent")
    line.tell(c.ReportSms, effect_key=line.text(), status="undelivered", code="30003")


def stays_unknown(line: Line) -> None:
    """The provider never says whether it accepted the text."""
    wants_text(line)
    key = line.text()
    line.tell(c.Attempt, effect_key=key, attempt=1)
    line.tell(c.RecordOutcome, effect_key=key, attempt=1, outcome="unknown", reason="timeout")


def is_flagged(line: Line) -> None:
    """Nor does any search find it."""
    stays_unknown(line)
    line.tell(c.Flag, effect_key=line.text(), reason="no_trace")


def connects(line: Line) -> None:
    """A member answers."""
    line.ring(TO_MEMBER)
    line.phone("Front Desk", "answered")


def goes_to_voicemail(line: Line, seconds: float | None = 4.5) -> None:
    """No one answers."""
    line.ring(TO_MEMBER)
    line.phone("Front Desk", "unavailable", reason="busy")
    line.voicemail(seconds)


def then(*happens: Happens) -> Happens:
    """One after the other."""

    def happen(line: Line) -> None:
        for each in happens:
            each(line)

    return happen


def ended(world: World, read: Read) -> tuple[str | None, str]:
    """The outcome of the only call, and why a person has to follow up."""
    views = read(world)
    (call,) = views.calls.list("harbor")
    assert call.needs_follow_up is bool(call.follow_up_reason)
    events = [event for event in world.log.events if isinstance(event, CallEvent)]
    second_opinion = (outcome_of(events), follow_up_of(events))
    assert (call.outcome or "live", call.follow_up_reason) == second_opinion
    return call.outcome, call.follow_up_reason


@pytest.mark.parametrize(
    ("happens", "outcome", "follow_up"),
    [
        (then(asks, connects), "transferred", ""),
        (then(asks, lambda line: line.ring(TO_NUMBER)), "handed_over", ""),
        (goes_to_voicemail, "voicemail", "message"),
        (lambda line: goes_to_voicemail(line, None), "voicemail", "no_message"),
        (lambda line: goes_to_voicemail(line, 0), "voicemail", "no_message"),
        (lambda line: line.propose(), "abandoned", "abandoned"),
        (lambda line: line.ring(TO_INBOX), "abandoned", "abandoned"),
        (lambda _: None, "caller_silent", ""),
        (lambda line: line.send("accepted", "sent", "delivered"), "caller_silent", ""),
        (fails, "text_failed", "text_failed"),
        (lambda line: wants_text(line, opted_out=True), "text_refused", "text_refused"),
        (lambda line: wants_text(line, "accepted"), "resolved", ""),
        (lambda line: line.say("When do you open?"), "gave_up", "gave_up"),
        (asks, "answered", ""),
        (lambda line: line.tell(c.PressDigits, digits="5"), "answered", ""),
    ],
)
def test_every_outcome(read: Read, happens: Happens, outcome: str, follow_up: str) -> None:
    """What happened, then the caller hangs up."""
    world = World()
    line = world.answer()
    happens(line)
    assert ended(world, read) == (None, "")
    line.end()
    assert ended(world, read) == (outcome, follow_up)


@pytest.mark.parametrize("happens", [lambda _: None, asks, fails, connects, goes_to_voicemail])
def test_an_interrupted_call_is_interrupted_whatever_happened(read: Read, happens: Happens) -> None:
    """Nobody knows what the caller still wanted to say."""
    world = World()
    line = world.answer()
    happens(line)
    line.tell(c.EndCall, reason="interrupted", by=Actor.SYSTEM)
    assert ended(world, read) == ("interrupted", "interrupted")


@pytest.mark.parametrize(
    ("reason", "outcome"), [("caller_hung_up", "missed"), ("interrupted", "interrupted")]
)
def test_a_call_that_ends_while_it_rings_was_missed(read: Read, reason: str, outcome: str) -> None:
    """Or interrupted, if the connection was lost."""
    world = World()
    world.receive().end(reason)
    assert ended(world, read) == (outcome, outcome)


@pytest.mark.parametrize(
    ("first", "again", "outcome"),
    [
        (fails, lambda line: wants_text(line, "accepted"), "resolved"),
        (is_flagged, lambda line: wants_text(line, "accepted"), "resolved"),
        (
            lambda line: wants_text(line, opted_out=True),
            lambda line: wants_text(line, "accepted"),
            "resolved",
        ),
        (lambda line: wants_text(line, "accepted"), fails, "text_failed"),
        (fails, fails, "text_failed"),
        (fails, lambda line: wants_text(line, opted_out=True), "text_failed"),
        (
            lambda line: wants_text(line, "accepted"),
            lambda line: wants_text(line, opted_out=True),
            "text_refused",
        ),
        (lambda line: wants_text(line, "accepted"), lambda line: line.send(), "resolved"),
        (fails, lambda line: line.say("No thanks"), "text_failed"),
        (fails, connects, "transferred"),
    ],
)
def test_a_failure_is_made_good_by_the_same_text(
    read: Read, first: Happens, again: Happens, outcome: str
) -> None:
    """Only by a later one. A text refused because the caller has it already is no failure."""
    world = World()
    line = world.answer()
    first(line)
    again(line)
    line.end()
    assert ended(world, read)[0] == outcome


def test_a_later_receipt_corrects_the_outcome_and_the_report(read: Read) -> None:
    """A text that was accepted fails after the call."""
    world = World()
    line = world.answer()
    wants_text(line, "accepted")
    line.end()
    assert ended(world, read) == ("resolved", "")
    line.tell(c.ReportSms, effect_key=line.text(), status="failed", code="30006")
    assert ended(world, read) == ("text_failed", "text_failed")
    total = read(world).reports.ask("day", Question(workspace="harbor")).total
    assert (total.calls_resolved, total.calls_text_failed, total.calls_handled) == (0, 1, 0)
    assert total.calls_to_follow_up == 1


def test_a_flagged_text_needs_a_look_until_the_provider_says_what_it_did(read: Read) -> None:
    """Before it is flagged, it is still being searched for."""
    world = World()
    line = world.answer()
    stays_unknown(line)
    asks(line)
    line.end()
    assert ended(world, read) == ("answered", "")
    line.tell(c.Flag, effect_key=line.text(), reason="no_trace")
    assert ended(world, read) == ("text_failed", "text_unknown")
    line.tell(c.ReportSms, effect_key=line.text(), status="delivered")
    assert ended(world, read) == ("resolved", "")


def test_a_flagged_text_needs_a_look_on_any_call(read: Read) -> None:
    """Although a person has the caller."""
    world = World()
    line = world.answer()
    is_flagged(line)
    connects(line)
    line.end()
    assert ended(world, read) == ("transferred", "text_unknown")


@pytest.mark.parametrize("late_text_seconds", [0.0, 300.0])
def test_a_text_that_the_hang_up_cancelled_failed(read: Read, late_text_seconds: float) -> None:
    """At once, or, if it may still be sent after the call, when its time is up."""
    world = World()
    line = world.receive(late_text_seconds=late_text_seconds)
    line.tell(c.AnswerCall, agent="A")
    wants_text(line)
    line.end()
    if late_text_seconds:
        assert ended(world, read) == ("gave_up", "gave_up")
        line.tell(c.ExpireText, 300, effect_key=line.text())
    assert ended(world, read) == ("text_failed", "text_failed")


def test_a_text_that_was_cancelled_by_a_check_was_refused(read: Read) -> None:
    """The caller opted out before it was tried."""
    world = World()
    line = world.answer()
    wants_text(line)
    facts = ALLOWED.model_copy(update={"opted_out": True})
    line.tell(c.Attempt, effect_key=line.text(), attempt=1, texting=facts)
    asks(line)
    line.end()
    assert ended(world, read) == ("text_refused", "text_refused")


def test_a_late_recording_is_a_message_after_all(read: Read) -> None:
    """The recording is reported after the hang-up."""
    world = World()
    line = world.answer()
    goes_to_voicemail(line, None)
    line.end()
    assert ended(world, read) == ("voicemail", "no_message")
    assert line.call.voicemail is not None
    line.tell(
        c.ReportVoicemail,
        effect_key=line.call.voicemail.effect_key,
        recording="rec/1.wav",
        seconds=3.0,
        transcript="",
    )
    assert ended(world, read) == ("voicemail", "message")


def test_a_declined_transfer_is_part_of_the_conversation(read: Read) -> None:
    """It needs an answer like anything else."""
    world = World()
    line = world.answer()
    line.propose()
    line.say("No thanks")
    assert ended(world, read) == (None, "")
    line.tell(c.Speak, text="All right. Anything else?")
    line.end()
    assert ended(world, read) == ("answered", "")


def test_every_reason_is_put_into_words() -> None:
    """In words of their own, and no reason in none."""
    assert {"", *WORDS} == set(get_args(FollowUp))
    assert len(set(WORDS.values())) == len(WORDS)
    assert in_words("") == ""


def test_every_outcome_is_counted_once(read: Read) -> None:
    """The figures of the outcomes add up to the calls."""
    lines = weeks("harbor")
    world = lines[0].world
    total = read(world).reports.ask("day", Question(workspace="harbor", tests=True)).total
    figures = {f"calls_{one}" for one in get_args(CallOutcome)} - {"calls_voicemail"}
    counts = [getattr(total, name) for name in (*figures, "calls_to_voicemail", "calls_live")]
    assert sum(counts) == total.calls == len(lines)
    assert total.calls_handled == total.calls_resolved + total.calls_answered


def test_weeks_of_calls_are_counted_as_the_log_says(read: Read) -> None:
    """Recounted from the events by code that shares nothing with the read models."""
    lines = weeks("harbor")
    views = read(lines[0].world)
    calls = [line.events for line in lines if not is_test(line.events)]
    total = views.reports.ask("day", Question(workspace="harbor")).total
    assert told(total) == pytest.approx(count(calls))
    seldom = {"voicemail_declined"}
    assert {outcome_of(events) for events in calls} == set(get_args(CallOutcome)) - seldom


@settings(max_examples=150)
@given(histories(CALL))
def test_any_call_ends_as_the_log_says(emptied: Emptied, history: list[CallEvent]) -> None:
    """Whatever was accepted, played, heard, lost or reported late."""
    views = Projections(MemoryLog(history), emptied())
    views.catch_up()
    (call,) = views.calls.find(limit=2)
    assert (call.outcome or "live", call.follow_up_reason) == (
        outcome_of(history),
        follow_up_of(history),
    )
