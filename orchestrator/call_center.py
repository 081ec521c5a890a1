"""The call center: what a host tells it about calls, and what it can be asked."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import cast

from hookflash.domain.call.commands import (
    AnswerCall,
    Command,
    EndCall,
    HearCaller,
    PressDigits,
    Routing,
)
from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.events import AgentSpoke, CallEvent
from hookflash.domain.event import Actor, Event
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.orchestrator.api_keys import ApiKeys
from hookflash.orchestrator.integrity.erasing import (
    EraseContact,
    Erasure,
    erase_contact,
    parse_contact,
)
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.ports.agent import Agent
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.ids import Ids
from hookflash.orchestrator.ports.messaging import Messaging
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.ports.reports import Report
from hookflash.orchestrator.ports.telephony import Telephony
from hookflash.orchestrator.ports.webhooks import WebhookSender
from hookflash.orchestrator.projection_runner import ProjectionRunner
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from hookflash.orchestrator.runtime.dispatcher import Dispatcher
from hookflash.orchestrator.runtime.inbound import Inbound, Quarantine, command_for
from hookflash.orchestrator.sandbox.line import SandboxLine
from hookflash.orchestrator.sandbox.sessions import Sandbox
from hookflash.orchestrator.telemetry.providers import Telemetry
from hookflash.orchestrator.thread_marks import ThreadMarks
from hookflash.orchestrator.webhooks.outgoing.service import WebhookService
from hookflash.orchestrator.workspaces.editor import WorkspaceEditor
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository
from hookflash.projections.inbox.queries import Thread
from hookflash.projections.reports.question import By, Question
from hookflash.projections.reports.question import Report as FiguresReport
from hookflash.projections.transfers.queries import Trail


class CallCenter:
    """Decides, records and acts on the calls of one log.

    Use it from one event loop. What it is told is durable when the method returns. A call id that
    it does not know raises ``NoSuchCall``.
    """

    def __init__(
        self, log: EventLog, keeper: ProjectionRunner, outside: Ports, test_line: SandboxLine
    ) -> None:
        self.log = log
        self.keeper = keeper
        self.outside = outside
        self.calls = CommandHandler(log)
        self.workspaces = WorkspaceRepository(log, outside.clock, outside.ids)
        self.configuration = WorkspaceEditor(self.workspaces)
        self.access = ApiKeys(log, outside.clock, outside.ids)
        self.marking = ThreadMarks(log, outside.clock)
        self.dispatch = Dispatcher(
            self.calls, self.workspaces, outside, test_line.instead_of(outside)
        )
        self.test_calls = Sandbox(self, test_line)
        self.webhooks: WebhookService | None = None
        self._quarantine = Quarantine(log, outside.clock)
        self._incoming = Inbound(self.workspaces, outside)

    @staticmethod
    def open(  # noqa: PLR0913 - one keyword a port
        url: str = "sqlite:///hookflash.db",
        *,
        telephony: Telephony | None = None,
        messaging: Messaging | None = None,
        agent: Agent | None = None,
        clock: Clock | None = None,
        ids: Ids | None = None,
        webhooks: WebhookSender | None = None,
        telemetry: Telemetry | None = None,
    ) -> AbstractAsyncContextManager["CallCenter"]:
        """Open the log under ``url`` and answer calls with it, as ``async with``.

        The simulator, the scripted agent and the machine's own clock stand in for ports not given.
        Calls that were left open are taken up. A test call reaches no port but the agent, the clock
        and the ids: its phones and texts are simulated. Webhooks are sent by whoever is given
        a sender for them, and telemetry by whoever is given providers.
        """
        from hookflash.orchestrator.assembly import open_call_center  # noqa: PLC0415 - it imports us

        return open_call_center(
            url,
            telephony=telephony,
            messaging=messaging,
            agent=agent,
            clock=clock,
            ids=ids,
            webhooks=webhooks,
            telemetry=telemetry,
        )

    async def apply(self, workspace: WorkspaceDocument | Path | str) -> Sequence[Event]:
        """Make a workspace what its document, or file, says; returns what changed.

        Raises ``InvalidWorkspace`` with everything that is wrong with the file, or ``NumberTaken``
        if one of its numbers is another workspace's. Nothing has changed then.
        """
        if not isinstance(workspace, WorkspaceDocument):
            workspace = read_workspace(Path(workspace))
        return await self.workspaces.apply(workspace)

    async def receive_call(
        self, *, to: str, from_: str | None, provider_call_id: str = "", test: bool = False
    ) -> str:
        """A call comes in; returns its id, the same for the same ``provider_call_id``.

        ``from_`` is None or ``anonymous`` when withheld. Raises ``UnknownNumber`` if ``to`` is
        nobody's business number.
        """
        command = await self._incoming.receive(to, from_, provider_call_id, test=test)
        await self.dispatch.ask(command.call_id, lambda _: command)
        return command.call_id

    async def answer(self, call_id: str) -> list[str]:
        """The agent picks up and greets; returns what it said. A second time does nothing."""
        label = self.outside.agent.label
        events = await self.dispatch.ask(
            call_id, lambda _: AnswerCall(id=f"answer/{call_id}", at=self._now(), agent=label)
        )
        return await self.dispatch.turns.take(call_id) if events else []

    async def hear(
        self, call_id: str, text: str, *, began_at: datetime | None = None, message_id: str = ""
    ) -> list[str]:
        """The caller said ``text``, having begun at ``began_at`` if that is known.

        Returns what the agent said to it. The same ``message_id`` counts once.
        """
        known = message_id or self.outside.ids.new("hear")
        return await self._listen(
            call_id,
            lambda routing: HearCaller(
                id=known, at=self._now(), text=text, began_at=began_at, routing=routing
            ),
        )

    async def press(self, call_id: str, digits: str, *, message_id: str = "") -> list[str]:
        """The caller pressed ``digits``; otherwise as :meth:`hear`."""
        known = message_id or self.outside.ids.new("press")
        return await self._listen(
            call_id,
            lambda routing: PressDigits(id=known, at=self._now(), digits=digits, routing=routing),
        )

    async def use_tool(
        self, call_id: str, tool: str, arguments: dict[str, object], tool_call_id: str = ""
    ) -> tuple[CallEvent, ...]:
        """A tool call by an agent that the host runs itself; the same id counts once."""
        return await self.dispatch.turns.use_tool(call_id, tool, arguments, tool_call_id)

    async def report(self, call_id: str, report: Report) -> None:
        """A provider reports; late, twice and out of order are all right.

        A report for a call that is not in the log is quarantined.
        """
        known = report.message_id or self.outside.ids.new("report")
        try:
            await self.dispatch.ask(call_id, lambda _: command_for(report, known, self._now()))
        except NoSuchCall:
            await self._quarantine.keep(call_id, report, known)

    async def end(
        self, call_id: str, reason: str = "caller_hung_up", by: Actor = Actor.CALLER
    ) -> None:
        """The call is over: what rings stops, what was not begun is cancelled."""
        known = self.outside.ids.new("end")
        await self.dispatch.ask(
            call_id, lambda _: EndCall(id=known, at=self._now(), reason=reason, by=by)
        )

    async def inbox(self, workspace: str) -> tuple[Thread, ...]:
        """The threads of a workspace (its slug), the one that something happened in last first."""
        return await self.keeper.fresh(self.keeper.views.inbox.threads, workspace)

    async def transfers(self, workspace: str) -> tuple[Trail, ...]:
        """The audit trails of a workspace's transfers, newest first."""
        return await self.keeper.fresh(self.keeper.views.transfers.list, workspace)

    async def figures(self, by: By, question: Question) -> FiguresReport:
        """Report on a workspace's calls by day, number, job or action. Raises ``BadQuestion``."""
        return await self.keeper.fresh(self.keeper.views.reports.ask, by, question)

    async def events(self, call_id: str) -> list[CallEvent]:
        """Everything that happened on a call. Raises ``NoSuchCall``."""
        events = await self.log.read_stream(call_id)
        if not events:
            raise NoSuchCall(call_id)
        return cast("list[CallEvent]", events)

    async def erase(
        self, contact: str, *, operator: str, workspace: str | None = None
    ) -> tuple[Erasure, ...]:
        """Erase a caller (a number, or their pseudonym) from a workspace, or from all, for good.

        That ``operator`` wished it is recorded. Raises ``NoContact``, ``NothingToErase``, or
        ``StillOpen`` while a call of theirs is not settled; nothing has changed then.
        """
        wish = EraseContact(
            contact=parse_contact(contact), operator=operator, at=self._now(), workspace=workspace
        )
        store, views = self.log.store, self.keeper.views
        erased = await self.keeper.ask(erase_contact, store, views, wish, self.outside.ids)
        for call_id in (call_id for erasure in erased for call_id in erasure.calls):
            self.calls.forget(call_id)
        return erased

    def follow(self, after: int = 0) -> AsyncIterator[tuple[int, Event]]:
        """Every event beyond log position ``after``, then each as it is appended."""
        return self.log.follow(after)

    async def close(self) -> None:
        """See through what was begun, and close the log; the next start takes up what waits."""
        await self.dispatch.close()
        await self.log.close()
        await self.keeper.close()

    async def _listen(self, call_id: str, build: Callable[[Routing | None], Command]) -> list[str]:
        call = await self.calls.load(call_id)
        routing = await self.workspaces.answer_routing(call)
        events = await self.dispatch.ask(call_id, lambda _: build(routing))
        said = [event.text for event in events if isinstance(event, AgentSpoke)]
        return said + await self.dispatch.turns.take(call_id) if events else said

    def _now(self) -> datetime:
        return self.outside.clock.now()
