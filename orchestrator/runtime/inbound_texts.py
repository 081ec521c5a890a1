"""Records the texts that contacts send to business numbers, and acts on their keywords."""

from collections.abc import Awaitable, Callable
from typing import Literal, NamedTuple

from hookflash.domain.event import Event
from hookflash.domain.inbox.events import TextReceived, text_stream
from hookflash.domain.inbox.receiving import (
    InvalidText,
    ReceiveText,
    calls_for_reply,
    check_body,
    receive_text,
)
from hookflash.domain.policy.caller_id import called_number, read_caller_id
from hookflash.domain.problem import Problem
from hookflash.domain.value import Value
from hookflash.domain.workspace.contact import CarrierKeyword
from hookflash.domain.workspace.language import DEFAULT_LANGUAGE
from hookflash.orchestrator.log.decide_and_append import decide_and_append
from hookflash.orchestrator.log.protocol import Log
from hookflash.orchestrator.log.seen import Seen
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.ids import Ids
from hookflash.orchestrator.runtime.inbound import UnknownNumber
from hookflash.orchestrator.runtime.usage_ledger import UsageLedger, warn
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository

_NO_SENDER = Problem(wrong="names no sender", right="Send the sender's number, e.g. +14155550199.")


class ReceivedText(Value):
    """An inbound text as it was recorded.

    ``text`` is its id, ``thread`` that of its inbox thread. ``contact`` is the sender in E.164, or
    as received. ``consent`` is what its keyword did: ``opted_out``, ``opted_in`` or nothing.
    """

    text: str
    workspace: str
    thread: str
    contact: str
    consent: Literal["", "opted_out", "opted_in"]


class IncomingText(NamedTuple):
    """An inbound text as a carrier or a host delivers it; see ``CallCenter.receive_text``."""

    to: str
    from_: str
    body: str
    message_id: str
    taken_for: CarrierKeyword


class InboundTexts:
    """Receives texts; each message id of a workspace counts once, whichever process gets it."""

    def __init__(
        self,
        log: Log,
        workspaces: WorkspaceRepository,
        usage: UsageLedger,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._log = log
        self._workspaces = workspaces
        self._usage = usage
        self._clock = clock
        self._ids = ids

    async def receive(self, text: IncomingText) -> ReceivedText:
        """Record a text. Raises ``UnknownNumber``, ``InvalidText`` and ``NameReused``."""
        check_body(text.body)
        known = text.message_id or self._ids.new("text")

        async def command(seen: Seen) -> ReceiveText:
            return await self._command(text, known, seen)

        return await self._record(command)

    async def _command(self, text: IncomingText, known: str, seen: Seen) -> ReceiveText:
        to, from_ = text.to, text.from_
        number = called_number(to)
        workspace = (await self._workspaces.owner(number, seen)).workspace if number else ""
        if not workspace or number is None:
            raise UnknownNumber(to, number)
        owner = await self._workspaces.get(workspace, seen)
        sender = read_caller_id(from_, number)
        if sender.contact is None:
            raise InvalidText("from_", _NO_SENDER)
        return ReceiveText(
            id=known,
            at=self._clock.now(),
            workspace=workspace,
            contact=sender.contact,
            number=number,
            body=text.body,
            taken_for=text.taken_for,
            from_received=sender.received,
            to_received=read_caller_id(to).received,
            name=owner.name if owner else "",
            language=owner.spoken(number) if owner else DEFAULT_LANGUAGE,
        )

    async def _with_facts(self, command: ReceiveText, seen: Seen) -> ReceiveText:
        """``command`` with what is known about texting its sender."""
        owner = await self._workspaces.get(command.workspace, seen)
        if owner is None:
            return command
        facts = await self._workspaces.reply_facts(owner, command.contact, command.number, seen)
        return command.model_copy(update={"texting": facts})

    async def _record(self, command: Callable[[Seen], Awaitable[ReceiveText]]) -> ReceivedText:
        tally, seen = self._usage.tally(), Seen()
        stream = ""

        async def decide_now() -> tuple[Event, ...]:
            nonlocal stream
            received = await command(seen)
            stream = text_stream(received.workspace, received.id)
            history = await self._log.read_stream(stream)
            sender = await self._workspaces.contact(received.workspace, received.contact, seen)
            informed = await self._with_facts(received, seen)
            if calls_for_reply(sender, informed):
                informed = await self._usage.inform_reply(informed)
            decided = receive_text(history, sender, informed)
            return (*decided, *await tally.count_reply(received.workspace, decided))

        events = await decide_and_append(self._log, decide_now, tally.failed, seen)
        warn(events)
        text = (events or await self._log.read_stream(stream))[0]
        assert isinstance(text, TextReceived)  # noqa: S101 - the only event of its stream
        return ReceivedText(
            text=text.stream,
            workspace=text.workspace,
            thread=text.thread,
            contact=text.contact,
            consent=text.consent,
        )
