"""Registers mutants: each removes one protection, and the simulation must notice."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final
from unittest.mock import patch

from hookflash.domain.call.call import Call
from hookflash.domain.call.timers import Timer, pending_timers
from hookflash.orchestrator.runtime.effects import timers

Mutant = Callable[[], AbstractContextManager[Any]]
MUTANTS: Final[dict[str, Mutant]] = {}
"""All mutants, by what each does wrong."""


def mutant(plant: Callable[[], Iterator[None]]) -> Mutant:
    """Register a function as a mutant; its name says what the mutant does wrong."""
    planted = MUTANTS[plant.__name__.strip("_").replace("_", " ")] = contextmanager(plant)
    return planted


@contextmanager
def without_timers(*kinds: str) -> Iterator[None]:
    """Arm no timers of these kinds."""

    def pending(call: Call) -> tuple[Timer, ...]:
        return tuple(timer for timer in pending_timers(call) if timer.kind not in kinds)

    with patch.object(timers, "pending_timers", pending):
        yield
