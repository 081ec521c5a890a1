"""Folds streams requested at the same time together: one thread, one round trip."""

import asyncio
import copy
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final, TypeVar

from hookflash.domain.event import Event
from hookflash.orchestrator.log.answers import answer_all
from hookflash.orchestrator.log.store import Store, Wanted

R = TypeVar("R")

LARGEST_BATCH: Final = 32
"""Streams read together; with more, the first would wait too long for the last."""
Asked = tuple[Wanted, "asyncio.Future[Any]"]


class Reader:
    """Folds streams in threads for callers of one event loop; use it from that loop only."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._gathered: list[Asked] = []

    def fold(self, stream: str, fold: Callable[[Iterator[Event]], R]) -> "asyncio.Future[R]":
        """Return ``fold`` applied to the events of ``stream``, in a thread."""
        loop = asyncio.get_running_loop()
        if not self._gathered:
            loop.call_soon(self._send)
        answer: asyncio.Future[R] = loop.create_future()
        self._gathered.append(((stream, fold), answer))
        return answer

    def _send(self) -> None:
        gathered, self._gathered = self._gathered, []
        loop = asyncio.get_running_loop()
        for begin in range(0, len(gathered), LARGEST_BATCH):
            some = gathered[begin : begin + LARGEST_BATCH]
            wanted = [one for one, _ in some]
            reading = loop.run_in_executor(None, self._store.fold_streams, wanted)
            reading.add_done_callback(partial(_answer, [answer for _, answer in some]))


def _answer(waiters: "Sequence[asyncio.Future[Any]]", reading: "asyncio.Future[list[Any]]") -> None:
    error = reading.exception()
    answers = [copy.copy(error) for _ in waiters] if error else reading.result()
    answer_all(waiters, answers)
