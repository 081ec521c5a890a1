"""Mutants of the time machine: answers that nobody gave."""

from collections.abc import Iterator
from unittest.mock import patch

from hookflash.orchestrator.time_machine import people
from hookflash.orchestrator.time_machine.touching import Touch
from tests.unit.mutants.registry import mutant
from tests.unit.time_machine import test_forks, test_sweeps


def _as_if_asked(*_: object) -> str:
    return ""


@mutant(
    "take an answer in a branch that did not ask",
    test_forks.test_an_answer_is_never_invented,
)
def _take_any_answer() -> Iterator[None]:
    with patch.object(people, "undecidable", _as_if_asked):
        yield


@mutant(
    "take a yes for another destination in a branch",
    test_forks.test_a_yes_counts_for_no_other_destination,
)
def _ask_about_anyone() -> Iterator[None]:
    asked = people._asked

    def asks_the_same(call: object) -> object:
        return asked(call) and "anyone"  # type: ignore[arg-type]

    with patch.object(people, "_asked", asks_the_same):
        yield


@mutant(
    "take what a change of the ring time touches as it was recorded",
    test_sweeps.test_a_change_of_the_ring_touches_the_calls_that_rang,
)
def _touch_no_ring() -> Iterator[None]:
    with patch.object(Touch, "_rings_otherwise", lambda *_: False):
        yield
