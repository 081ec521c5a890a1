"""Keeps the read models up with the log, and asks them."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar

from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.notifier import Notifier
from hookflash.orchestrator.log.resilience import until_log_closes
from hookflash.orchestrator.log.store import Store
from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections

P = ParamSpec("P")
R = TypeVar("R")
PAUSE = 0.005
"""Seconds between two rounds, so that a busy log shares each among more events."""


def open_views(url: str, store: Store) -> Projections:
    """The views of the log in ``store``, kept in the database under ``url``."""
    return Projections(store, open_database(url))


class ProjectionRunner:
    """The views of one log, for one event loop.

    ``live``: they are kept up in a thread as the log grows. Without it they are brought up to date
    when they are asked, in the loop itself, for virtual time.
    """

    def __init__(self, log: EventLog, views: Projections, *, live: bool) -> None:
        self.views = views
        self._log = log
        self._live = live
        self._asked: set[asyncio.Task[Any]] = set()
        self._position = 0
        self._stuck = False
        self._moved = Notifier()

    async def run(self) -> None:
        """Keep the views up until the log is closed, however often the database is away."""
        await until_log_closes(self._keep_up, "views_not_kept_up", asyncio.sleep)

    async def _keep_up(self) -> None:
        while goal := await self._goal():
            await self.ask(self.views.catch_up, goal)
            self._stuck = self.views.position <= self._position
            self._position = self.views.position
            self._moved.ring()
            await asyncio.sleep(PAUSE)

    async def _goal(self) -> int:
        """Wait until the views can be taken on; 0 if the log was closed.

        What was appended here is known without asking the database. It may have to wait for what
        others append before it.
        """
        if self._log.appended > self._position and not self._stuck:
            return self._log.appended
        return await self._log.wait_beyond(self._position)

    async def until(self, position: int) -> None:
        """Wait for :meth:`run` to have taken the views to log ``position``."""
        while self._position < position:
            await self._moved.next_ring().wait()

    async def fresh(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Ask the views once they hold everything that is in the log by now."""
        await self.ask(self.views.catch_up)
        return await self.ask(question, *args, **kwargs)

    async def ask(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Ask the views as they are."""
        if not self._live:
            return question(*args, **kwargs)
        asked = asyncio.create_task(asyncio.to_thread(question, *args, **kwargs))
        self._asked.add(asked)
        asked.add_done_callback(self._answered)
        # A thread goes on when nobody waits for it any more.
        return await asyncio.shield(asked)

    async def close(self) -> None:
        """Let go of the views' database once every question is answered."""
        if self._asked:
            await asyncio.wait(self._asked)
        self.views.close()

    def _answered(self, asked: asyncio.Task[Any]) -> None:
        self._asked.discard(asked)
        asked.exception()

    async def open_calls(self) -> Mapping[str, int]:
        """The calls that somebody has still to act on, with the position of their last event."""
        return await self.fresh(self.views.calls.open_calls)
