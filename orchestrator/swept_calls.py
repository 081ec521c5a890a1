"""Tells recovery which calls are open and which have changed, from the views and the log."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.projection_runner import ProjectionRunner
from hookflash.orchestrator.runtime.open_calls import OpenCall

ROWS: Final = 1_000
"""Events that are looked at in one query."""
CALL: Final = ".call."
"""In the name of each call's stream."""


class SweptCalls:
    """The open calls of one log, for :class:`Recovery`; everything slow runs in threads."""

    def __init__(self, log: EventLog, runner: ProjectionRunner) -> None:
        self._log = log
        self._runner = runner

    async def page(self, after: int, limit: int) -> Sequence[OpenCall]:
        """Up to ``limit`` open calls that began after log position ``after``, oldest first."""
        views = self._runner.views
        rows = await self._runner.fresh(views.calls.open_page, after, limit)
        return [OpenCall(*row) for row in rows]

    async def among(self, calls: Collection[str]) -> Mapping[str, int]:
        """Those of ``calls`` that are open, each with the position of its last event."""
        return await self._runner.fresh(self._runner.views.calls.open_among, calls)

    async def last_position(self) -> int:
        """The log position up to which :meth:`changed_since` can look now."""
        return await self._log.last_position()

    async def changed_since(self, after: int) -> tuple[int, Collection[str]]:
        """The calls with an event after log position ``after``, and the position reached."""
        return await self._log.compute(self._changed, after)

    def _changed(self, after: int) -> tuple[int, Collection[str]]:
        """Read the names alone: no event is decoded."""
        changed: set[str] = set()
        while rows := self._log.store.recorder.log_rows(after, ROWS):
            changed.update(stream for _, stream, *_ in rows if CALL in stream)
            after = rows[-1][0]
        return after, changed
