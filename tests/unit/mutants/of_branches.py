"""Mutants of the time machine: answers that nobody gave, and calls that are left out."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, cast
from unittest.mock import patch

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.workspace.usage import Usage
from hookflash.orchestrator.time_machine import following, people, situation, touching
from hookflash.orchestrator.time_machine.past import Past
from hookflash.orchestrator.time_machine.touching import Touch
from tests.unit.mutants.registry import mutant
from tests.unit.time_machine import test_forks, test_past, test_plain_sweeps, test_sweeps


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
    asked = situation._asked

    def asks_the_same(call: Call) -> Any:
        return asked(call) and "anyone"

    with patch.object(situation, "_asked", asks_the_same):
        yield


def _untouched(kind: type[e.CallEvent]) -> AbstractContextManager[Any]:
    """Take events of this kind for ones that no change touches."""
    row = touching._TOUCHED[kind]
    never = row._replace(touches=lambda *_: False)
    return patch.dict(cast("dict[Any, Any]", touching._TOUCHED), {kind: never})


@mutant(
    "take what a change of the ring time touches as it was recorded",
    test_sweeps.test_a_change_of_the_ring_touches_the_calls_that_rang,
)
def _touch_no_ring() -> Iterator[None]:
    with _untouched(e.TransferConfirmed):
        yield


@mutant(
    "take what a change of the rules for texts touches as it was recorded",
    test_sweeps.test_the_calls_that_would_end_differently_are_listed,
)
def _touch_no_text() -> Iterator[None]:
    with _untouched(e.SmsRequested):
        yield


@mutant(
    "leave a call out of a sweep that the change touches",
    test_sweeps.test_the_calls_that_would_end_differently_are_listed,
)
def _cover_no_call() -> Iterator[None]:
    with patch.object(Touch, "covers", lambda *_: False):
        yield


@mutant(
    "let a branch and its recording change one call",
    test_plain_sweeps.test_a_sweep_finds_what_a_plain_one_finds,
)
def _share_the_call() -> Iterator[None]:
    with patch.object(following, "copy_of", lambda call: call):
        yield


@mutant(
    "count on a call what was used of daily limits after it",
    test_past.test_what_was_used_of_daily_limits_at_any_time,
)
def _count_what_came_later() -> Iterator[None]:
    usage = Past.usage

    def of_all_day(past: Past, workspace: str, day: str, _end: int) -> Usage:
        return usage(past, workspace, day, sys.maxsize)

    with patch.object(Past, "usage", of_all_day):
        yield
