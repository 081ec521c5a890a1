"""A desk: how an agent that the host runs takes part in one call."""

# ruff: noqa: A002 - “id” is what frameworks call the id of a tool call

from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from hookflash.domain.call.agent_words import agent_words, check_heard, check_time
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import AgentFailure, EndCall, FailAgent, ReportAgentWords
from hookflash.domain.call.events import CallEvent
from hookflash.domain.event import Actor
from hookflash.domain.idempotency import DESK_HEAR, DESK_PRESS, SAID, command_id
from hookflash.domain.job.briefing import Briefing
from hookflash.orchestrator.agents.desk.agent_tool import AgentTool, tool_for
from hookflash.orchestrator.agents.desk.complaints import (
    complain_of_unknown,
    complain_of_unreported,
)
from hookflash.orchestrator.agents.desk.given import check_failure, check_keys, check_tool_name
from hookflash.orchestrator.agents.desk.instructions import instructions
from hookflash.orchestrator.agents.desk.line import DeskLine
from hookflash.orchestrator.agents.desk.model_output import (
    LONGEST_NAME,
    arguments_of,
    storable_id,
    storable_text,
)
from hookflash.orchestrator.agents.desk.news import follow
from hookflash.orchestrator.agents.desk.permission import may_reply, to_play
from hookflash.orchestrator.agents.desk.results import DeskTurn, News, ToolResult
from hookflash.orchestrator.agents.desk.tool_calls import ToolCall, ToolCalls
from hookflash.orchestrator.agents.desk.turn_words import told
from hookflash.orchestrator.ports.reports import Spoken as PlaybackReport
from hookflash.orchestrator.runtime.inbound import command_for
from hookflash.orchestrator.runtime.listening import Pressed, Spoken

T = TypeVar("T")


class Desk:
    """One call, as the agent of a host sees it; from ``CallCenter.desk``.

    - ``instructions`` tell a model who it is, its rules and its jobs; ``tools`` are its tools.
    - ``greeting`` is what it says first; report it with :meth:`agent_said`.

    Whatever a method was told is carried out, also if the task that awaits it is cancelled. A
    call raises ``NotCarriedHere`` for a live call without telephony, and ``LogUnavailable``; it
    can then be repeated under its ``id``.
    """

    def __init__(self, line: DeskLine, call: Call, briefing: Briefing) -> None:
        self._line = line
        self._tools = ToolCalls(line)
        self._since = call.position
        self.call_id = call.call_id
        self.greeting = briefing.greeting
        telephony = line.ports.telephony_of(call)
        self.telephony_speaks = telephony is not None and telephony.offers.speaks
        self.instructions = instructions(briefing, call)
        self.tools: tuple[AgentTool, ...] = tuple(
            tool_for(saved, call.language) for saved in call.actions.values()
        )

    async def caller_said(
        self, text: str, *, id: str = "", began_at: datetime | None = None, final: bool = True
    ) -> DeskTurn:
        """Report what the caller said, and learn whether the agent may reply.

        ``began_at`` (with a time zone) is when they began to speak: words that began before a
        question was heard do not answer it. The same ``id`` counts once. ``final`` is False for
        partial words, while the caller still speaks: they are not recorded. Raises
        ``InvalidWords`` for a time without a zone.
        """
        check_time(began_at)
        await self._line.dispatcher.check_carried(self.call_id)
        if not final:
            await self._line.dispatcher.carry_out(self._line.listening.begin(self.call_id))
            return DeskTurn(may_reply=False, state=(await self._call()).state)
        words, known = storable_text(text), command_id(DESK_HEAR, self._new(id))
        return await self._deliver(known, partial(self._heard, Spoken(words, began_at, known)))

    async def caller_pressed(
        self, digits: str, *, id: str = "", began_at: datetime | None = None
    ) -> DeskTurn:
        """Report keys that the caller pressed; otherwise as :meth:`caller_said`."""
        check_keys(digits)
        check_time(began_at)
        await self._line.dispatcher.check_carried(self.call_id)
        known = command_id(DESK_PRESS, self._new(id))
        return await self._deliver(known, partial(self._heard, Pressed(digits, began_at, known)))

    async def call_tool(self, name: str, arguments: object = None, *, id: str = "") -> ToolResult:
        """Have a tool call of the model decided; the result's ``text`` is for the model.

        ``name`` and ``arguments`` are as the model gave them, an object or its JSON: what is not
        one of ``tools``, and any argument, is recorded and refused. The same ``id`` counts once and
        gets its result again; raises ``NameReused`` for another tool under it, and
        ``InvalidWords`` for a ``name`` that is not a string. Waits up to 5 seconds for the outcome
        of a text.
        """
        check_tool_name(name)
        await self._line.dispatcher.check_carried(self.call_id)
        called = ToolCall(storable_text(name, LONGEST_NAME), arguments_of(arguments), self._new(id))
        return await self._deliver(called.known, partial(self._tools.call, self.call_id, called))

    async def agent_said(
        self,
        text: str,
        *,
        id: str = "",
        began_at: datetime | None = None,
        heard_chars: int | None = None,
        interrupted: bool = False,
    ) -> DeskTurn:
        """Record what the agent said; nothing is said for it.

        ``began_at`` is when the caller began to hear it, ``heard_chars`` how many characters they
        heard (0: it was not played), ``interrupted`` whether they cut it off. Report it late rather
        than not at all: words count from when they were spoken. Raises ``InvalidWords`` for times
        without a zone and negative numbers.
        """
        await self._line.dispatcher.check_carried(self.call_id)
        if not text.strip():
            return await self._turn("", ())
        command = agent_words(
            self._new(id),
            self._line.now(),
            storable_text(text),
            began_at=began_at,
            heard_chars=heard_chars,
            interrupted=interrupted,
        )
        return await self._deliver(command.id, partial(self._said, command))

    async def agent_failed(
        self, reason: AgentFailure, detail: str = "", *, id: str = ""
    ) -> DeskTurn:
        """Record that the agent made no usable reply; the core says something in its place.

        ``detail`` is the name of an error, never its text, which may quote the caller. The same
        ``id`` counts once. Raises ``InvalidWords`` for another ``reason``.
        """
        check_failure(reason)
        await self._line.dispatcher.check_carried(self.call_id)
        known = command_id(SAID, self._new(id))
        why = storable_text(detail, LONGEST_NAME)
        return await self._deliver(known, partial(self._failed, known, reason, why))

    async def played(
        self,
        speech_id: str,
        *,
        began_at: datetime,
        ended_at: datetime,
        heard_chars: int,
        finished: bool = True,
    ) -> None:
        """Report what the caller heard of a speech; what follows from it is told as news.

        An id that no speech of the call has changes nothing, and is logged as ``unknown_speech``.
        Raises ``InvalidWords`` for times without a zone and negative numbers.
        """
        check_time(began_at)
        check_time(ended_at, "ended_at")
        check_heard(heard_chars)
        report = PlaybackReport(
            speech_id=storable_id(speech_id),
            began_at=began_at,
            ended_at=ended_at,
            heard_chars=heard_chars,
            finished=finished,
        )
        await complain_of_unknown(self._line, self.call_id, report.speech_id)
        known = self._new("")
        await self._line.dispatcher.carry_out(
            self._line.dispatcher.settle_answer(
                self.call_id, lambda at, routing: command_for(report, known, at, routing)
            )
        )

    async def ended(self, reason: str = "caller_hung_up", by: Actor = Actor.CALLER) -> None:
        """Report that the call is over; repeated, it does nothing."""
        known = self._new("")
        await self._line.dispatcher.carry_out(
            self._line.dispatcher.ask(
                self.call_id,
                lambda _: EndCall(id=known, at=self._line.now(), reason=reason, by=by),
            )
        )

    def news(self, *, after: int | None = None) -> AsyncIterator[News]:
        """What becomes known and no method returned, until the call ends.

        It begins with what happened since the desk was opened, or after the ``position`` of an
        earlier item. Any number of readers, of any worker, get all of it.
        """
        return follow(self._line, self.call_id, self._since if after is None else after)

    def _deliver(
        self, known: str, work: Callable[[], Coroutine[Any, Any, T]]
    ) -> Coroutine[Any, Any, T]:
        carry_out = self._line.dispatcher.carry_out
        return self._line.deliveries.deliver(self.call_id, known, work, carry_out)

    async def _heard(self, heard: Spoken | Pressed) -> DeskTurn:
        listening = self._line.listening
        if isinstance(heard, Spoken):
            events = await listening.hear(self.call_id, heard)
        else:
            events = await listening.press(self.call_id, heard)
        complain_of_unreported(await self._call(), heard.began_at, self._line.now())
        return await self._turn(heard.known, events)

    async def _said(self, command: ReportAgentWords) -> DeskTurn:
        events = await self._line.dispatcher.ask(self.call_id, lambda _: command)
        return await self._turn(command.id, events)

    async def _failed(self, known: str, reason: AgentFailure, detail: str) -> DeskTurn:
        fallback = self._line.ports.settings.instead(await self._call())
        at, said = self._line.now(), {"reason": reason, "detail": detail, "fallback": fallback}
        command = FailAgent.model_validate({"id": known, "at": at, **said})
        events = await self._line.dispatcher.ask(self.call_id, lambda _: command)
        return await self._turn(known, events)

    async def _turn(self, known: str, decided: Sequence[CallEvent]) -> DeskTurn:
        events = decided or await self._line.recorded(self.call_id, known)
        call = await self._call()
        free = may_reply(call, events)
        return DeskTurn(
            speeches=to_play(call, events, repeated=not decided),
            may_reply=free,
            state=call.state,
            text=told(call, events, may_reply=free),
        )

    async def _call(self) -> Call:
        return await self._line.calls.load(self.call_id)

    def _new(self, given: str) -> str:
        return self._line.new_id(storable_id(given))
