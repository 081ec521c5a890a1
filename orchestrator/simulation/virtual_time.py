"""Virtual time: an asyncio loop that jumps to its next timer when no task can run.

A call of minutes plays in milliseconds, with the code that runs in production. Without threads
and sockets, a run gives the same order of events every time.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from hookflash.domain.errors import HookflashError

T = TypeVar("T")
EPOCH = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
"""When virtual time begins, unless the log already has events."""


class NothingToWaitFor(HookflashError, RuntimeError):
    """Every task waits and no timer is set, so virtual time cannot advance."""


class _JumpingSelector(selectors.SelectSelector):
    """Never waits: advances the loop's clock by the timeout instead."""

    def __init__(self) -> None:
        super().__init__()
        self.elapsed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise NothingToWaitFor("no timer is set and no task can continue")
        self.elapsed += max(timeout, 0.0)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock stops while tasks run and jumps to the next timer otherwise."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Virtual seconds since the loop was created."""
        return self._jumping.elapsed


class VirtualClock:
    """A clock that follows a virtual loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, start: datetime = EPOCH) -> None:
        self._loop = loop
        self._start = start

    def now(self) -> datetime:
        """Return the start time plus the virtual seconds since."""
        return self._start + timedelta(seconds=self._loop.time())

    async def sleep(self, seconds: float) -> None:
        """Sleep for virtual seconds."""
        await asyncio.sleep(seconds)


class SeededIds:
    """Creates ids from a seed: the same seed gives the same ids in the same order."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)  # noqa: S311 - it has to be repeatable

    def new(self, kind: str) -> str:
        """Return an id such as ``speak-1b4e28ba2fa1c3d5``."""
        return f"{kind}-{self._random.getrandbits(64):016x}"


def run_virtually(main: Coroutine[Any, Any, T]) -> T:
    """Run ``main`` to its end in virtual time.

    Raises :class:`NothingToWaitFor` if it waits for something that can never happen.
    """
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
