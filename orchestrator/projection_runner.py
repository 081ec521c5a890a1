"""Keeps the read models caught up with the log, and runs queries on them."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from functools import partial
from typing import Any, ParamSpec, TypeVar

from hookflash.orchestrator.log.errors import ViewsBehind
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.notifier import Notifier
from hookflash.orchestrator.log.resilience import until_log_closes
from hookflash.orchestrator.log.store import Store
from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections

P = ParamSpec("P")
R = TypeVar("R")
GATHER_SECONDS = 0.05
"""How long events gather before a round for which nothing waits: a call adds some at a time."""
PAUSE_SECONDS = 0.005
"""The longest pause before a round that is waited for; otherwise as long as the last round took."""
LOOK_SECONDS = 0.005
"""Between two looks at views that another worker updates: each costs both workers time."""
ALONE_SECONDS = 0.1
"""How long views that another worker updates may not move before this one updates them."""
PATIENCE_SECONDS = 3.0
"""Longest wait for what an append that is not finished keeps from readers."""


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
        self._leader_at: float | None = None
        """When another worker was last seen to update the views; None if this one does."""
        self._awaited = 0
        """The farthest log position for which a caller waited."""
        self._soonest = 0.0
        """When a round that is waited for may begin, by the loop's clock."""
        self._gathered: asyncio.Future[None] | None = None
        self._notifier = Notifier()
        self._round: asyncio.Task[int] | None = None
        self._next_round: asyncio.Task[int] | None = None

    async def run(self) -> None:
        """Update the views until the log is closed, restarting after database faults."""
        await until_log_closes(self._catch_up, "projection_failed", asyncio.sleep)

    async def retry_unreadable(self) -> None:
        """Rebuild the views once if an event that was damaged can be read again."""
        retry = partial(self.ask, self.views.retry_unreadable)
        await until_log_closes(retry, "retry_failed", asyncio.sleep)

    async def _catch_up(self) -> None:
        time = asyncio.get_running_loop().time
        while goal := await self._goal():
            await self._gather()
            began = time()
            is_led = self._leader_at is not None and await self._led(goal, began)
            if not is_led:
                await self._lead(max(goal, self._log.appended))
            ended = time()
            pause = LOOK_SECONDS if is_led else min(ended - began, PAUSE_SECONDS)
            self._soonest = ended + pause
            self._notifier.notify()

    async def _lead(self, goal: int) -> None:
        """Bring the views up to ``goal``; if another worker was first, it does so from now on."""
        overtaken = self.views.overtaken
        await self.ask(self.views.catch_up, goal)
        is_first = self.views.overtaken == overtaken
        self._leader_at = None if is_first else asyncio.get_running_loop().time()
        self._stuck = self.views.position <= self._position
        self._position = self.views.position

    async def _led(self, goal: int, now: float) -> bool:
        """Look how far another worker has brought the views, instead of doing the same.

        False once they did not move for ``ALONE_SECONDS``: that worker is gone, or too slow.
        """
        reached = await self.ask(self.views.look)
        if reached > self._position:
            self._leader_at, self._position, self._stuck = now, reached, False
        return reached >= goal or now - (self._leader_at or now) < ALONE_SECONDS

    async def _goal(self) -> int:
        """Wait until the log has grown; returns the log position to reach, 0 once it is closed.

        The position of our own appends is known without a query. If they are not readable yet,
        because other processes' earlier appends are not committed, it waits for the log instead.
        """
        if self._log.appended > self._position and not self._stuck:
            return self._log.appended
        return await self._log.wait_beyond(self._position)

    async def _gather(self) -> None:
        """Let events gather before the next round, less long if a caller waits for it."""
        loop = asyncio.get_running_loop()
        self._gathered = loop.create_future()
        timer = loop.call_later(GATHER_SECONDS, _settle, self._gathered)
        if self._awaited > self._position:
            self._hurry()
        try:
            await self._gathered
        finally:
            timer.cancel()
            self._gathered = None

    def _hurry(self) -> None:
        """A caller waits: end the gathering, but let the loop run as long as the last round did."""
        if self._gathered is not None:
            asyncio.get_running_loop().call_at(self._soonest, _settle, self._gathered)

    async def until(self, position: int) -> None:
        """Wait until :meth:`run` has brought the views up to log ``position``."""
        if position > self._awaited:
            self._awaited = position
            self._hurry()
        while self._position < position:
            await self._notifier.next_notification().wait()

    async def fresh(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run ``question`` on views that show everything that the log has now.

        Where an append that is not finished keeps a part of it from readers, this waits up to
        ``PATIENCE_SECONDS``, and then answers from what readers can see.
        """
        await self._reach_the_end()
        return await self.ask(question, *args, **kwargs)

    async def complete(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """As :meth:`fresh`, but raise :class:`ViewsBehind` instead of leaving something out."""
        if not await self._reach_the_end():
            raise ViewsBehind
        return await self.ask(question, *args, **kwargs)

    async def find(
        self, question: Callable[P, R | None], *args: P.args, **kwargs: P.kwargs
    ) -> R | None:
        """As :meth:`fresh`, for one thing: None only if it is not in the log either.

        Raises :class:`ViewsBehind` if it may be in the part that readers cannot see.
        """
        is_complete = await self._reach_the_end()
        found = await self.ask(question, *args, **kwargs)
        if found is None and not is_complete:
            raise ViewsBehind
        return found

    async def _reach_the_end(self) -> bool:
        """Bring the views up to the newest event; False if that takes too long."""
        if not self._live:
            self.views.catch_up()
            return True
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                newest = await self._catch_up_now()
                while (reached := self.views.position) < newest:
                    if not await self._log.wait_beyond(reached):
                        return False
                    await self._catch_up_now()
        except TimeoutError:
            return False
        return True

    async def _catch_up_now(self) -> int:
        """Catch up once, beginning after this call; returns the newest log position as of then.

        Callers share rounds: at most one runs, and one follows.
        """
        if self._next_round is None:
            self._next_round = self._tracked(self._run_round(self._round))
        return await asyncio.shield(self._next_round)

    async def _run_round(self, before: "asyncio.Task[int] | None") -> int:
        if before is not None:
            await asyncio.wait({before})
        self._round, self._next_round = self._next_round, None
        return await asyncio.to_thread(self._catch_up_to_newest)

    def _catch_up_to_newest(self) -> int:
        newest = self._log.store.newest_position()
        self.views.catch_up()
        return newest

    async def ask(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run ``question``, a query on the views as they are, in a thread if ``live``."""
        if not self._live:
            return question(*args, **kwargs)
        # The thread runs on if the caller is cancelled, so the task must, too.
        return await asyncio.shield(self._tracked(asyncio.to_thread(question, *args, **kwargs)))

    async def close(self) -> None:
        """Wait for running queries, then close the views' database."""
        while self._queries:
            await asyncio.wait(self._queries)
        self.views.close()

    def _tracked(self, work: Coroutine[Any, Any, R]) -> "asyncio.Task[R]":
        task = asyncio.create_task(work)
        self._queries.add(task)
        task.add_done_callback(self._finish)
        return task

    def _finish(self, query: asyncio.Task[Any]) -> None:
        self._queries.discard(query)
        if not query.cancelled():
            query.exception()  # retrieve it, or asyncio logs it as never retrieved

    async def open_calls(self) -> Mapping[str, int]:
        """Return the ids of open calls, each with the position of its last event in its stream."""
        return await self.fresh(self.views.calls.open_calls)

    async def all_open_calls(self) -> Mapping[str, int]:
        """As :meth:`open_calls`; raises :class:`ViewsBehind` if there may be others."""
        return await self.complete(self.views.calls.open_calls)

    async def live_call_with(self, workspace: str, contact: str, number: str) -> str | None:
        """Return the id of the live call between ``contact`` and ``number``, if there is one."""
        return await self.fresh(self.views.calls.live_with, workspace, contact, number)

    async def quiet_calls(self, since: datetime) -> tuple[str, ...]:
        """The live calls without a sign of life after ``since``, longest first; no test calls."""
        return await self.fresh(self.views.calls.quiet, since)


def _settle(gathered: "asyncio.Future[None]") -> None:
    if not gathered.done():
        gathered.set_result(None)
