"""The chart and its compiled table: every state, every trigger, every event."""

from collections.abc import Mapping
from itertools import product
from typing import Final, get_args

import pytest
from statemachine.exceptions import TransitionNotAllowed

from hookflash.domain.call import events as e
from hookflash.domain.call.chart import CallChart
from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.transitions import (
    TRIGGERS,
    allowed,
    next_state,
    permits,
    transition_table,
)
from hookflash.domain.event import TOPICS

STATES: Final[tuple[CallState, ...]] = get_args(CallState)
TABLE: Final = transition_table()
CHART_TRIGGERS: Final = tuple(event.id for event in CallChart().events)
EVENTS: Final = tuple(kind for kind in TOPICS.values() if issubclass(kind, e.CallEvent))


def driven(path: tuple[str, ...]) -> CallChart:
    """A real state machine after every trigger of ``path``."""
    machine = CallChart()
    for trigger in path:
        machine.send(trigger)
    return machine


def state_of(machine: CallChart) -> str:
    """The one state it is in."""
    (state,) = machine.configuration_values
    return str(state)


def paths() -> dict[str, tuple[str, ...]]:
    """A path that drives a real machine into each state, found by trying every trigger."""
    found: dict[str, tuple[str, ...]] = {state_of(CallChart()): ()}
    for _ in STATES:
        for path, trigger in product(list(found.values()), CHART_TRIGGERS):
            machine = driven(path)
            try:
                machine.send(trigger)
            except TransitionNotAllowed:
                continue
            found.setdefault(state_of(machine), (*path, trigger))
    return found


PATHS: Final = paths()


def reachable(table: Mapping[tuple[str, str], str], start: str) -> set[str]:
    """Every state that can be reached from ``start``, itself included."""
    found = {start}
    for _ in STATES:
        found |= {target for (source, _), target in table.items() if source in found}
    return found


def without(trigger: str) -> dict[tuple[str, str], str]:
    """The table without ``trigger``."""
    return {move: target for move, target in TABLE.items() if move[1] != trigger}


def test_every_state_can_be_reached() -> None:
    """The chart has exactly the states that the call has."""
    assert set(PATHS) == set(STATES)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("trigger", CHART_TRIGGERS)
def test_chart_and_table_agree(state: str, trigger: str) -> None:
    """A machine in each state does what the table says, and refuses everything else."""
    machine = driven(PATHS[state])
    if (state, trigger) in TABLE:
        machine.send(trigger)
        assert state_of(machine) == TABLE[state, trigger]
    else:
        with pytest.raises(TransitionNotAllowed):
            machine.send(trigger)
        assert state_of(machine) == state


def test_the_table_has_only_states_and_triggers_of_the_chart() -> None:
    """Nothing in it is left over from an older chart."""
    assert {state for state, _ in TABLE} | set(TABLE.values()) <= set(STATES)
    assert {trigger for _, trigger in TABLE} == set(CHART_TRIGGERS)


def test_each_trigger_belongs_to_one_event() -> None:
    """Only events cause transitions, and the chart declares all of them."""
    assert sorted(TRIGGERS.values()) == sorted(CHART_TRIGGERS)


@pytest.mark.parametrize("kind", EVENTS)
@pytest.mark.parametrize("state", STATES)
def test_an_event_moves_the_call_by_its_trigger(kind: type[e.CallEvent], state: CallState) -> None:
    """An event without a trigger, or without one in this state, changes no state."""
    trigger = TRIGGERS.get(kind)
    assert next_state(state, kind) == TABLE.get((state, trigger or ""), state)
    assert permits(state, kind) == (trigger is None or (state, trigger) in TABLE)


def test_no_path_leads_to_a_transfer_without_the_callers_yes() -> None:
    """Without ``accept`` neither ringing nor a recipient nor a voicemail can be reached."""
    assert reachable(without("accept"), "ringing") == {
        "ringing",
        "conversing",
        "confirm_transfer",
        "ended",
    }


def test_a_yes_is_only_possible_after_the_question() -> None:
    """Without a proposal, nothing can be accepted."""
    assert [state for state, trigger in TABLE if trigger == "accept"] == ["confirm_transfer"]
    assert "confirm_transfer" not in reachable(without("propose_transfer"), "ringing")


@pytest.mark.parametrize("state", ["transferring", "dropped", "voicemail_fallback", "ended"])
def test_no_path_leads_back_to_the_agent(state: str) -> None:
    """Once the agent has left a call, it cannot return."""
    assert reachable(TABLE, state).isdisjoint({"ringing", "conversing", "confirm_transfer"})


def test_sending_a_text_is_not_a_state() -> None:
    """A text is sent in conversation only, and leaves the call there."""
    moves = {move: target for move, target in TABLE.items() if move[1] == "send_sms"}
    assert moves == {("conversing", "send_sms"): "conversing"}


def test_every_state_but_the_last_can_end() -> None:
    """The last state has no transitions."""
    enders = {state for state, trigger in TABLE if trigger == "end"}
    assert enders == set(STATES) - {"ended"}
    assert allowed("ended") == ()


def test_the_allowed_triggers_are_named_as_in_the_chart() -> None:
    """Replay shows them to people."""
    assert allowed("confirm_transfer") == ("accept", "decline", "lapse", "end")
