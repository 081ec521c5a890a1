"""Everything that can be read from a log: calls, threads, transfers, figures, events."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import cast

from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.events import CallEvent
from hookflash.domain.errors import HookflashError
from hookflash.domain.event import Event
from hookflash.domain.workspace.claim import claim_stream, fold_claim
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.projection_runner import ProjectionRunner
from hookflash.orchestrator.workspaces.errors import NotFound
from hookflash.projections.calls.queries import CallSummary
from hookflash.projections.inbox.queries import Thread, ThreadStatus
from hookflash.projections.replay.state import CallSnapshot, Change, difference, state_at
from hookflash.projections.replay.timeline import Step, TimelineLine, replay, timeline
from hookflash.projections.reports.question import By, Choices, Question
from hookflash.projections.reports.question import Report as FiguresReport
from hookflash.projections.transfers.fold import TransferOutcome
from hookflash.projections.transfers.queries import Trail


class ReadOnly(HookflashError, RuntimeError):
    """A change was asked of a call center that was opened with ``CallCenter.read``."""

    def __init__(self) -> None:
        super().__init__("this call center only reads; open it with CallCenter.open to change it")


class ReadOnlyLog(EventLog):
    """A log to which nothing can be appended."""

    async def append(self, events: Sequence[Event]) -> int:  # noqa: ARG002 - whatever they are
        """Raise :class:`ReadOnly`."""
        raise ReadOnly


class CallReader:
    """Reads one log, for one event loop.

    ``workspace`` is always a workspace's id, such as ``harbor-dental``. Answers from views include
    everything that is in the log when they are asked. Lists come in pages: pass the last entry's
    ``log_position`` (a thread's ``last_position``) as ``before`` to get the next page. Every method
    may raise ``LogFault`` or the database driver's own error while the database is away.
    """

    def __init__(self, log: EventLog, runner: ProjectionRunner) -> None:
        self._log = log
        self._runner = runner

    async def call(self, call_id: str) -> CallSummary:
        """One call: its state, its outcome, how long it took. Raises ``NoSuchCall``."""
        get = self._runner.views.calls.get
        found = await self._runner.fresh(get, call_id.partition(".")[0], call_id)
        if found is None:
            raise NoSuchCall(call_id)
        return found

    async def calls(
        self, workspace: str, *, tests: bool = True, limit: int = 100, before: int | None = None
    ) -> tuple[CallSummary, ...]:
        """Up to ``limit`` calls of a workspace, newest first; without ``tests``, no test calls."""
        get = self._runner.views.calls.list
        return await self._runner.fresh(get, workspace, tests=tests, limit=limit, before=before)

    async def calls_in_progress(self, workspace: str) -> tuple[CallSummary, ...]:
        """A workspace's calls that have not ended, oldest first."""
        return await self._runner.fresh(self._runner.views.calls.live, workspace)

    async def find_calls(self, part: str = "", *, limit: int = 10) -> tuple[CallSummary, ...]:
        """Calls of all workspaces, newest first, whose id is ``part`` or has it in its last part.

        Without ``part``, the newest calls.
        """
        return await self._runner.fresh(self._runner.views.calls.find, part, limit=limit)

    async def workspaces_with_calls(self) -> tuple[str, ...]:
        """The ids of the workspaces that have had a call, in alphabetical order."""
        return await self._runner.fresh(self._runner.views.calls.workspaces)

    async def inbox(  # noqa: PLR0913 - one keyword a filter
        self,
        workspace: str,
        *,
        status: ThreadStatus | None = None,
        unread: bool = False,
        limit: int = 100,
        before: int | None = None,
        calls: int = 50,
    ) -> tuple[Thread, ...]:
        """Up to ``limit`` threads of a workspace, most recently active first.

        Each has the items of its newest ``calls``. ``status`` (``open`` or ``done``) and ``unread``
        narrow the list.
        """
        return await self._runner.fresh(
            self._runner.views.inbox.threads,
            workspace,
            status=status,
            unread=unread,
            limit=limit,
            before=before,
            calls=calls,
        )

    async def search_inbox(
        self, workspace: str, text: str, *, limit: int = 50
    ) -> tuple[Thread, ...]:
        """Threads in which ``text`` was said, texted or left on voicemail, in any letter case.

        Each has only the items that match. At least three digits also find threads by a part of
        their numbers; these have the items of their newest call.
        """
        return await self._runner.fresh(
            self._runner.views.inbox.search, workspace, text, limit=limit
        )

    async def thread(
        self, workspace: str, thread: str, *, calls: int = 50, before: int | None = None
    ) -> Thread:
        """One thread by its id, with the items of its newest ``calls``. Raises ``NotFound``.

        ``before`` is the ``next`` of the page before, for the items of older calls.
        """
        get = self._runner.views.inbox.thread
        found = await self._runner.fresh(get, workspace, thread, calls=calls, before=before)
        if found is None:
            raise NotFound(f"thread “{thread}”")
        return found

    async def transfers(  # noqa: PLR0913 - one keyword a filter
        self,
        workspace: str,
        *,
        call_id: str | None = None,
        outcome: TransferOutcome | None = None,
        destination: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 100,
        before: int | None = None,
    ) -> tuple[Trail, ...]:
        """Up to ``limit`` audit trails of a workspace's transfers, newest first.

        Those asked at ``since`` or later and before ``until`` (both with a time zone).
        """
        return await self._runner.fresh(
            self._runner.views.transfers.list,
            workspace,
            call_id=call_id,
            outcome=outcome,
            destination=destination,
            since=since,
            until=until,
            limit=limit,
            before=before,
        )

    async def transfer(self, workspace: str, effect_key: str) -> Trail:
        """The audit trail of one transfer, by its ``effect_key``. Raises ``NotFound``."""
        get = self._runner.views.transfers.get
        found = await self._runner.fresh(get, workspace, effect_key)
        if found is None:
            raise NotFound(f"transfer “{effect_key}”")
        return found

    async def transfer_destinations(self, workspace: str) -> tuple[str, ...]:
        """Every destination that a workspace's transfers have named, in alphabetical order."""
        return await self._runner.fresh(self._runner.views.transfers.destinations, workspace)

    async def figures(self, by: By, question: Question) -> FiguresReport:
        """A workspace's figures by day, number, job or action. Raises ``BadQuestion``."""
        return await self._runner.fresh(self._runner.views.reports.ask, by, question)

    async def figure_choices(self, workspace: str) -> Choices:
        """The numbers, jobs and actions that a workspace's figures can be narrowed to."""
        return await self._runner.fresh(self._runner.views.reports.choices, workspace)

    async def numbers(self) -> tuple[str, ...]:
        """The business numbers of all workspaces, in E.164, in alphabetical order."""
        prefix = claim_stream("")
        streams = await self._runner.ask(self._log.store.streams, prefix)
        numbers = [f"+{stream.removeprefix(prefix)}" for stream in streams]
        return tuple([one for one in numbers if await self._is_claimed(one)])

    async def events(self, call_id: str) -> list[CallEvent]:
        """Everything that happened on a call, in order. Raises ``NoSuchCall``."""
        events = await self._log.read_stream(call_id)
        if not events:
            raise NoSuchCall(call_id)
        return cast("list[CallEvent]", events)

    async def replay(self, call_id: str) -> tuple[Step, ...]:
        """A call's events as data, each with the state it led to. Raises ``NoSuchCall``."""
        return replay(await self.events(call_id))

    async def timeline(self, call_id: str) -> tuple[TimelineLine, ...]:
        """A call's events in plain words. Raises ``NoSuchCall``."""
        return timeline(await self.events(call_id))

    async def snapshot(self, call_id: str, at: int | None = None) -> CallSnapshot:
        """A call as it was after its event ``at``: 0 is before the first, None after the last.

        It also says which actions were under way and what could have come next. Raises
        ``NoSuchCall``, and ``NoSuchEvent`` if ``at`` is beyond the call's events.
        """
        events = await self.events(call_id)
        return state_at(events, events[-1].position if at is None else at)

    async def changes(self, call_id: str, before: int, after: int) -> tuple[Change, ...]:
        """What differs on a call between its events ``before`` and ``after``, field by field.

        Raises ``NoSuchCall`` and ``NoSuchEvent``.
        """
        return difference(await self.events(call_id), before, after)

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

    async def position(self) -> int:
        """The log position of the newest event; 0 for an empty log."""
        return await self._log.last_position()

    async def lag(self) -> int:
        """How far the views are behind the log, in log positions."""
        return await self._runner.ask(self._runner.views.behind)

    async def _is_claimed(self, number: str) -> bool:
        events = await self._log.read_stream(claim_stream(number))
        return bool(fold_claim(number, events).workspace)

    async def close(self) -> None:
        """Close the log and its views; followers end."""
        await self._log.close()
        await self._runner.close()
