"""Keeps the read models caught up with the log, and runs queries on them."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.notifier import Notifier
from hookflash.orchestrator.log.resilience import until_log_closes
from hookflash.orchestrator.log.store import Store
from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections

P = ParamSpec("P")
R = TypeVar("R")
PAUSE_SECONDS = 0.005
"""Pause between two rounds, so that events are batched under load."""


def open_views(url: str, store: Store) -> Projections:
    """Open the views of the log in ``store``, which are kept in the database at ``url``."""
    return Projections(store, open_database(url))


class ProjectionRunner:
    """Runs the views of one log in one event loop.

    If ``live``, :meth:`run` updates them in a thread as the log grows. If not (virtual time), each
    query updates them first, in the event loop itself.
    """

    def __init__(self, log: EventLog, views: Projections, *, live: bool) -> None:
        self.views = views
        self._log = log
        self._live = live
        self._queries: set[asyncio.Task[Any]] = set()
        self._position = 0
        self._stuck = False
        self._notifier = Notifier()

    async def run(self) -> None:
        """Update the views until the log is closed, restarting after database faults."""
        await until_log_closes(self._catch_up, "projection_failed", asyncio.sleep)

    async def _catch_up(self) -> None:
        while goal := await self._goal():
            await self.ask(self.views.catch_up, goal)
            self._stuck = self.views.position <= self._position
            self._position = self.views.position
            self._notifier.notify()
            await asyncio.sleep(PAUSE_SECONDS)

    async def _goal(self) -> int:
        """Wait until the log has grown; returns the log position to reach, 0 once it is closed.

        The position of our own appends is known without a query. If they are not readable yet,
        because other processes' earlier appends are not committed, it waits for the log instead.
        """
        if self._log.appended > self._position and not self._stuck:
            return self._log.appended
        return await self._log.wait_beyond(self._position)

    async def until(self, position: int) -> None:
        """Wait until :meth:`run` has brought the views up to log ``position``."""
        while self._position < position:
            await self._notifier.next_notification().wait()

    async def fresh(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run ``question`` on views that are caught up with the whole log."""
        await self.ask(self.views.catch_up)
        return await self.ask(question, *args, **kwargs)

    async def ask(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run ``question``, a query on the views as they are, in a thread if ``live``."""
        if not self._live:
            return question(*args, **kwargs)
        query = asyncio.create_task(asyncio.to_thread(question, *args, **kwargs))
        self._queries.add(query)
        query.add_done_callback(self._finish)
        # The thread runs on if the caller is cancelled, so the task must, too.
        return await asyncio.shield(query)

    async def close(self) -> None:
        """Wait for running queries, then close the views' database."""
        if self._queries:
            await asyncio.wait(self._queries)
        self.views.close()

    def _finish(self, query: asyncio.Task[Any]) -> None:
        self._queries.discard(query)
        query.exception()  # retrieve it, or asyncio logs it as never retrieved

    async def open_calls(self) -> Mapping[str, int]:
        """Return the ids of open calls, each with the position of its last event in its stream."""
        return await self.fresh(self.views.calls.open_calls)

    async def live_call_with(self, workspace: str, contact: str, number: str) -> str | None:
        """Return the id of the live call between ``contact`` and ``number``, if there is one."""
        return await self.fresh(self.views.calls.live_with, workspace, contact, number)

    async def quiet_calls(self, since: datetime) -> tuple[str, ...]:
        """The live calls without a sign of life after ``since``, longest first; no test calls."""
        return await self.fresh(self.views.calls.quiet, since)
