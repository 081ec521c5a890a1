"""The What if page: what its address asks for, and a branch beside its call."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.call import events as e
from hookflash.orchestrator.console.what_if_result import branch_shown
from hookflash.orchestrator.console.what_if_sweep import _counts, _table
from hookflash.orchestrator.console.what_if_wish import Wish, change_from, wish_from
from hookflash.orchestrator.time_machine.change import Change, InvalidFork, Phone
from hookflash.orchestrator.time_machine.fork import beside
from hookflash.orchestrator.time_machine.recording import recording_of
from hookflash.orchestrator.time_machine.sweep import Result
from tests.histories import histories
from tests.unit.time_machine.test_laws import CHANGES, grown_of

NAMES = st.sampled_from(("registration", "On Call", "+14155550101", "a.b"))
CHOSEN = st.dictionaries(NAMES, st.text("abc:6,é &=", min_size=1), max_size=2)
WISHES = st.builds(
    Wish,
    at=st.integers(0, 999),
    settings=CHOSEN,
    phones=CHOSEN,
    jobs=CHOSEN,
    say=st.text("No, thanks\n", max_size=9),
    press=st.text("12#", max_size=2),
    hang_up=st.booleans(),
)


@given(WISHES)
def test_an_address_keeps_what_was_chosen(wish: Wish) -> None:
    """So that it can be shared, and reloaded."""
    assert wish_from(dict(parse_qsl(wish.query(), keep_blank_values=True))) == wish


def test_a_wish_becomes_a_change() -> None:
    """Lines are what the caller says, one after another."""
    wish = Wish(phones={"Lee": "answer:6"}, say="No, thanks\n\n Goodbye ", hang_up=True)
    change = change_from(wish, {})
    assert change.phones == {"Lee": Phone(does="answer", after=6.0)}
    assert (change.say, change.hang_up, change.jobs) == (("No, thanks", "Goodbye"), True, None)


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        (Wish(settings={"weather": "wet"}), "weather is not a setting"),
        (Wish(phones={"Lee": "sing"}), "'sing' does not fit Lee"),
        (Wish(jobs={"Booking": "9"}), "Booking has no version 9"),
        (Wish(press="x"), "press: keys are 0 to 9"),
    ],
)
def test_a_wish_that_does_not_fit_is_named(wish: Wish, problem: str) -> None:
    """An address may say anything."""
    with pytest.raises(InvalidFork, match=problem):
        change_from(wish, {})


@given(histories(), CHANGES)
def test_any_branch_is_shown_beside_its_call(history: list[e.CallEvent], change: Change) -> None:
    """Where it parts and where it is undecidable is marked; each assumption is in its picture."""
    recording = recording_of(list(enumerate(history, 1)))
    fork = beside(recording, grown_of(history, change))
    shown = branch_shown(fork)
    assert shown.count("hf-picture") == 2
    assert ("hf-unknown" in shown) == bool(fork.branch.undecidable)
    assert ("parts here" in shown) == (fork.difference is not None)
    assert shown.count("hf-point assumed") == len(fork.branch.notes)


def test_a_sweep_that_was_stopped_says_nothing_of_the_calls_it_left_out() -> None:
    """Of those that it did not decide, nothing is known."""
    few = Result(same=3)
    assert "Stopped: older calls were not decided" in _counts(few, stopped=True)
    assert "None of these calls" in _table(few, "", stopped=True)
    assert "Stopped" not in _counts(few)
    assert "No call would end differently" in _table(few, "")
