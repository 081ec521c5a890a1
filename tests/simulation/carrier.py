"""A carrier that loses, repeats, delays and forgets as the story says, and keeps a ledger."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

from hookflash.domain.call.effects import (
    FindLegs,
    HandOver,
    HangUp,
    PlayVoicemail,
    ReleasePhone,
    Request,
    RingPhones,
    SendText,
)
from hookflash.domain.call.events import Leg
from hookflash.orchestrator.ports.answers import Accepted, Answer, NotTaken, Refused, Unknown
from hookflash.orchestrator.ports.messaging import MessagingOffers, TextFound
from hookflash.orchestrator.ports.reports import LegStatus, Report, TextStatus
from hookflash.orchestrator.ports.telephony import LegFound
from hookflash.orchestrator.simulation.virtual_time import EPOCH
from tests.simulation.edge import report_of
from tests.simulation.story import Story

LATENCY = 0.05
FOREVER = 3_600.0
LATEST = {"speech_report": 15.0}
"""How many seconds late a report of its kind comes at most."""
UNAVAILABLE = {"reject": "declined", "busy": "busy", "fail": "failed"}

Deliver = Callable[[str, Report, float | None], Awaitable[None]]
"""Reports to a worker; with a time, the report is cancelled after so many seconds."""
Die = Callable[[float], None]
"""Kills the worker that asks, or with a time every worker for as many seconds."""
Asked = SendText | RingPhones | HandOver | PlayVoicemail
Witness = Callable[[Request], None]


@dataclass
class Utterance:
    """What the caller said or pressed, from ``began_at``; ``told_at`` is when a worker was told.

    Both in seconds of the story. What began at an unknown time began when a worker was told.
    """

    message_id: str
    words: str
    digits: str
    began_at: float
    told_at: float
    times_told: int = 0


@dataclass
class Ledger:
    """What the carrier really did."""

    texts: Counter[str] = field(default_factory=Counter)
    found: dict[str, TextFound] = field(default_factory=dict)
    taken_at: dict[str, float] = field(default_factory=dict)
    rung: Counter[str] = field(default_factory=Counter)
    ringing: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    handed_over: Counter[str] = field(default_factory=Counter)
    hung_up: bool = False
    led: dict[str, float] = field(default_factory=dict)
    """When a transfer, by its key, was first asked for."""
    left: list[float] = field(default_factory=list)
    """When the call was taken from the agent: to phones or to the voicemail."""
    deaths: list[float] = field(default_factory=list)
    cut_off: list[float] = field(default_factory=list)
    """When the answer of the log came late to a worker, or was lost."""
    said: "list[Utterance]" = field(default_factory=list)


class Carrier:
    """Telephony and messaging of one story. ``witness`` sees each request on arrival."""

    offers = MessagingOffers(idempotent_seconds=0.0, can_search=True)

    def __init__(self, story: Story, witness: Witness) -> None:
        self.story = story
        self.witness = witness
        self.broken: list[str] = []
        self._counts: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._phones: dict[str, asyncio.Task[None]] = {}
        self.ledger = Ledger()
        self.deliver: Deliver | None = None

    async def send(self, request: SendText) -> Answer:
        """Accept one text."""
        return await self._request("send", request, lambda: self._take_text(request))

    async def ring(self, request: RingPhones) -> Answer:
        """Ring the phones."""
        return await self._request("ring", request, lambda: self._ring(request))

    async def hand_over(self, request: HandOver) -> Answer:
        """Hand the call over to an external number."""
        return await self._request("hand_over", request, lambda: self._hand_over(request))

    async def play_voicemail(self, request: PlayVoicemail) -> Answer:
        """Play the greeting."""
        return await self._request("play", request, lambda: None)

    async def release(self, request: ReleasePhone) -> None:
        """Release a phone."""
        fault = self.fault("release")
        await asyncio.sleep(LATENCY)
        if fault:
            raise ConnectionError("the carrier hung up on us")
        ringing = self._phones.pop(request.leg.leg, None)
        if ringing:
            ringing.cancel()
        self.ledger.ringing.discard(request.leg.leg)
        self.ledger.answered.discard(request.leg.leg)

    async def hang_up(self, request: HangUp) -> None:
        """End the call."""
        self.witness(request)
        self.ledger.hung_up = True

    async def find(self, request: SendText) -> TextFound | None:
        """Return what is known of a text."""
        fault = self.fault("find")
        await asyncio.sleep(LATENCY)
        if fault and fault.how == "raise":
            raise ConnectionError("the carrier is away")
        return None if fault else self._text_of(request)

    def _text_of(self, request: SendText) -> TextFound | None:
        """By its key, or else the newest text that this one may be."""
        if self.story.can_search_by_key:
            return self.ledger.found.get(request.effect_key)
        since = request.first_attempted_at
        taken = (
            self.ledger.found[key]
            for key, at in reversed(self.ledger.taken_at.items())
            if since is None or at >= (since - EPOCH).total_seconds()
        )
        return next((t for t in taken if t.provider_id not in request.other_ids), None)

    async def find_legs(self, request: FindLegs) -> Sequence[LegFound]:
        """What the phones of a transfer do."""
        fault = self.fault("find_legs")
        await asyncio.sleep(LATENCY)
        if fault and fault.how == "raise":
            raise ConnectionError("the carrier is away")
        if fault:
            return ()
        legs = [leg for leg in self.ledger.rung if leg.startswith(request.effect_key)]
        return [LegFound(leg=leg, status=self._status(leg)) for leg in legs]

    def _status(self, leg: str) -> str:
        if leg in self.ledger.answered:
            return "answered"
        return "ringing" if leg in self.ledger.ringing else "unavailable"

    def fault(self, what: str) -> Any:
        """The fault of this request or report, if the story has one."""
        self._counts[what] += 1
        return self.story.fault(what, self._counts[what])

    async def _request(self, what: str, request: Asked, take: Callable[[], None]) -> Answer:
        self.witness(request)
        self._note(request)
        fault = self.fault(what)
        await asyncio.sleep(LATENCY)
        how = fault.how if fault else "take"
        if how in ("take", "take_silently", "break_after"):
            take()
        if how == "take_late":
            self.later(fault.seconds, take)
        match how:
            case "take":
                return Accepted(provider_id=f"{what}-{request.effect_key[:8]}")
            case "break_after":
                return Unknown(reason="500")
            case "throttle" | "not_sent":
                return NotTaken(reason=how, seconds=min(fault.seconds, 20.0))
            case "refuse":
                return Refused(code="21610", reason="refused")
        await asyncio.sleep(FOREVER)
        raise AssertionError("nobody waits for so long")

    def _note(self, request: Asked) -> None:
        now = asyncio.get_running_loop().time()
        if isinstance(request, RingPhones | HandOver):
            self.ledger.led.setdefault(request.effect_key, now)
        if not isinstance(request, SendText):
            self.ledger.left.append(now)

    def later(self, seconds: float, do: Callable[[], None]) -> None:
        """Do something later, even if every worker dies."""

        async def wait() -> None:
            await asyncio.sleep(seconds)
            do()

        self.start(wait())

    def start(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Run a task of the carrier."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def stop(self) -> None:
        """Cancel everything that still runs."""
        for task in (*self._tasks, *self._phones.values()):
            task.cancel()

    def _take_text(self, request: SendText) -> None:
        key = request.effect_key
        self.ledger.texts[key] += 1
        self.ledger.taken_at.setdefault(key, asyncio.get_running_loop().time())
        self.ledger.found[key] = TextFound(provider_id=f"SM{key[:8]}", status="accepted")
        self.start(self._deliver_text(request))

    async def _deliver_text(self, request: SendText) -> None:
        key = request.effect_key
        for status in ("sent", "delivered"):
            await asyncio.sleep(0.4)
            found = TextFound(provider_id=f"SM{key[:8]}", status=status)
            self.ledger.found[key] = found
            report = TextStatus(
                effect_key=key,
                status=found.status,
                provider_id=found.provider_id,
                message_id=f"{key}/{status}",
            )
            self.report("text_report", request.call_id, report)

    def report(self, what: str, call_id: str, report: Report) -> None:
        """Report to a worker, without waiting until it was delivered."""
        self.start(self._report(what, call_id, report))

    async def _report(self, what: str, call_id: str, report: Report) -> None:
        fault = self.fault(what)
        how = fault.how if fault else ""
        if how == "drop" or self.deliver is None:
            return
        if how == "late":
            await asyncio.sleep(min(fault.seconds, LATEST.get(what, FOREVER)))
        told = report_of(report, self.story.skew)
        await self.deliver(call_id, told, fault.seconds % 0.5 if how == "cancel" else None)
        if how == "twice":
            await self.deliver(call_id, report_of(report, self.story.skew), None)

    def _ring(self, request: RingPhones) -> None:
        for leg in request.legs:
            self.ledger.rung[leg.leg] += 1
            self.ledger.ringing.add(leg.leg)
            self._phones[leg.leg] = self.start(self._phone(request.call_id, leg))

    async def _phone(self, call_id: str, leg: Leg) -> None:
        does, after = self.story.phones.get(leg.who, ("ignore", 0.0))
        self._report_leg(call_id, leg, "ringing")
        if does == "ignore":
            return
        await asyncio.sleep(after)
        if leg.leg not in self.ledger.ringing:
            return
        self.ledger.ringing.discard(leg.leg)
        if does == "answer":
            self.ledger.answered.add(leg.leg)
            self._report_leg(call_id, leg, "answered")
        else:
            self._report_leg(call_id, leg, "unavailable", UNAVAILABLE[does])

    def _report_leg(self, call_id: str, leg: Leg, status: str, reason: str = "failed") -> None:
        report = LegStatus(
            leg=leg.leg,
            status=status,
            reason=reason,
            message_id=f"{leg.leg}/{status}",
        )
        self.report("leg_report", call_id, report)

    def _hand_over(self, request: HandOver) -> None:
        self.ledger.handed_over[request.effect_key] += 1
