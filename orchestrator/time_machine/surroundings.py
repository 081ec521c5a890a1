"""What a branch is told of its workspace: by the log as it was, or by the recorded call alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar, cast

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import CallTool, Recipient, Routing
from hookflash.domain.call.events.transfers import Mailbox
from hookflash.domain.event import Event
from hookflash.domain.idempotency import TOOL, command_id
from hookflash.domain.job.action import Destination, SendSms, TransferCall
from hookflash.domain.policy.texting import TextingFacts
from hookflash.domain.workspace.people import DEFAULT_RING_SECONDS
from hookflash.domain.workspace.usage import Usage
from hookflash.orchestrator.log.protocol import Log
from hookflash.orchestrator.runtime.tool_calls import tool_command
from hookflash.orchestrator.runtime.usage_ledger import UsageLedger
from hookflash.orchestrator.time_machine.past import Past
from hookflash.orchestrator.time_machine.recording import Recording
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository

P = ParamSpec("P")
R = TypeVar("R")


class Surroundings(Protocol):
    """Tells what a branch needs to know of its workspace."""

    async def use_of(self, call: Call, tool: str, name: str, at: datetime) -> CallTool:
        """The command by which the agent uses ``tool``, with the facts that its decision needs."""
        ...

    async def answer_routing(self, call: Call) -> Routing | None:
        """Where a yes to the open proposal would lead."""
        ...


class AsRecorded:
    """Surroundings of which no more is known than the recorded call tells.

    Texts may be sent unless it tells otherwise; a destination that it did not ring has no phones.
    """

    def __init__(self, recording: Recording) -> None:
        facts: TextingFacts | None = None
        self._routings: dict[Destination, Routing] = {}
        for event in recording.events:
            if isinstance(event, e.SmsRequested | e.SmsRefused):
                facts = facts or event.facts
            elif isinstance(event, e.TransferConfirmed):
                self._routings[event.destination] = _routing(event)
        usual = TextingFacts(registration="approved", number_kind="local", opted_out=False)
        self._facts = facts or usual

    async def use_of(self, call: Call, tool: str, name: str, at: datetime) -> CallTool:
        """See :class:`Surroundings`."""
        saved = call.actions.get(tool)
        action = saved.action if saved else None
        known: dict[str, object] = {}
        if isinstance(action, SendSms):
            known = {"texting": self._facts}
        elif isinstance(action, TransferCall):
            known = {"routing": self._of(call, action.destination)}
        named = {"tool": tool, "tool_call_id": name, "id": command_id(TOOL, name)}
        return CallTool.model_validate({**named, "at": at, **known})

    async def answer_routing(self, call: Call) -> Routing | None:
        """See :class:`Surroundings`."""
        transfer = call.current
        if call.state != "confirm_transfer" or transfer is None:
            return None
        return self._of(call, transfer.destination)

    def _of(self, call: Call, destination: Destination) -> Routing:
        mailbox = Mailbox(owner=destination.name, greeting=call.voicemail_greeting)
        unknown = Routing(recipients=(), ring_seconds=DEFAULT_RING_SECONDS, mailbox=mailbox)
        return self._routings.get(destination, unknown)


def _routing(confirmed: e.TransferConfirmed) -> Routing:
    recipients = (
        Recipient(name=leg.who, phone=leg.phone, accept=leg.accept) for leg in confirmed.legs
    )
    return Routing(
        recipients=tuple(recipients),
        ring_seconds=confirmed.ring_seconds,
        mailbox=confirmed.mailbox,
    )


class _LogAsOf:
    """A log that ends at a log position, and takes no events."""

    def __init__(self, past: Past, end: int) -> None:
        self._past = past
        self._end = end

    async def append(self, events: Sequence[Event], reads: Mapping[str, int] | None = None) -> int:
        raise NotImplementedError("nothing is appended to the past")

    async def read_stream(self, stream: str, after: int = 0) -> Sequence[Event]:
        return self._past.events(stream, self._end, after)

    async def fold_stream(self, stream: str, fold: Callable[[Iterator[Event]], Call]) -> Call:
        return fold(iter(await self.read_stream(stream)))

    async def compute(self, slow: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return slow(*args, **kwargs)


class _UsageAsOf(UsageLedger):
    """What was used of daily limits at a log position."""

    def __init__(self, log: Log, past: Past, end: int) -> None:
        super().__init__(log)
        self._past = past
        self._end = end

    async def read(self, workspace: str, day: str) -> Usage:
        return self._past.usage(workspace, day, self._end)


class _Standing:
    """A clock that shows one time, and ids that are never given out."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    async def sleep(self, _seconds: float) -> None:
        raise NotImplementedError("the past does not go on")

    def new(self, _kind: str) -> str:
        raise NotImplementedError("nothing new happens in the past")


class AsOf:
    """What the log told a ``workspace`` at its position ``end``, when it was ``at``.

    By position, not by time: simulated calls happen in a time of their own.
    """

    def __init__(self, past: Past, workspace: str, end: int, at: datetime) -> None:
        log, standing = _LogAsOf(past, end), _Standing(at)
        known = past.workspace(workspace, end)
        self._workspaces = WorkspaceRepository(
            log, standing, standing, {workspace: known} if known else {}
        )
        self._usage = _UsageAsOf(log, past, end)

    async def use_of(self, call: Call, tool: str, name: str, at: datetime) -> CallTool:
        """The command by which the agent uses ``tool``, with the facts that its decision needs."""
        command = await tool_command(self._workspaces, call, tool, {}, name, at=at)
        return cast("CallTool", await self._usage.inform(call, command))

    async def answer_routing(self, call: Call) -> Routing | None:
        """Where a yes to the open proposal would lead."""
        return await self._workspaces.answer_routing(call)
