"""The call center: opens a log, and manages what is in it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from hookflash.domain.call.commands import HangUpCall
from hookflash.domain.event import Event
from hookflash.domain.inbox.marking import Mark
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.configured_carriers.checks import CarrierCheck, check_of_workspace
from hookflash.orchestrator.configured_carriers.operator import WorkspaceCarriers
from hookflash.orchestrator.configured_carriers.own_calls import OwnCalls
from hookflash.orchestrator.contact_ids import parse_contact
from hookflash.orchestrator.contact_writing import ContactWriting
from hookflash.orchestrator.integrity.erasing import (
    EraseContact,
    Erasure,
    erase_contact,
)
from hookflash.orchestrator.integrity.erasing_recordings import (
    NoRecordingStore,
    RecordingsLeft,
    delete_recordings,
)
from hookflash.orchestrator.log.awaiting import until_answering
from hookflash.orchestrator.parts import Parts, observed, open_parts, running, simulators_of
from hookflash.orchestrator.ports.agent import Agent
from hookflash.orchestrator.ports.answers import Accepted
from hookflash.orchestrator.ports.carriers import CarrierKind, RouterContext
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.host_agent import HostAgent
from hookflash.orchestrator.ports.ids import Ids
from hookflash.orchestrator.ports.messaging import Messaging
from hookflash.orchestrator.ports.recordings import Recordings, RecordingStore
from hookflash.orchestrator.ports.telephony import Telephony
from hookflash.orchestrator.ports.understanding import Understanding
from hookflash.orchestrator.ports.webhooks import WebhookSender
from hookflash.orchestrator.reading import CallReader, open_reader
from hookflash.orchestrator.runtime.effects.recording_discarder import ask_to_discard
from hookflash.orchestrator.sandbox.sessions import Sandbox
from hookflash.orchestrator.settings import Settings
from hookflash.orchestrator.system.collector import tuned_collector
from hookflash.orchestrator.system.side_processes import SideProcesses
from hookflash.orchestrator.telemetry.providers import Telemetry
from hookflash.orchestrator.thread_marks import MarkedThread, ThreadMarks
from hookflash.orchestrator.waveforms import Waveform, Waveforms, waveform_of
from hookflash.orchestrator.workspaces.carrier_limits import check_document
from hookflash.orchestrator.workspaces.carrier_offers import limits_of
from hookflash.orchestrator.workspaces.editor import WorkspaceEditor
from hookflash.orchestrator.workspaces.file.problems import InvalidWorkspace
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace
from hookflash.orchestrator.workspaces.region_limits import check_reach_of_file, log_numbers_beyond
from hookflash.orchestrator.workspaces.repository import RequestedChange
from hookflash.projections.calls.queries import ANONYMOUS
from hookflash.projections.voicemails.queries import KeptRecording


class CallCenter(ContactWriting):
    """Decides, records and acts on the calls of one log; open it with :meth:`open`.

    Use it from one event loop. What a method was told is durable when it returns. A call id that is
    not in the log raises ``NoSuchCall``. Any method may raise ``LogUnavailable`` while the database
    is away; a command can then be repeated under its id.

    - ``workspaces`` reads and edits workspaces, piece by piece.
    - ``keys`` issues, lists and revokes the API keys of workspaces.
    - ``webhooks`` manages webhook endpoints; None unless opened with a sender for webhooks.
    - ``sandbox`` holds test calls.
    - ``call_views`` are the saved views of lists of calls.
    - ``sessions`` are those of browsers that signed in to the console.
    - ``beside`` are processes for work on what others sent, such as test scenarios.
    """

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._limits = partial(limits_of, parts.ports.telephony, parts.ports.messaging)
        self.beside = SideProcesses()
        self.workspaces = WorkspaceEditor(parts.workspaces, self._limits, self.beside)
        self.keys = parts.keys
        self.webhooks = parts.webhooks
        self.sessions = parts.sessions
        self.call_views = parts.call_views
        self.sandbox = Sandbox(
            self,
            parts.workspaces,
            parts.handler,
            parts.line,
            parts.ports.agent,
            self.workspaces.parsed_job,
        )
        self._simulators = simulators_of(parts)
        for simulator in self._simulators:
            simulator.connect(self.report)
        self._carriers = parts.carriers
        if self._carriers is not None:
            self._carriers.connect(lambda workspace, ref: OwnCalls(self, workspace, ref))
        self._leases = parts.leases
        self._corrected = parts.clock
        self._marks = ThreadMarks(parts.log, parts.ports.clock)
        self._waveforms = Waveforms()

    @staticmethod
    def open(  # noqa: PLR0913 - one keyword a port
        url: str = "sqlite:///hookflash.db",
        *,
        telephony: Telephony | None = None,
        messaging: Messaging | None = None,
        agent: Agent | HostAgent | None = None,
        clock: Clock | None = None,
        ids: Ids | None = None,
        settings: Settings | None = None,
        webhooks: WebhookSender | None = None,
        telemetry: Telemetry | None = None,
        recordings: Recordings | None = None,
        recording_store: RecordingStore | None = None,
        understanding: Understanding | None = None,
        carriers: WorkspaceCarriers | None = None,
        simulate: bool | None = None,
        tune_gc: bool = False,
        compress: bool = False,
    ) -> AbstractAsyncContextManager["CallCenter"]:
        """Open the log under ``url`` as a worker, with ``async with``; it is created if missing.

        ``url``: ``sqlite:///FILE``, ``sqlite://`` (in memory) or ``postgresql://USER@HOST/NAME``.
        The scripted agent and the system clock stand in. Live calls are carried through the ports
        alone: without ``telephony``, what one needs raises ``NotCarriedHere``; without
        ``messaging``, its texts wait for a process that has it. Test calls are simulated.
        ``recordings`` fetches voicemails, ``recording_store`` keeps them, ``understanding`` reads
        answers, ``carriers`` serves those of workspaces. Opened without any, a database without
        live calls becomes a simulated one, for good, unless ``simulate`` is False; True requires
        it. ``tune_gc`` spares calls full garbage collections; ``compress`` is for all of the log.
        Raises ``ValueError``, ``BadLogUrl``, ``NewerViews``, ``LogUnavailable``, ``LiveDatabase``,
        ``SimulatedDatabase``, ``CompressionMissing``, ``UnknownTopic``. Waits for the database.
        """
        build = partial(
            open_parts,
            url,
            telephony=telephony,
            messaging=messaging,
            agent=agent,
            clock=clock,
            ids=ids,
            settings=settings,
            webhooks=webhooks,
            recordings=recordings,
            recording_store=recording_store,
            understanding=understanding,
            carriers=carriers,
            simulate=simulate,
            compress=compress,
        )
        return _work(build, url, telemetry, tune_gc=tune_gc)

    @staticmethod
    def read(url: str = "sqlite:///hookflash.db") -> AbstractAsyncContextManager[CallReader]:
        """Open an existing log for queries only, with ``async with``; it becomes no worker.

        No call is resumed, no effect performed, no timer fired, nothing delivered. Views that are
        behind the log are brought up to date when they are asked. What would change something
        raises ``ReadOnly``. Raises ``NoSuchLog`` for an SQLite file that does not exist, and
        otherwise what :meth:`open` raises.
        """
        return open_reader(url)

    async def apply(self, workspace: WorkspaceDocument | Path | str) -> Sequence[Event]:
        """Make a workspace match its document, or the file at a path; returns what changed.

        Raises ``InvalidWorkspace`` with every mistake in the file, and everything in it that the
        carrier cannot do or the regions do not allow, or ``NumberTaken`` if one of its numbers
        belongs to another workspace. Nothing has changed then. A number beyond the regions that
        was saved before stays, and is logged as ``number_beyond_regions``.
        """
        if isinstance(workspace, WorkspaceDocument):
            document, source = workspace, workspace.name
        else:
            document, source = await self._document(Path(workspace)), str(workspace)
        check_document(document, self._limits(), source)

        async def decide(now: Workspace | None) -> RequestedChange:
            check_reach_of_file(now, document, source)
            return RequestedChange(document)

        events = await self._workspaces.change(document.slug, decide)
        log_numbers_beyond(await self.workspaces.get(document.slug))
        return events

    async def _document(self, file: Path) -> WorkspaceDocument:
        try:
            return read_workspace(file)
        except InvalidWorkspace as invalid:
            if stored := await self.workspaces.stored_jobs(invalid.workspace):
                return read_workspace(file, stored)
            raise

    async def hang_up(self, call_id: str, *, key: str = "") -> None:
        """End a live call from our side: the carrier is asked to hang up, until it has.

        ``key`` is the id of the API key of who asked for it. Asked for again, it does nothing.
        """
        known = self.new_id("hang-up")
        await self._dispatcher.carry_out(
            self._dispatcher.ask(
                call_id, lambda _: HangUpCall(id=known, at=self.now(), asked_by=key)
            )
        )

    async def mark_thread(
        self, workspace: str, thread: str, mark: Mark, *, message_id: str = ""
    ) -> None:
        """Mark a thread of the inbox ``done`` or ``open``, ``read`` or ``unread``.

        ``thread`` is its id. The same ``message_id`` counts once. Raises ``NotFound``.
        """
        found = await self.thread(workspace, thread, calls=1)
        known = message_id or self.new_id("mark")
        withheld = found.contact == ANONYMOUS
        contact, call_id = (None, found.items[0].call) if withheld else (found.contact, "")
        marked = MarkedThread(workspace, contact, found.number, call_id)
        await self._marks.mark(marked, mark, known)

    async def erase(
        self,
        contact: str,
        *,
        operator: str,
        workspace: str | None = None,
        end_open_calls: bool = False,
        vacuum: bool = False,
    ) -> tuple[Erasure, ...]:
        """Erase a contact's number and words for good, from one workspace or from all.

        ``contact`` is a number, another caller id, or the pseudonym of one erased before;
        ``operator`` is recorded as the requester. Their recordings are deleted from the store
        first. A call that never ended, and gave no sign of life for hours, ends as interrupted;
        ``end_open_calls`` ends every open one. ``vacuum`` has PostgreSQL write its tables again,
        while calls wait; otherwise ``Erasure.remaining`` names the statements for that. An opt-out
        stays in force, without the number.

        Raises ``NoContact``, ``NothingToErase``, ``NoRecordingStore`` if they have recordings and
        this process has no store, or ``StillOpen`` while one of their calls is live or not settled;
        nothing has changed then. Raises ``RecordingStoreFailed`` if a recording could not
        be deleted; the log is unchanged then, and erasing again continues.
        """
        request = EraseContact(
            contact=parse_contact(contact),
            operator=operator,
            at=self.now(),
            workspace=workspace,
            end_open_calls=end_open_calls,
            vacuum=vacuum,
        )
        erased = await self._erase(request)
        for call_id in (call_id for erasure in erased for call_id in erasure.calls):
            self._handler.forget(call_id)
        for erasure in erased:
            self._handler.usage.forget(erasure.workspace)
        return erased

    async def _erase(self, request: EraseContact) -> tuple[Erasure, ...]:
        store, views, ids = self._log.store, self._runner.views, self._ports.ids
        deleted: set[str] = set()
        discarded: dict[str, bool] = {}
        while True:
            try:
                return await self._runner.ask(
                    erase_contact, store, views, request, ids, deleted=deleted, discarded=discarded
                )
            except RecordingsLeft as left:
                await delete_recordings(left, self._ports.recording_store)
                deleted.update(left.keys)
                for copy in left.copies:
                    answer = await ask_to_discard(self._ports, copy)
                    discarded[copy.recording] = isinstance(answer, Accepted)

    async def check_carriers(self, workspace: str) -> tuple[CarrierCheck, ...]:
        """Look at each carrier of a workspace; it may ask the carriers, which may cost money.

        Empty where this process serves no carriers of workspaces.
        """
        if self._carriers is None:
            return ()
        return await check_of_workspace(self._carriers, await self.workspaces.get(workspace))

    @property
    def has_telephony(self) -> bool:
        """Whether this process carries calls of numbers that name no carrier."""
        return self._ports.telephony is not None

    def served_kinds(self) -> tuple[tuple[CarrierKind[Any], RouterContext], ...]:
        """The kinds of carriers that this process serves, each with what its webhooks need."""
        return self._carriers.kinds() if self._carriers is not None else ()

    def recording_sound(
        self, recording: KeptRecording, start: int = 0, end: int | None = None
    ) -> AsyncIterator[bytes]:
        """The bytes of a recording from ``start`` up to ``end``, by default all, in pieces.

        Raises ``NoRecordingStore`` if this process has no store, and ``RecordingStoreFailed``.
        """
        store = self._ports.recording_store
        if store is None:
            raise NoRecordingStore("recordings are in a store: open with recording_store=")
        return store.read(recording.object_key, start, recording.size if end is None else end)

    async def waveform(self, recording: KeptRecording) -> Waveform:
        """How loud a recording is over time. Raises as :meth:`recording_sound` does."""
        known = self._waveforms.get(recording.sha256)
        if known is None:
            sound = b"".join([piece async for piece in self.recording_sound(recording)])
            known = await self._runner.ask(waveform_of, sound)
            self._waveforms.keep(recording.sha256, known)
        return known

    @property
    def clock_skew(self) -> float:
        """Seconds that this host's clock is ahead of the database's; times are corrected by it."""
        return self._corrected.ahead_seconds if self._corrected is not None else 0.0

    def room(self) -> tuple[int, int]:
        """How many live calls this process holds, and how many it may (``TooManyCalls``)."""
        return len(self._handler.live), self._ports.settings.most_live_calls

    async def close(self) -> None:
        """Finish effects that have begun, for 20 seconds at most, and close the log.

        What is left is resumed by another worker, or by the next start.
        """
        self._disconnect_simulators()
        await self.sandbox.host_tests.close()
        await self._dispatcher.close()
        self._disconnect_simulators()  # from what began while the effects were finished
        await super().close()
        self._leases.close()
        if self.sessions is not None:
            self.sessions.close()
        if self.call_views is not None:
            self.call_views.close()
        if self._carriers is not None:
            await self._carriers.close()
        await self.beside.close()
        if self.webhooks is not None:
            self.webhooks.close()

    def _disconnect_simulators(self) -> None:
        for simulator in self._simulators:
            simulator.disconnect()


@asynccontextmanager
async def _work(
    build: Callable[[], Parts], url: str, telemetry: Telemetry | None, *, tune_gc: bool
) -> AsyncIterator[CallCenter]:
    await until_answering(url, asyncio.sleep)
    parts = build()
    center = CallCenter(parts)
    try:
        async with (
            tuned_collector() if tune_gc else nullcontext(),
            running(parts),
            observed(url, parts, telemetry),
        ):
            yield center
    finally:
        await center.close()
