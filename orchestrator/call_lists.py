"""Lists calls: by any of their properties, in any order, page by page."""

from collections.abc import AsyncIterator
from typing import Final

from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log_reader import LogReader
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.projection_runner import ProjectionRunner
from hookflash.projections.calls.filter import (
    EVERY_CALL,
    NEWEST_FIRST,
    CallCounts,
    CallFilter,
    CallSort,
)
from hookflash.projections.calls.queries import CallSummary, cursor_after, marked

PAGE: Final = 500
"""Calls that are read at once where all are wanted."""


class CallLists(LogReader):
    """The part of a ``CallReader`` that lists calls."""

    def __init__(self, log: EventLog, runner: ProjectionRunner, clock: Clock) -> None:
        super().__init__(log, runner)
        self._clock = clock

    async def calls(  # noqa: PLR0913 - one keyword for each part of the question
        self,
        workspace: str,
        *,
        where: CallFilter = EVERY_CALL,
        sort: CallSort = NEWEST_FIRST,
        tests: bool = True,
        limit: int = 100,
        before: int | None = None,
        cursor: str | None = None,
        skip: int = 0,
    ) -> tuple[CallSummary, ...]:
        """Up to ``limit`` calls of a workspace that ``where`` finds, in the order of ``sort``.

        Without ``tests``, no test calls. A list in any order continues with ``cursor``, which is
        ``cursor_after`` the last call; one in the order of receipt also with ``before``, its
        ``log_position``. ``skip`` leaves out so many calls, to begin at any page. Raises
        ``BadCursor``.
        """
        found = await self._runner.fresh(
            self._runner.views.calls.list,
            workspace,
            where if tests else where.model_copy(update={"test": False}),
            sort=sort,
            limit=limit,
            before=before,
            cursor=cursor,
            skip=skip,
        )
        return self._marked(found)

    async def count_calls(self, workspace: str, where: CallFilter = EVERY_CALL) -> CallCounts:
        """How many calls of a workspace ``where`` finds, exactly, and how many other choices."""
        return await self._runner.fresh(self._runner.views.calls.counts, workspace, where)

    async def each_call(
        self, workspace: str, where: CallFilter = EVERY_CALL, sort: CallSort = NEWEST_FIRST
    ) -> AsyncIterator[CallSummary]:
        """Every call of a workspace that ``where`` finds, in the order of ``sort``."""
        cursor: str | None = None
        more = True
        while more:
            page = await self.calls(workspace, where=where, sort=sort, limit=PAGE, cursor=cursor)
            for call in page:
                yield call
            more = len(page) == PAGE
            cursor = cursor_after(page[-1], sort) if more else None

    async def calls_in_progress(self, workspace: str) -> tuple[CallSummary, ...]:
        """A workspace's calls that have not ended, oldest first."""
        return self._marked(await self._runner.fresh(self._runner.views.calls.live, workspace))

    async def find_calls(self, part: str = "", *, limit: int = 10) -> tuple[CallSummary, ...]:
        """Calls of all workspaces, newest first, whose id is ``part`` or has it in its last part.

        Without ``part``, the newest calls.
        """
        found = await self._runner.fresh(self._runner.views.calls.find, part, limit=limit)
        return self._marked(found)

    async def workspaces_with_calls(self) -> tuple[str, ...]:
        """The ids of the workspaces that have had a call, in alphabetical order."""
        return await self._runner.fresh(self._runner.views.calls.workspaces)

    def _marked(self, calls: tuple[CallSummary, ...]) -> tuple[CallSummary, ...]:
        """The calls, marked as stale by our clock."""
        now = self._clock.now()
        return tuple(marked(call, now) for call in calls)
