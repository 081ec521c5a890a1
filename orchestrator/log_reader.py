"""Reads the log as a whole: what happens, how far it is, and what is wrong with it."""

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, cast

from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.event import Event
from hookflash.domain.quarantine.messages import CarrierMessageReceived, message_stream
from hookflash.domain.unreadable import Entry, Unreadable
from hookflash.orchestrator.carrying import is_simulated
from hookflash.orchestrator.database_health import DatabaseHealth
from hookflash.orchestrator.log.errors import UnreadableEvent
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.projection_runner import ProjectionRunner
from hookflash.projections.parked.queries import ParkedEvent

if TYPE_CHECKING:
    from hookflash.orchestrator.time_machine import change as time_machine
    from hookflash.orchestrator.time_machine.fork import Fork


class LogReader:
    """The part of a ``CallReader`` that is about the log, not about calls."""

    def __init__(self, log: EventLog, runner: ProjectionRunner) -> None:
        self._log = log
        self._runner = runner

    def follow(self, after: int = 0) -> AsyncIterator[tuple[int, Event]]:
        """Every event after log position ``after`` with its own, then each new one.

        Ends when the call center is closed.
        """
        return self._log.follow(after)

    def follow_workspace(
        self, workspace: str, after: int = 0
    ) -> AsyncIterator[tuple[int, list[tuple[int, Event]]]]:
        """As :meth:`follow`, for the events of one workspace, in batches.

        Each batch comes with the log position it reaches, from which to resume; it is empty where
        only other workspaces had events.
        """
        return self._log.batches_of(workspace, after)

    async def simulated(self) -> bool:
        """Whether the calls in this database are simulated, and none of its phones is real."""
        return await self._runner.ask(is_simulated, self._log.store)

    async def position(self) -> int:
        """The log position up to which :meth:`follow` can read now; 0 for an empty log."""
        return await self._log.last_position()

    async def lag(self) -> int:
        """How far the views are behind the newest event, in log positions."""
        return (await self.health()).behind

    async def health(self) -> DatabaseHealth:
        """How far log, followers and views are, and which events cannot be shown."""
        return await self._runner.ask(self._health)

    def _health(self) -> DatabaseHealth:
        views, store = self._runner.views, self._log.store
        shown = views.shown()  # first, or the views could seem ahead of the log
        return DatabaseHealth(
            newest=store.newest_position(),
            readable=store.last_position(),
            shown=shown,
            parked=views.parked_count(),
            unreadable=views.unreadable(),
        )

    async def fork(self, call_id: str, change: "time_machine.Change", at: int = 0) -> "Fork":
        """How a call would have gone under ``change`` after its event ``at``; 0: from the start.

        Nothing is recorded. ``change`` is one of ``hookflash.time_machine``, whose errors say that
        the call cannot be forked, or not as asked.
        """
        # Imported here: what only reads a log does without the rules of the agent.
        from hookflash.orchestrator.time_machine.of_center import fork_in  # noqa: PLC0415

        return await fork_in(self._log.store, call_id, change, at)

    async def fork_as_test(
        self, fork: "Fork", change: "time_machine.Change", *, words: bool = False
    ) -> str:
        """A fork as a Python test that fails while ``change`` would end the call otherwise.

        With ``words``, what was said and the numbers stay in it; a test of changed jobs needs them.
        The errors of ``hookflash.time_machine`` say why a call cannot be kept as a test.
        """
        from hookflash.orchestrator.time_machine.of_center import test_in  # noqa: PLC0415 - as above

        return await test_in(self._log.store, fork, change, words=words)

    async def parked(self, workspace: str) -> tuple[ParkedEvent, ...]:
        """The events of a workspace that are damaged or that a view could not handle."""
        return await self._runner.ask(self._runner.views.parked, workspace)

    async def carrier_messages(self, call_id: str) -> list[CarrierMessageReceived]:
        """The callbacks of a carrier about a call or text, as they came; none if there are none."""
        events = await self._log.read_stream(message_stream(call_id))
        return cast("list[CarrierMessageReceived]", events)


def no_call(call_id: str, history: Sequence[tuple[int, Entry]]) -> NoSuchCall | UnreadableEvent:
    """Why a call cannot be shown: it does not exist, or its first event is damaged."""
    first = history[0][1] if history else None
    if isinstance(first, Unreadable):
        return UnreadableEvent(first.topic, first.stream, first.position, first.reason)
    return NoSuchCall(call_id)
