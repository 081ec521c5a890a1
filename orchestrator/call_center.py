"""The call center: what a host reports about calls, and what it can ask."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import (
    AnswerCall,
    EndCall,
    HearCaller,
    PressDigits,
)
from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.events import AgentSpoke, CallerSpoke, CallEvent
from hookflash.domain.event import Actor, Event
from hookflash.domain.inbox.marking import Mark
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.orchestrator.integrity.erasing import (
    EraseContact,
    Erasure,
    erase_contact,
    parse_contact,
)
from hookflash.orchestrator.integrity.erasing_recordings import (
    NoRecordingStore,
    RecordingsLeft,
    delete_recordings,
)
from hookflash.orchestrator.parts import Parts, observed, open_parts, running
from hookflash.orchestrator.ports.agent import Agent
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.ids import Ids
from hookflash.orchestrator.ports.messaging import Messaging
from hookflash.orchestrator.ports.recordings import Recordings, RecordingStore
from hookflash.orchestrator.ports.reports import Recording, Report
from hookflash.orchestrator.ports.telephony import Telephony
from hookflash.orchestrator.ports.webhooks import WebhookSender
from hookflash.orchestrator.reading import CallReader, open_reader
from hookflash.orchestrator.runtime.inbound import command_for
from hookflash.orchestrator.runtime.speaking import BuildAnswer
from hookflash.orchestrator.sandbox.sessions import Sandbox
from hookflash.orchestrator.settings import Settings
from hookflash.orchestrator.telemetry.providers import Telemetry
from hookflash.orchestrator.thread_marks import ThreadMarks
from hookflash.orchestrator.workspaces.editor import WorkspaceEditor
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace
from hookflash.projections.calls.queries import ANONYMOUS
from hookflash.projections.voicemails.queries import KeptRecording


class CallCenter(CallReader):
    """Decides, records and acts on the calls of one log; open it with :meth:`open`.

    Use it from one event loop. What a method was told is durable when it returns. A call id that is
    not in the log raises ``NoSuchCall``. Any method may raise ``LogUnavailable`` while the database
    is away; a command can then be repeated under its id.

    - ``workspaces`` reads and edits workspaces, piece by piece.
    - ``keys`` issues, lists and revokes the API keys of workspaces.
    - ``webhooks`` manages webhook endpoints; None unless opened with a sender for webhooks.
    - ``sandbox`` holds test calls.
    """

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.log, parts.runner, parts.workspaces)
        self.workspaces = WorkspaceEditor(parts.workspaces)
        self.keys = parts.keys
        self.webhooks = parts.webhooks
        self.sandbox = Sandbox(self, parts.workspaces, parts.handler, parts.line)
        parts.line.tell(self.report)
        self._ports = parts.ports
        self._handler = parts.handler
        self._dispatcher = parts.dispatcher
        self._inbound = parts.inbound
        self._quarantine = parts.quarantine
        self._marks = ThreadMarks(parts.log, parts.ports.clock)

    @staticmethod
    def open(  # noqa: PLR0913 - one keyword a port
        url: str = "sqlite:///hookflash.db",
        *,
        telephony: Telephony | None = None,
        messaging: Messaging | None = None,
        agent: Agent | None = None,
        clock: Clock | None = None,
        ids: Ids | None = None,
        settings: Settings | None = None,
        webhooks: WebhookSender | None = None,
        telemetry: Telemetry | None = None,
        recordings: Recordings | None = None,
        recording_store: RecordingStore | None = None,
    ) -> AbstractAsyncContextManager["CallCenter"]:
        """Open the log under ``url`` as a worker, with ``async with``; it is created if missing.

        ``url`` is ``sqlite:///FILE``, ``sqlite://`` (in memory) or ``postgresql://USER@HOST/NAME``.
        The simulator, the scripted agent and the system clock stand in for ports not given. Calls
        that are open in the log are resumed. A test call uses no port but the agent, the clock and
        the ids: its phones and texts are simulated. ``settings`` sets how long things may take.
        Webhooks are delivered if ``webhooks`` is given, telemetry is sent if ``telemetry`` is.
        Recordings of voicemails are fetched through ``recordings`` and kept in ``recording_store``
        if both are given; with the store alone they can be played and erased.

        Raises ``BadLogUrl``, ``LogUnavailable``, and ``UnknownTopic`` or ``NewerViews`` for a log
        that a newer version has written to.
        """
        parts = partial(
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
        )
        return _work(parts, url, telemetry)

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

        Raises ``InvalidWorkspace`` with every mistake in the file, or ``NumberTaken`` if one of its
        numbers belongs to another workspace. Nothing has changed then.
        """
        if not isinstance(workspace, WorkspaceDocument):
            workspace = read_workspace(Path(workspace))
        return await self._workspaces.apply(workspace)

    async def receive_call(
        self, *, to: str, from_: str | None, provider_call_id: str = "", test: bool = False
    ) -> str:
        """Record an incoming call and return its id; the same ``provider_call_id``, the same id.

        ``to`` is the business number that was called and ``from_`` the caller's, None or
        ``anonymous`` if withheld. Without a ``provider_call_id`` each call is a new one. ``test``
        marks a test call, whose phones and texts are simulated. Raises ``UnknownNumber`` if no
        workspace has ``to``.
        """
        command = await self._inbound.receive(to, from_, provider_call_id, test=test)
        dispatcher = self._dispatcher
        await dispatcher.carry_out(dispatcher.ask(command.call_id, lambda _: command))
        return command.call_id

    async def answer(self, call_id: str) -> list[str]:
        """Have the agent pick up and greet; returns what it said. Repeated, it does nothing."""
        return await self._dispatcher.carry_out(self._answer(call_id))

    async def _answer(self, call_id: str) -> list[str]:
        label = self._ports.agent.label
        events = await self._dispatcher.ask(
            call_id, lambda _: AnswerCall(id=f"answer/{call_id}", at=self.now(), agent=label)
        )
        return await self._dispatcher.turns.take(call_id, owes_reply=True) if events else []

    async def hear(
        self,
        call_id: str,
        text: str,
        *,
        began_at: datetime | None = None,
        message_id: str = "",
        final: bool = True,
    ) -> list[str]:
        """Report what the caller said; returns what the agent said in answer.

        ``began_at`` (with a time zone) is when the caller began to speak: words that began before a
        question are no answer to it. Without it, they began now. The same ``message_id`` counts
        once; without one, each report is a new one. ``final`` is False for partial words, while the
        caller still speaks: they stop the agent's speech and are not recorded. If the final words
        do not follow within 1.5 seconds, an open question is put again.
        """
        if not final:
            await self._dispatcher.carry_out(self._dispatcher.words_begin(call_id))
            return []
        known = message_id or self.new_id("hear")
        return await self._listen(
            call_id,
            lambda at, routing: HearCaller(
                id=known, at=at, text=text, began_at=began_at, routing=routing
            ),
        )

    async def press(
        self, call_id: str, digits: str, *, began_at: datetime | None = None, message_id: str = ""
    ) -> list[str]:
        """Report keys that the caller pressed (0-9, ``*``, ``#``); otherwise as :meth:`hear`."""
        known = message_id or self.new_id("press")
        return await self._listen(
            call_id,
            lambda at, routing: PressDigits(
                id=known, at=at, digits=digits, began_at=began_at, routing=routing
            ),
        )

    async def use_tool(
        self, call_id: str, tool: str, arguments: dict[str, object], tool_call_id: str = ""
    ) -> tuple[CallEvent, ...]:
        """Report a tool call of an agent that the host runs; returns the events it led to.

        ``tool`` and ``arguments`` are as the model gave them: unknown tools and any argument are
        refused, and the refusal is one of the events. The same ``tool_call_id`` counts once. Waits
        up to 5 seconds for the outcome of a text.
        """
        turns = self._dispatcher.turns
        return await self._dispatcher.carry_out(
            turns.use_tool(call_id, tool, arguments, tool_call_id)
        )

    async def report(self, call_id: str, report: Report) -> None:
        """Record what a provider reports; late, repeated and out of order are all right.

        A report's ``message_id`` makes it count once. A report for a call that is not in the log is
        quarantined.
        """
        await self._dispatcher.carry_out(self._report(call_id, report))

    async def _report(self, call_id: str, report: Report) -> None:
        known = report.message_id or self.new_id("report")
        keep = isinstance(report, Recording) and await self._dispatcher.keeps_recordings(call_id)
        try:
            await self._dispatcher.settle_answer(
                call_id, lambda at, routing: command_for(report, known, at, routing, keep=keep)
            )
        except NoSuchCall:
            await self._quarantine.keep(call_id, report, known)

    async def end(
        self, call_id: str, reason: str = "caller_hung_up", by: Actor = Actor.CALLER
    ) -> None:
        """Record that the call is over: phones stop ringing, actions not yet begun are cancelled.

        ``reason`` is any short word, ``by`` who ended it. Repeated, it does nothing.
        """
        known = self.new_id("end")
        await self._dispatcher.carry_out(
            self._dispatcher.ask(
                call_id, lambda _: EndCall(id=known, at=self.now(), reason=reason, by=by)
            )
        )

    async def until(
        self, call_id: str, condition: Callable[[Call], bool], seconds: float | None = None
    ) -> Call:
        """Wait until ``condition`` holds for the call, at most ``seconds``; returns the call.

        Do not change the call. It is as it is after ``seconds`` if the condition never held.
        """
        return await self._dispatcher.watch.until(call_id, condition, seconds)

    async def caught_up(self) -> None:
        """Wait until the views show everything that this process has recorded so far."""
        await self._runner.until(self._log.appended)

    def forget(self, call_id: str) -> None:
        """Evict a call from memory, where about 10,000 are cached; the log keeps it."""
        self._dispatcher.forget(call_id)

    async def mark_thread(
        self, workspace: str, thread: str, mark: Mark, *, message_id: str = ""
    ) -> None:
        """Mark a thread of the inbox ``done`` or ``open``, ``read`` or ``unread``.

        ``thread`` is its id. The same ``message_id`` counts once. Raises ``NotFound``.
        """
        found = await self.thread(workspace, thread, calls=1)
        contact = None if found.contact == ANONYMOUS else found.contact
        known = message_id or self.new_id("mark")
        await self._marks.mark(workspace, contact, found.number, mark, known)

    async def erase(
        self, contact: str, *, operator: str, workspace: str | None = None
    ) -> tuple[Erasure, ...]:
        """Erase a contact's number and words for good, from one workspace or from all.

        ``contact`` is a number, or the pseudonym of one erased before; ``operator`` is recorded as
        the requester. Their recordings are deleted from the store first. Raises ``NoContact``,
        ``NothingToErase``, ``NoRecordingStore`` if they have recordings and this process has no
        store, or ``StillOpen`` while one of their calls is not settled; nothing has changed then.
        Raises ``RecordingStoreFailed`` if a recording could not be deleted; the log is unchanged
        then, and erasing again continues.
        """
        request = EraseContact(
            contact=parse_contact(contact), operator=operator, at=self.now(), workspace=workspace
        )
        erased = await self._erase(request)
        for call_id in (call_id for erasure in erased for call_id in erasure.calls):
            self._handler.forget(call_id)
        return erased

    async def _erase(self, request: EraseContact) -> tuple[Erasure, ...]:
        store, views, ids = self._log.store, self._runner.views, self._ports.ids
        deleted: set[str] = set()
        while True:
            try:
                return await self._runner.ask(
                    erase_contact, store, views, request, ids, deleted=deleted
                )
            except RecordingsLeft as left:
                await delete_recordings(left, self._ports.recording_store)
                deleted.update(left.keys)

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

    def now(self) -> datetime:
        """The time by the clock that the call center was opened with."""
        return self._ports.clock.now()

    def new_id(self, kind: str) -> str:
        """A new unique id such as ``call-1b4e28ba2fa1``, from the ids it was opened with."""
        return self._ports.ids.new(kind)

    async def close(self) -> None:
        """Finish effects that have begun, for 20 seconds at most, and close the log.

        What is left is resumed by another worker, or by the next start.
        """
        await self._dispatcher.close()
        await super().close()
        if self.webhooks is not None:
            self.webhooks.close()

    async def _listen(self, call_id: str, build: BuildAnswer) -> list[str]:
        return await self._dispatcher.carry_out(self._turn(call_id, build))

    async def _turn(self, call_id: str, build: BuildAnswer) -> list[str]:
        """Record what the caller said or pressed, then let the agent move."""
        try:
            events = await self._dispatcher.answer(call_id, build)
        finally:
            await self._dispatcher.words_end(call_id)
        said = [event.text for event in events if isinstance(event, AgentSpoke)]
        if not events:
            return said
        owed = any(isinstance(event, CallerSpoke) for event in events)
        return said + await self._dispatcher.turns.take(call_id, owes_reply=owed)


@asynccontextmanager
async def _work(
    build: Callable[[], Parts], url: str, telemetry: Telemetry | None
) -> AsyncIterator[CallCenter]:
    parts = build()
    center = CallCenter(parts)
    try:
        async with running(parts), observed(url, parts, telemetry):
            yield center
    finally:
        await center.close()
