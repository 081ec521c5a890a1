"""Mutants that a test of their own catches: each takes one protection out beneath that test."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import _lru_cache_wrapper
from typing import Any, NamedTuple

Plant = Callable[[], Iterator[None]]


class Mutant(NamedTuple):
    """A fault to plant, and the test that then fails; ``case`` is the case of it, by parameter."""

    plant: Callable[[], AbstractContextManager[None]]
    caught_by: Callable[..., None]
    case: Mapping[str, Any]


class Mutants(dict[str, Mutant]):
    """A table of mutants, by what is then done wrong."""

    def add(
        self, name: str, caught_by: Callable[..., None], /, **case: Any
    ) -> Callable[[Plant], Plant]:
        """Register a function as the mutant ``name``."""

        def enter(plant: Plant) -> Plant:
            def planted() -> Iterator[None]:
                forget()
                try:
                    yield from plant()
                finally:
                    forget()

            self[name] = Mutant(contextmanager(planted), caught_by, case)
            return plant

        return enter


def forget() -> None:
    """Empty the caches of functions: results from before a mutant was planted would hide it."""
    for name, module in list(sys.modules.items()):
        if name.startswith("hookflash."):
            for one in vars(module).values():
                if isinstance(one, _lru_cache_wrapper):
                    one.cache_clear()
