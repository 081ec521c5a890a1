"""What a host reports about calls, and what it asks of them."""

from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from datetime import datetime
from functools import partial

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import (
    AnswerCall,
    EndCall,
    HearText,
)
from hookflash.domain.call.deciding.asides import is_answered
from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.events import AgentSpoke, CallerSpoke, CallEvent
from hookflash.domain.event import Actor
from hookflash.domain.idempotency import HEAR, PRESS, command_id
from hookflash.domain.inbox.events import TextReceived
from hookflash.domain.job.job import Job
from hookflash.domain.policy.contact_key import is_pseudonym
from hookflash.domain.workspace.contact import CarrierKeyword
from hookflash.orchestrator.agents.desk.complaints import Complaints
from hookflash.orchestrator.agents.desk.deliveries import Deliveries
from hookflash.orchestrator.agents.desk.desk import Desk
from hookflash.orchestrator.agents.desk.given import check_keys
from hookflash.orchestrator.agents.desk.line import DeskLine, NotHosted
from hookflash.orchestrator.log.errors import LogFault
from hookflash.orchestrator.parts import Parts
from hookflash.orchestrator.ports.outside import NotCarriedHere
from hookflash.orchestrator.ports.reports import LegStatus, Recording, Report, TextStatus
from hookflash.orchestrator.ports.telephony import Verdict
from hookflash.orchestrator.reading import CallReader
from hookflash.orchestrator.runtime.carrier_messages import Callback
from hookflash.orchestrator.runtime.inbound import Arriving, command_for
from hookflash.orchestrator.runtime.inbound_texts import IncomingText, ReceivedText
from hookflash.orchestrator.runtime.listening import Listening, Pressed, Spoken
from hookflash.orchestrator.runtime.lost_gateway import (
    CarrierOfWorkspace,
    LostGateway,
    end_lost_calls,
)
from hookflash.orchestrator.runtime.reception import Reception
from hookflash.orchestrator.runtime.repeated_requests import RepeatedRequests


class LiveCalls(CallReader):
    """The part of a ``CallCenter`` through which calls are carried."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.log, parts.runner, parts.workspaces, parts.ports.clock)
        self._ports = parts.ports
        self._dispatcher = parts.dispatcher
        self._handler = parts.handler
        most = parts.ports.settings.most_live_calls
        self._reception = Reception(parts.handler, parts.dispatcher, parts.inbound, most)
        self._quarantine = parts.quarantine
        self._messages = parts.messages
        self._texts = parts.texts
        self._listening = Listening(parts.dispatcher, parts.handler, parts.ports.understanding)
        self._repeated = RepeatedRequests(
            parts.log, parts.handler, parts.dispatcher, parts.ports.clock
        )
        self._replies = parts.replies
        self._complaints = Complaints()
        self._desks = DeskLine(
            ports=parts.ports,
            log=parts.log,
            calls=parts.handler,
            dispatcher=parts.dispatcher,
            listening=self._listening,
            deliveries=Deliveries(parts.dispatcher.watch.changed),
        )

    async def receive_call(
        self,
        *,
        to: str,
        from_: str | None,
        provider_call_id: str = "",
        test: bool = False,
        draft: Job | None = None,
    ) -> str:
        """Record an incoming call and return its id; the same ``provider_call_id``, the same id.

        ``to`` is the business number and ``from_`` the caller's, None or ``anonymous`` if withheld,
        as carriers send them. Without a ``provider_call_id`` each call is a new one. ``test``:
        phones and texts are simulated; ``draft`` is the only job then. Raises ``UnknownNumber``,
        ``NameReused`` for another caller, ``TooManyCalls``, ``NotCarriedHere`` without telephony.
        """
        if not test and not self._ports.carries_calls:
            raise NotCarriedHere
        known = provider_call_id or self.new_id("call")
        return await self._reception.receive(Arriving(to, from_, known, test, draft))

    async def receive_text(
        self,
        *,
        to: str,
        from_: str,
        body: str,
        message_id: str = "",
        taken_for: CarrierKeyword = "",
    ) -> ReceivedText:
        """Record a text that a contact sent to the business number ``to``; no call is needed.

        A text that is one keyword changes at once whether the contact may be texted: STOP, STOPALL,
        UNSUBSCRIBE, CANCEL, END, QUIT, REVOKE and OPTOUT opt out, START and UNSTOP opt in. A
        carrier with keywords of its own says in ``taken_for`` which of these it took the text for.
        ``to`` and ``from_`` are read as in :meth:`receive_call`; ``body`` has at most 10,000
        characters and may be empty. The same ``message_id`` counts once; without one, each text
        is a new one.

        Raises ``UnknownNumber`` if no workspace has ``to``, ``InvalidText`` if the body cannot be
        stored or the sender is withheld, and ``NameReused`` if another text had the message id.
        """
        text = IncomingText(to, from_, body, message_id, taken_for)
        return await self._dispatcher.carry_out(self._receive_text(text))

    async def _receive_text(self, text: IncomingText) -> ReceivedText:
        """Record the text, reply to it, and show it to the agent of a live call."""
        received = await self._texts.receive(text)
        self._dispatcher.start(self._replies.work_on(received.text))
        number = received.thread.rpartition(".")[2]
        call_id = await self._runner.live_call_with(
            received.workspace, received.contact, f"+{number}"
        )
        if call_id is not None:
            said = {"text_id": received.text, "body": text.body, "consent": received.consent}
            command = HearText.model_validate({"id": received.text, "at": self.now(), **said})
            await self._show_text(call_id, command)
        return received

    async def _show_text(self, call_id: str, command: HearText) -> None:
        """Enter a text into the live call of its sender, and give the agent its turn."""
        events = await self._dispatcher.ask(call_id, lambda _: command)
        turns, call = self._dispatcher.turns, await self._handler.load(call_id)
        if events and self._ports.carries(call) and not turns.notify(call_id):
            self._dispatcher.start(turns.take(call_id))

    async def answer(self, call_id: str) -> list[str]:
        """Have the agent pick up and greet; returns what it said.

        Repeated, to any worker, it changes nothing and returns the same, once it is known.

        Raises ``NotCarriedHere`` for a live call without telephony, as do :meth:`hear`,
        :meth:`press` and :meth:`use_tool`.
        """
        await self._dispatcher.check_carried(call_id)
        return await self._dispatcher.carry_out(self._answer(call_id))

    async def _answer(self, call_id: str) -> list[str]:
        label, known, hosted = self._ports.agent.label, f"answer/{call_id}", self._ports.hosted
        events = await self._dispatcher.ask(
            call_id,
            lambda _: AnswerCall(id=known, at=self.now(), agent=label, hosted=hosted),
        )
        if not events:
            return await self._repeated.said(call_id, known)
        return await self._dispatcher.turns.take(call_id, owes_reply=True)

    async def desk(
        self,
        call_id: str = "",
        *,
        to: str = "",
        from_: str | None = None,
        provider_call_id: str = "",
        test: bool = False,
    ) -> Desk:
        """The desk of a call, for an agent that the host runs (``agent=HostAgent(…)``).

        With ``to``, it receives the call as :meth:`receive_call` and answers it; with ``call_id``,
        it attaches to a call, whichever worker answered it, and answers it if it still rings.
        Repeated, it changes nothing. Raises ``NotHosted`` if another agent is on the call, or the
        center has an agent of its own, and otherwise what :meth:`receive_call` raises. Where the
        telephony speaks, only the words of the core are played; this is logged once, as
        ``desk_beside_speaking_telephony``.
        """
        if bool(call_id) == bool(to):
            raise ValueError("desk: give either a call_id, or to and from_ of a new call")
        if to and not self._ports.hosted:
            raise NotHosted("desk")
        known = call_id or await self.receive_call(
            to=to, from_=from_, provider_call_id=provider_call_id, test=test
        )
        await self._dispatcher.check_carried(known)
        ringing = (await self._handler.refresh(known)).state == "ringing"
        if ringing and self._ports.hosted:
            await self._dispatcher.carry_out(self._answer(known))
        call = await self._desks.hosted(known)
        desk = Desk(self._desks, call, await self._workspaces.briefing(call))
        if desk.telephony_speaks and not call.test:
            await self._complaints.tell_of_speaking(call.call_id, self.simulated)
        return desk

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
        question are no answer to it. Without it, or if it lies ahead, they began now. The same
        ``message_id`` counts once and, repeated to any worker, returns what the agent said, once it
        is known; without one, each report is a new one. Ids of words, keys, tool calls and each
        type of report are apart; raises ``NameReused`` for other words under an id. ``final`` is
        False for partial words, while the caller still speaks: they stop the agent's speech and are
        not recorded. If the final words do not follow within 1.5 seconds, an open question is put
        again.
        """
        await self._dispatcher.check_carried(call_id)
        if not final:
            await self._dispatcher.carry_out(self._listening.begin(call_id))
            return []
        known = command_id(HEAR, message_id or self.new_id("hear"))
        heard = partial(self._listening.hear, call_id, Spoken(text, began_at, known))
        return await self._dispatcher.carry_out(self._turn(call_id, known, heard))

    async def press(
        self, call_id: str, digits: str, *, began_at: datetime | None = None, message_id: str = ""
    ) -> list[str]:
        """Report keys that the caller pressed (0-9, ``*``, ``#``); otherwise as :meth:`hear`.

        Raises ``InvalidWords`` for other keys.
        """
        check_keys(digits)
        await self._dispatcher.check_carried(call_id)
        known = command_id(PRESS, message_id or self.new_id("press"))
        pressed = partial(self._listening.press, call_id, Pressed(digits, began_at, known))
        return await self._dispatcher.carry_out(self._turn(call_id, known, pressed))

    async def use_tool(
        self, call_id: str, tool: str, arguments: dict[str, object], tool_call_id: str = ""
    ) -> tuple[CallEvent, ...]:
        """Report a tool call of an agent that the host runs; returns the events it led to.

        ``tool`` and ``arguments`` are as the model gave them: unknown tools and any argument are
        refused, and the refusal is one of the events. The same ``tool_call_id`` counts once; raises
        ``NameReused`` for another tool call under it. Waits up to 5 seconds for the outcome of a
        text.
        """
        await self._dispatcher.check_carried(call_id)
        turns = self._dispatcher.turns
        return await self._dispatcher.carry_out(
            turns.use_tool(call_id, tool, arguments, tool_call_id)
        )

    async def report(self, call_id: str, report: Report) -> None:
        """Record what a provider reports; late, repeated and out of order are all right.

        A report's ``message_id`` makes it count once among those of its type; raises ``NameReused``
        for another report under it. A report for a call that is not in the log is
        quarantined. Without telephony it is recorded as well; what follows from it on a live call
        is left to a process that has it.
        """
        await self._dispatcher.carry_out(self._report(call_id, report))

    async def _report(self, call_id: str, report: Report) -> None:
        known = report.message_id or self.new_id("report")
        if isinstance(report, TextStatus) and await self._replies.report(call_id, report, known):
            return
        keep = isinstance(report, Recording) and await self._dispatcher.keeps_recordings(call_id)
        try:
            await self._dispatcher.settle_answer(
                call_id, lambda at, routing: command_for(report, known, at, routing, keep=keep)
            )
        except NoSuchCall:
            await self._quarantine.keep(call_id, report, known)

    async def keep_message(self, call_id: str, carrier: str, callback: Callback) -> None:
        """Record a carrier's callback as it came; nothing more follows from it.

        Of an erased caller's call nothing is kept any more.
        """
        if not await self._is_erased(call_id):
            await self._messages.keep(call_id, carrier, callback)

    async def _is_erased(self, call_id: str) -> bool:
        if ".text." not in call_id:
            return is_pseudonym((await self._handler.load(call_id)).contact)
        first = next(iter(await self._log.read_stream(call_id)), None)
        return isinstance(first, TextReceived) and is_pseudonym(first.contact)

    async def phone_answered(self, call_id: str, leg: str, of: int | None = None) -> Verdict:
        """Ask whether to connect a phone, at the moment it is answered: ``bridge`` or ``release``.

        For a carrier that connects phones by itself (``TelephonyOffers.screening``). The first
        phone of a transfer wins; what is returned is in the log, and a repeated question gets the
        same answer from every worker. ``of`` is how many phones the adapter rang
        (``len(RingPhones.legs)``). It counts if the log cannot be reached: the only phone is
        connected, within a second; one of several waits for up to 3 seconds and is then released.
        Report ``Bridged`` once the phone is connected. An unknown call's phone is released.
        """
        return await self._dispatcher.carry_out(self._phone_answered(call_id, leg, of))

    async def _phone_answered(self, call_id: str, leg: str, of: int | None) -> Verdict:
        try:
            return await self._dispatcher.screening.answered(call_id, leg, of)
        except NoSuchCall:
            report = LegStatus(leg=leg, status="answered")
            with suppress(LogFault):  # the carrier waits, and the answer does not depend on it
                await self._quarantine.keep(call_id, report, f"answered/{leg}")
            return "release"

    async def gateway_lost(
        self,
        carrier: str,
        provider_call_ids: Collection[str] | None = None,
        *,
        at: datetime | None = None,
        workspace: str | None = None,
    ) -> tuple[str, ...]:
        """Report that a carrier's gateway or connection died; returns the calls that it ended.

        The live calls that came in through ``carrier`` end as ``interrupted``, also those that a
        member has taken over; phones stop ringing. ``carrier`` is the name in
        ``TelephonyOffers.carrier``, empty for a telephony without one. With ``provider_call_ids``
        only those calls end, and with ``workspace`` only those of one. Of carriers that workspaces
        configured, ``carrier`` is the kind, for all of that kind, or ``KIND/NAME``, which needs a
        ``workspace`` (or ``CarrierOfWorkspace``). A call that came in after ``at`` (aware; now)
        goes on, and so does every test call. Nothing is asked of the gateway but to release phones;
        later reports are recorded. Repeated, it does no harm. Raises ``ViewsBehind`` if there may
        be calls that cannot be seen yet; repeat it then.
        """
        if workspace is None and self._ports.is_configured(carrier):
            raise CarrierOfWorkspace(carrier)
        return await self._dispatcher.carry_out(
            end_lost_calls(
                LostGateway(carrier, provider_call_ids, at or self.now(), workspace),
                self._ports.clock,
                self._runner.all_open_calls,
                self._dispatcher.ask,
            )
        )

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

    def now(self) -> datetime:
        """The time by the clock that the call center was opened with."""
        return self._ports.clock.now()

    def new_id(self, kind: str) -> str:
        """A new unique id such as ``call-1b4e28ba2fa1``, from the ids it was opened with."""
        return self._ports.ids.new(kind)

    async def _turn(
        self, call_id: str, known: str, heard: Callable[[], Awaitable[tuple[CallEvent, ...]]]
    ) -> list[str]:
        """Record what the caller said or pressed, then let the agent move."""
        events = await heard()
        if not events:
            return await self._repeated.said(call_id, known)
        said = [event.text for event in events if isinstance(event, AgentSpoke)]
        if is_answered(events, (await self._handler.load(call_id)).language):
            return said
        owed = any(isinstance(event, CallerSpoke) for event in events)
        return said + await self._dispatcher.turns.take(call_id, owes_reply=owed)
