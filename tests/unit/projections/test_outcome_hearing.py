"""Whether the caller heard the agent's answer to their last words, before they hung up."""

from datetime import timedelta
from typing import Any

import pytest

from hookflash.domain.call import commands as c
from hookflash.domain.event import Actor
from tests.contract.projections.memory_log import MemoryLog
from tests.contract.projections.world import Line, World
from tests.unit.projections.conftest import Read
from tests.unit.projections.test_outcomes import ended


def unheard(line: Line, words: str = "At nine, every day.") -> str:
    """The agent answers, and nothing is known yet of the playback; returns the speech's id."""
    line.say("When do you open?")
    line.hears = False
    line.tell(c.Speak, text=words)
    return next(reversed(line.call.speeches))


@pytest.mark.parametrize(
    ("command", "data", "outcome"),
    [
        (c.AcceptSpeech, {"playback": "none"}, "answered"),
        (c.AcceptSpeech, {"playback": "reports"}, "gave_up"),
        (c.AcceptSpeech, {"playback": "say_waits"}, "gave_up"),
        (c.DropSpeech, {"reason": "say_failed"}, "gave_up"),
    ],
)
def test_an_answer_has_to_be_heard(
    read: Read, command: type[c.Command], data: dict[str, Any], outcome: str
) -> None:
    """Where playback is reported, acceptance is not enough."""
    world = World()
    line = world.answer()
    said = unheard(line)
    line.tell(command, speech_id=said, **data)
    line.tell(c.EndCall, 2, reason="caller_hung_up")
    assert ended(world, read)[0] == outcome


def test_an_answer_to_earlier_words_does_not_answer_the_last(read: Read) -> None:
    """The caller interrupts it, and hangs up before they hear another."""
    world = World()
    line = world.answer()
    said = unheard(line)
    line.tell(c.AcceptSpeech, speech_id=said, playback="none")
    line.say("And on Sundays?")
    line.tell(c.EndCall, 5, reason="caller_hung_up")
    assert ended(world, read)[0] == "gave_up"


def test_an_agent_whose_words_were_never_played_has_said_nothing(read: Read) -> None:
    """Although it ended the call itself."""
    world = World()
    line = world.answer()
    line.tell(c.DropSpeech, speech_id=unheard(line), reason="say_failed")
    line.tell(c.EndCall, reason="goodbye", by=Actor.AGENT)
    assert ended(world, read)[0] == "gave_up"


@pytest.mark.parametrize(
    ("heard", "finished", "outcome"),
    [(3, False, "gave_up"), (11, False, "gave_up"), (12, False, "answered"), (4, True, "answered")],
)
def test_a_second_of_an_answer_is_enough(
    read: Read, heard: int, outcome: str, *, finished: bool
) -> None:
    """Or all of it, if it is shorter."""
    world = World()
    line = world.answer()
    said = unheard(line)
    at = world.now
    played: dict[str, Any] = {
        "began_at": at,
        "ended_at": at,
        "heard_chars": heard,
        "finished": finished,
    }
    line.tell(c.ReportSpeech, speech_id=said, **played)
    line.end()
    assert ended(world, read)[0] == outcome


@pytest.mark.parametrize(("before", "outcome"), [(0.5, "gave_up"), (2, "answered")])
def test_what_is_played_after_the_hang_up_is_not_heard(
    read: Read, before: float, outcome: str
) -> None:
    """The report of the playback comes later, and says when it began."""
    world = World()
    line = world.answer()
    said = unheard(line)
    began_at = world.now
    line.tell(c.EndCall, before, reason="caller_hung_up")
    played = {"began_at": began_at, "ended_at": world.now + timedelta(seconds=3)}
    line.tell(c.ReportSpeech, 5, speech_id=said, heard_chars=19, **played)
    assert ended(world, read)[0] == outcome


@pytest.mark.parametrize(("rules", "outcome"), [(0, "answered"), (1, "gave_up")])
def test_without_playback_events_what_was_said_was_heard(
    read: Read, rules: int, outcome: str
) -> None:
    """As in calls recorded under rules 0."""
    world = World()
    line = world.answer()
    unheard(line)
    line.end()
    received, *others = line.events
    recorded = [received.model_copy(update={"rules": rules}), *others]
    assert ended(World(MemoryLog(recorded)), read)[0] == outcome


def test_words_in_place_of_a_failed_agent_are_no_answer(read: Read) -> None:
    """The caller hears an apology and hangs up."""
    world = World()
    line = world.answer()
    line.say("When do you open?")
    line.tell(c.FailAgent, reason="timeout", fallback="Sorry, could you say that again?")
    line.end()
    assert ended(world, read) == ("gave_up", "gave_up")


@pytest.mark.parametrize(("words", "outcome"), [("", "gave_up"), ("Goodbye.", "answered")])
def test_an_agent_that_hangs_up_has_said_what_it_wanted(
    read: Read, words: str, outcome: str
) -> None:
    """It has to have said something, though."""
    world = World()
    line = world.answer()
    line.say("That's all, bye")
    line.hears = False
    if words:
        line.tell(c.Speak, text=words)
    line.tell(c.EndCall, reason="goodbye", by=Actor.AGENT)
    assert ended(world, read)[0] == outcome
