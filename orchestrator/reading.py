"""Everything that can be read from a log: calls, threads, transfers, figures, events."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Final, cast

from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.events import CallEvent
from hookflash.domain.errors import HookflashError
from hookflash.domain.event import Event
from hookflash.domain.workspace.claim import claim_stream
from hookflash.domain.workspace.contact import Contact
from hookflash.domain.workspace.events import JobSaved
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.inbox_reader import InboxReader
from hookflash.orchestrator.log.existing import open_existing
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log_reader import no_call
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.projection_runner import ProjectionRunner, open_views
from hookflash.orchestrator.runtime.usage_ledger import UsageLedger, day_of
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.orchestrator.system.ids import RandomIds
from hookflash.orchestrator.workspaces.errors import NotFound
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository
from hookflash.orchestrator.workspaces.used_today import UsedToday, used_today
from hookflash.projections.calls.from_log import summary_of
from hookflash.projections.calls.queries import CallSummary, marked
from hookflash.projections.replay.state import CallSnapshot, Change, difference, state_at
from hookflash.projections.replay.timeline import Step, TimelineLine, replay, timeline
from hookflash.projections.reports.question import By, Choices, Question
from hookflash.projections.reports.question import Report as FiguresReport
from hookflash.projections.transfers.fold import TransferOutcome
from hookflash.projections.transfers.queries import Trail
from hookflash.projections.voicemails.queries import KeptRecording

if TYPE_CHECKING:
    from hookflash.orchestrator.time_machine import change as time_machine
    from hookflash.orchestrator.time_machine.sweep import Result

CHANGING: Final = frozenset(
    {
        "answer",
        "apply",
        "call_views",
        "caught_up",
        "check_carriers",
        "clock_skew",
        "desk",
        "end",
        "hang_up",
        "has_telephony",
        "erase",
        "forget",
        "gateway_lost",
        "hear",
        "keys",
        "mark_thread",
        "name_contact",
        "new_id",
        "now",
        "phone_answered",
        "press",
        "receive_call",
        "receive_text",
        "recording_sound",
        "remove_note",
        "keep_message",
        "report",
        "room",
        "sandbox",
        "sessions",
        "served_kinds",
        "until",
        "waveform",
        "use_tool",
        "webhooks",
        "workspaces",
        "write_note",
    }
)
"""Names of a ``CallCenter`` that a reader does not have."""


class ReadOnly(HookflashError, AttributeError):
    """A change was asked of a call center that was opened with ``CallCenter.read``."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: this call center only reads; use CallCenter.open to change it")


class ReadOnlyLog(EventLog):
    """A log to which nothing can be appended."""

    async def append(
        self,
        events: Sequence[Event],  # noqa: ARG002 - whatever they are
        reads: Mapping[str, int] | None = None,  # noqa: ARG002 - likewise
    ) -> int:
        """Raise :class:`ReadOnly`."""
        raise ReadOnly("append")


class CallReader(InboxReader):
    """Reads one log, for one event loop.

    ``workspace`` is always a workspace's id, such as ``harbor-dental``. Lists are answered from
    views that show everything that is in the log when they are asked; while an append of another
    worker is not finished, they wait for it up to 3 seconds and may then leave out what came after
    it. What is asked for by its id is found, or raises ``ViewsBehind``. Lists come in pages: pass
    the last entry's ``log_position`` (a thread's ``last_position``) as ``before`` to get the next
    page. Every method may raise ``LogFault`` or the database driver's own error while the database
    is away.
    """

    def __init__(
        self,
        log: EventLog,
        runner: ProjectionRunner,
        workspaces: WorkspaceRepository,
        clock: Clock,
    ) -> None:
        super().__init__(log, runner, clock)
        self._workspaces = workspaces

    async def call(self, call_id: str) -> CallSummary:
        """One call: its state, its outcome, how long it took. Raises ``NoSuchCall``.

        It is folded from the log itself, so it never lags behind. Raises ``UnreadableEvent`` if
        the call's first event is damaged; a later one that is damaged is left out.
        """
        history = await self._log.read_placed(call_id)
        found = summary_of(call_id, history)
        if found is None:
            raise no_call(call_id, history)
        return marked(found, self._clock.now())

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
        found = await self._runner.find(get, workspace, effect_key)
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

    async def workspace(self, workspace: str) -> Workspace:
        """A workspace as it is now, drafts included. Raises ``NotFound``."""
        found = await self._workspaces.get(workspace)
        if found is None:
            raise NotFound(f"workspace “{workspace}”")
        return found

    async def owner(self, number: str) -> str | None:
        """The id of the workspace that has the business ``number`` (E.164); None if none has."""
        return (await self._workspaces.owner(number)).workspace or None

    async def contact(self, workspace: str, number: str) -> Contact:
        """What is known of a contact's (E.164) consent to texts from a workspace."""
        return await self._workspaces.contact(workspace, number)

    async def usage(self, workspace: str) -> UsedToday:
        """What a workspace has used of its daily limits today. Raises ``NotFound``."""
        now = await self.workspace(workspace)
        today = day_of(self._clock.now(), now.time_zone)
        return used_today(now, await UsageLedger(self._log).read(workspace, today))

    async def job_dates(self, workspace: str, name: str) -> dict[int, datetime]:
        """When each version of a job was saved, by version number; also of a removed job."""
        return {
            event.job.version: event.at
            for event in await self._log.read_stream(f"{workspace}.workspace")
            if isinstance(event, JobSaved) and event.job.name == name
        }

    async def numbers(self) -> tuple[str, ...]:
        """The business numbers of all workspaces, in E.164, in alphabetical order."""
        prefix = claim_stream("")
        streams = await self._runner.ask(self._log.store.streams, prefix)
        numbers = [f"+{stream.removeprefix(prefix)}" for stream in streams]
        return tuple([number for number in numbers if await self.owner(number)])

    async def recording(self, workspace: str, effect_key: str) -> KeptRecording:
        """The kept recording of a voicemail, by its effect key. Raises ``NotFound``."""
        get = self._runner.views.recordings.get
        found = await self._runner.find(get, workspace, effect_key)
        if found is None:
            raise NotFound(f"recording “{effect_key}”")
        return found

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

    async def what_if(
        self,
        workspace: str,
        change: "time_machine.Change",
        *,
        since: datetime | None = None,
        limit: int = 100,
        before: int | None = None,
    ) -> tuple["Result", int | None]:
        """What ``change`` makes of up to ``limit`` calls of a workspace, newest first.

        Test calls, and those that came in before ``since`` (with a time zone), are left out. Also
        returns the ``before`` for older calls; None if there are none. Nothing is recorded.
        """
        # Imported here: what only reads a log does without the rules of the agent.
        from hookflash.orchestrator.time_machine.of_center import what_if_in  # noqa: PLC0415

        found = await self.calls(workspace, tests=False, limit=limit, before=before)
        calls = [one for one in found if since is None or one.received_at >= since]
        result = await what_if_in(self._log.store, [one.call for one in calls], change)
        more = len(calls) == limit
        return result, calls[-1].log_position if more else None

    async def close(self) -> None:
        """Close the log and its views; followers end."""
        await self._log.close()
        await self._runner.close()


class ReadingCenter(CallReader):
    """What ``CallCenter.read`` opens. Everything else that a ``CallCenter`` has is refused."""

    if not TYPE_CHECKING:  # for mypy there is nothing else

        def __getattr__(self, name: str) -> object:
            """Raise :class:`ReadOnly` for what changes something."""
            if name in CHANGING:
                raise ReadOnly(name)
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


@asynccontextmanager
async def open_reader(url: str) -> AsyncIterator[CallReader]:
    """Open the log under ``url`` for queries only; see ``CallCenter.read``."""
    store = open_existing(url)
    try:
        views = open_views(url, store)
    except BaseException:
        store.close()
        raise
    log = ReadOnlyLog(store)
    clock = SystemClock()
    workspaces = WorkspaceRepository(log, clock, RandomIds())
    reader = ReadingCenter(log, ProjectionRunner(log, views, live=True), workspaces, clock)
    try:
        yield reader
    finally:
        await reader.close()
