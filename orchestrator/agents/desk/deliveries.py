"""Which results of a desk reached the host: what did not is told as news.

It is kept in memory, and so only for the desks of one process. The desks of another one tell what
became of a text also if a tool's result said so.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

T = TypeVar("T")
CALLS: Final = 1_000
"""So many calls are kept in mind; of older ones a lost result is not told."""
RESULTS: Final = 20
"""So many lost results of one call are kept in mind."""


class Deliveries:
    """Keeps track of the results of one center's desks. ``wake`` wakes the readers of a call."""

    def __init__(self, wake: Callable[[str], None]) -> None:
        self._wake = wake
        self._awaited: set[tuple[str, str]] = set()
        self._told: OrderedDict[str, int] = OrderedDict()
        self._lost: OrderedDict[str, list[str]] = OrderedDict()

    async def deliver(
        self,
        call_id: str,
        known: str,
        work: Callable[[], Coroutine[Any, Any, T]],
        carry_out: Callable[[Coroutine[Any, Any, T]], Coroutine[Any, Any, T]],
    ) -> T:
        """The result of ``work`` for the command ``known``, which is carried out in any case.

        If the task that awaits it is cancelled, its result is lost.
        """
        done = lost = False

        async def whole() -> T:
            nonlocal done
            result = await work()
            done = True
            if lost:
                self._lose(call_id, known)
            return result

        try:
            return await carry_out(whole())
        except asyncio.CancelledError:
            lost = True
            if done:
                self._lose(call_id, known)
            raise

    @contextmanager
    def awaiting(self, call_id: str, known: str) -> Iterator[None]:
        """While a result says what became of a text, readers of news do not."""
        self._awaited.add((call_id, known))
        try:
            yield
        finally:
            self._awaited.discard((call_id, known))

    def tell(self, effect_key: str, position: int) -> None:
        """A result says what became of a text up to the event at ``position`` of its call."""
        self._told[effect_key] = position
        if len(self._told) > CALLS:
            self._told.popitem(last=False)

    def is_told(self, call_id: str, known: str, effect_key: str, position: int) -> bool:
        """Whether a result says, or will say, what the event at ``position`` says of a text.

        ``known`` is the command that requested the text.
        """
        if (call_id, known) in self._awaited:
            return True
        return position <= self._told.get(effect_key, 0)

    def lost(self, call_id: str, after: int) -> list[str]:
        """The commands of lost results on a call, without the first ``after``."""
        return self._lost.get(call_id, [])[after:]

    def _lose(self, call_id: str, known: str) -> None:
        lost = self._lost.setdefault(call_id, [])
        if len(lost) < RESULTS:
            lost.append(known)
        if len(self._lost) > CALLS:
            self._lost.popitem(last=False)
        self._wake(call_id)
