"""Words of an agent that the host runs: in the inbox, in replays and in outcomes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.evolve import fold
from hookflash.orchestrator.console.conversation import by_call
from hookflash.projections.conversations.fold import handlers
from hookflash.projections.projections import Projections
from hookflash.projections.replay.event_text import describe
from hookflash.projections.replay.state import state_at
from tests.cast import CALL
from tests.contract.projections.world import Line, World
from tests.histories import histories
from tests.unit.projections.conftest import Read
from tests.unit.projections.test_inbox import the_thread
from tests.unit.projections.test_outcomes import ended


def reports(line: Line, text: str, seconds_ago: float | None = None, **said: Any) -> None:
    """The host reports words that its agent began to say before the call's last event."""
    last: datetime = line.events[-1].at
    began_at = None if seconds_ago is None else last - timedelta(seconds=seconds_ago)
    line.tell(c.ReportAgentWords, text=text, began_at=began_at, **said)


def lines(views: Projections) -> list[tuple[str, str]]:
    """What was said, and what was not heard of it."""
    call = next(item for item in the_thread(views).items if item.kind == "call")
    return [(said.text, said.unheard) for said in call.said]


def test_the_inbox_has_the_words_where_they_were_spoken(read: Read) -> None:
    """Fault 51: reported after the caller's answer, and cut off."""
    world = World()
    line = world.answer()
    line.say("At ten, please.")
    reports(line, "At what time would it suit you?", 4, heard_chars=12, interrupted=True)
    reports(line, "This is never played.", heard_chars=0)
    views = read(world)
    assert lines(views)[-2:] == [("At what time", " would it suit you?"), ("At ten, please.", "")]
    thread = the_thread(views)
    (_, shown) = next(iter(by_call(thread)))
    cut_off = "At what time (cut off; not heard: “would it suit you?”)"
    assert shown.index(cut_off) < shown.index("At ten, please.")
    assert "never played" not in shown
    assert views.inbox.search("harbor", "would it suit")


def test_a_text_is_shown_before_the_words_that_follow_it(read: Read) -> None:
    """Also if those were reported late."""
    world = World()
    line = world.answer()
    line.say("Could you text me the link?")
    line.send("accepted")
    line.say("Yes, I have it.")
    reports(line, "Did it arrive?", 0.5)
    (_, shown) = next(iter(by_call(the_thread(read(world)))))
    places = [shown.index(w) for w in ("Could you", "https://", "Did it arrive?", "Yes, I have")]
    assert places == sorted(places)


@settings(max_examples=200)
@given(histories())
def test_the_inbox_has_the_lines_in_the_order_of_the_call(history: list[e.CallEvent]) -> None:
    """Whenever they were reported, and whatever was reported of their playback."""
    answered = (event for event in history if isinstance(event, e.CallAnswered))
    for event in answered:
        history[history.index(event)] = event.model_copy(update={"hosted": True})
    spoken = [line for line in fold(CALL, history).lines if line.by in ("caller", "agent")]
    assert shown(history) == [(line.position, line.text) for line in spoken]


def test_words_that_are_reported_late_come_before_the_answer() -> None:
    """Whatever was reported first."""
    line = World().answer()
    line.say("At ten, please.")
    reports(line, "At what time?", 4)
    assert [text for _, text in shown(line.events)][-2:] == ["At what time?", "At ten, please."]


def shown(history: Sequence[e.CallEvent]) -> list[tuple[int, str]]:
    """The lines of the only conversation, as the inbox has them."""
    work = _Work()
    for event in history:
        if (handle := handlers.get(type(event))) is not None:
            handle(work, event, event.position)  # type: ignore[arg-type]
    (row,) = work.conversations.rows.values()
    return [(line["position"], line["text"]) for line in row["lines"]]


def test_a_replay_shows_what_was_heard_and_what_was_not() -> None:
    """And what was silenced, with the reason."""
    line = World().answer()
    reports(line, "We open at nine.", heard_chars=7)
    assert describe(line.events[-1]) == "“We open” (cut off; not heard: “at nine.”)"
    at = line.events[-1].position
    assert state_at(line.events, at).call["said"][str(at)] == "agent: We open…"
    reports(line, "At nine.", heard_chars=0)
    assert describe(line.events[-1]) == "Not said (never played): “At nine.”"


@pytest.mark.parametrize(
    ("seconds_ago", "heard_chars", "outcome"),
    [(0, None, "answered"), (0, 12, "answered"), (0, 5, "gave_up"), (9, None, "gave_up")],
)
def test_the_callers_last_words_are_answered_by_what_they_heard_afterwards(
    read: Read, seconds_ago: float, heard_chars: int | None, outcome: str
) -> None:
    """Not by earlier words that were reported later."""
    world = World()
    line = world.answer()
    line.say("When do you open?")
    reports(line, "We are open from nine.", seconds_ago, heard_chars=heard_chars)
    line.tell(c.EndCall, 2, reason="caller_hung_up")
    assert ended(world, read)[0] == outcome


class _Rows:
    """The rows of a table, without a database."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Any]] = {}

    def add(self, row: dict[str, Any]) -> None:
        self.rows[row["call_id"]] = row

    def get(self, key: str) -> dict[str, Any] | None:
        return self.rows.get(key)

    def change(self, key: str) -> dict[str, Any]:
        return self.rows[key]


class _Work:
    """What the handlers of conversations need."""

    def __init__(self) -> None:
        self.conversations = _Rows()
