"""Virtual time: an asyncio loop that jumps to its next timer as soon as nobody has work left.

A call of minutes plays in milliseconds, through the very code that runs in production. With no
thread and no socket in play, the same run gives the same order of events every time.
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
"""When virtual time begins, unless something is in the log already."""


class NothingToWaitFor(HookflashError, RuntimeError):
    """Everybody waits for somebody else, and no timer runs: virtual time would never end."""


class _JumpingSelector(selectors.SelectSelector):
    """Never waits: tells its loop to jump instead."""

    def __init__(self) -> None:
        super().__init__()
        self.elapsed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise NothingToWaitFor("no timer is set and no task can go on")
        self.elapsed += max(timeout, 0.0)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock stands still while there is work, and jumps when there is none."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Seconds since the loop was made, by its own clock."""
        return self._jumping.elapsed


class VirtualClock:
    """The time of day by a virtual loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, start: datetime = EPOCH) -> None:
        self._loop = loop
        self._start = start

    def now(self) -> datetime:
        """The start, and the virtual seconds since."""
        return self._start + timedelta(seconds=self._loop.time())

    async def sleep(self, seconds: float) -> None:
        """Wait for the loop's clock to jump."""
        await asyncio.sleep(seconds)


class SeededIds:
    """Ids drawn from a seed: the same seed, the same ids in the same order."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)  # noqa: S311 - repeatable is what it is for

    def new(self, kind: str) -> str:
        """An id such as ``speak-1b4e28ba2fa1``."""
        return f"{kind}-{self._random.getrandbits(64):016x}"


def run_virtually(main: Coroutine[Any, Any, T]) -> T:
    """Run ``main`` to its end under virtual time.

    Raises :class:`NothingToWaitFor` when it waits for something that cannot come.
    """
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
