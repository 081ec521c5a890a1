"""Simulated phones that ring, answer or are busy, and speech that takes real time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal

from hookflash.domain.call.effects import (
    FindCall,
    FindLegs,
    HandOver,
    HangUp,
    PlayVoicemail,
    ReleasePhone,
    RingPhones,
    Speech,
    StopRecording,
    StopSpeaking,
)
from hookflash.domain.call.events.transfers import Leg, Unavailability
from hookflash.domain.event import Actor
from hookflash.orchestrator.carriers.simulator.behaviour import Behaviour, Does
from hookflash.orchestrator.carriers.simulator.simulator import Simulator
from hookflash.orchestrator.ports.answers import Accepted, Answer, Refused
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.reports import Bridged, Ended, LegStatus
from hookflash.orchestrator.ports.telephony import CallFound, LegFound, TelephonyOffers, Verdict

SECONDS_A_CHARACTER = 0.06
"""Seconds of speech for a character, at about 170 words a minute."""
UNAVAILABLE: dict[Does, tuple[Unavailability, str]] = {
    "reject": ("declined", "603"),
    "busy": ("busy", "486"),
    "fail": ("failed", "503"),
}
"""Each way not to answer, with its SIP status code."""
SILENT: tuple[Does, ...] = ("busy", "fail")
"""Behaviours without ringing."""

ACCEPT_SECONDS = 10.0
"""How long a phone that was answered is asked for the key 1."""

Screen = Callable[[str, str, int], Awaitable[Verdict]]
"""Asks whether to connect a phone: takes the call, the leg, and how many phones were rung."""


class SimulatedTelephony(Simulator):
    """Plays the phones of every call as its ``Behaviour`` says; reports to ``tell``.

    ``pace``: seconds of speech for a character; 0 makes speech instant. With ``screening`` it
    connects phones by itself, as carriers do that ask ``screen`` first.
    """

    offers = TelephonyOffers(playback="say_waits", find_call=True, stops_recording=True)

    def __init__(
        self, clock: Clock, pace: float = SECONDS_A_CHARACTER, *, screening: bool = False
    ) -> None:
        super().__init__()
        if screening:
            self.offers = self.offers.model_copy(update={"screening": True})
        self.screen: Screen | None = None
        self._rung: dict[str, int] = {}
        self._asked: set[str] = set()
        """The legs that are connected only once their key 1 was pressed."""
        self._clock = clock
        self._pace = pace
        self._behaviour: dict[str, Behaviour] = {}
        self._ringing: dict[str, asyncio.Task[None]] = {}
        self._legs: dict[str, dict[str, LegFound]] = {}
        self._speaking: dict[str, asyncio.Event] = {}
        self._calls: dict[str, Literal["live", "gone"]] = {}

    def behave(self, call_id: str, behaviour: Behaviour) -> None:
        """Set the behaviour of one call's phones."""
        self._behaviour[call_id] = behaviour
        self._calls.setdefault(call_id, "live")

    def forget(self, call_id: str) -> None:
        """Forget a finished call."""
        self._behaviour.pop(call_id, None)
        self._calls.pop(call_id, None)
        for leg in self._legs.pop(call_id, {}):
            self._rung.pop(leg, None)
            self._asked.discard(leg)

    async def say(self, speech: Speech) -> None:
        """Sleep for as long as the speech takes, or until it is stopped."""
        self._calls.setdefault(speech.call_id, "live")
        stopped = self._speaking[speech.call_id] = asyncio.Event()
        playing = asyncio.create_task(self._clock.sleep(round(len(speech.text) * self._pace, 2)))
        stopping = asyncio.create_task(stopped.wait())
        try:
            await asyncio.wait({playing, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            playing.cancel()
            stopping.cancel()
            self._speaking.pop(speech.call_id, None)

    async def stop_speaking(self, request: StopSpeaking) -> None:
        """Stop the speech; ``say`` returns at once."""
        if (speaking := self._speaking.get(request.call_id)) is not None:
            speaking.set()

    async def ring(self, request: RingPhones) -> Answer:
        """Ring every phone at once."""
        for leg in request.legs:
            self._rung[leg.leg] = len(request.legs)
            if leg.accept == "press_1":
                self._asked.add(leg.leg)
            self._ringing[leg.leg] = self._start(self._play(request.call_id, leg))
        return Accepted(provider_id=f"sim-dial-{request.effect_key[:8]}")

    async def hand_over(self, request: HandOver) -> Answer:
        """Accept, unless the number's behaviour is to fail."""
        leg = request.destination
        does = self._of(request.call_id).phone(leg.who, leg.phone).does
        if does == "fail":
            return Refused(code="503", reason="the carrier could not reach the number")
        return Accepted(provider_id=f"sim-dial-{request.effect_key[:8]}")

    async def release(self, request: ReleasePhone) -> None:
        """Stop a phone; one that has stopped ringing is ignored."""
        ringing = self._ringing.pop(request.leg.leg, None)
        if ringing is not None:
            ringing.cancel()

    async def play_voicemail(self, request: PlayVoicemail) -> Answer:
        """Start at once."""
        return Accepted(provider_id=f"sim-record-{request.effect_key[:8]}")

    async def hang_up(self, request: HangUp) -> None:
        """End the call and report that."""
        self._calls[request.call_id] = "gone"
        if self.tell is not None:
            await self.tell(request.call_id, Ended(reason="hung_up", by=Actor.PROVIDER))

    async def stop_recording(self, request: StopRecording) -> None:
        """Nothing is recorded but what the caller leaves at a mailbox."""

    async def find_legs(self, request: FindLegs) -> Sequence[LegFound]:
        """The current status of a transfer's phones."""
        legs = self._legs.get(request.call_id, {})
        return [found for leg, found in legs.items() if leg.startswith(request.effect_key)]

    async def find_call(self, request: FindCall) -> CallFound:
        """Gone once hung up; live before that, if this simulator has spoken on it."""
        return CallFound(status=self._calls.get(request.call_id, "unknown"))

    def _of(self, call_id: str) -> Behaviour:
        return self._behaviour.get(call_id, Behaviour())

    async def act(self, call_id: str, leg: str, does: Does) -> None:
        """Make the phone do this now, instead of what it would do later."""
        playing = self._ringing.pop(leg, None)
        if playing is not None:
            playing.cancel()
            if does not in SILENT and leg not in self._legs.get(call_id, {}):
                await self._report(call_id, LegStatus(leg=leg, status="ringing"))
        await self._finish(call_id, leg, does)

    async def _play(self, call_id: str, leg: Leg) -> None:
        phone = self._of(call_id).phone(leg.who, leg.phone)
        if phone.does in SILENT:
            await self._clock.sleep(0.5)
        else:
            await self._clock.sleep(0.2)
            await self._report(call_id, LegStatus(leg=leg.leg, status="ringing"))
            await self._clock.sleep(phone.after)
        await self._finish(call_id, leg.leg, phone.does, accepts=phone.accepts)
        self._ringing.pop(leg.leg, None)

    async def _finish(self, call_id: str, leg: str, does: Does, *, accepts: bool = True) -> None:
        screen = self.screen if self.offers.screening else None
        if does == "answer" and screen is not None and leg in self._asked and not accepts:
            await self._ask_in_vain(call_id, leg)
        elif does == "answer" and screen is not None:
            await self._connect(call_id, leg, screen)
        elif does == "answer":
            await self._report(call_id, LegStatus(leg=leg, status="answered"))
        elif does != "ignore":
            reason, code = UNAVAILABLE[does]
            status = LegStatus(leg=leg, status="unavailable", reason=reason, code=code)
            await self._report(call_id, status)

    async def _ask_in_vain(self, call_id: str, leg: str) -> None:
        """Ask for the key 1, which is not pressed: the phone's own voicemail has answered."""
        await self._report(call_id, LegStatus(leg=leg, status="answered"))
        await self._clock.sleep(ACCEPT_SECONDS)
        await self._report(call_id, LegStatus(leg=leg, status="unavailable", reason="no_answer"))

    async def _connect(self, call_id: str, leg: str, screen: Screen) -> None:
        """Ask whether to connect the phone, and do so, or hang up."""
        await self._report(call_id, LegStatus(leg=leg, status="answered"))
        if await screen(call_id, leg, self._rung.get(leg, 1)) == "bridge":
            if self.tell is not None:
                await self.tell(call_id, Bridged(leg=leg))
        else:
            await self._report(call_id, LegStatus(leg=leg, status="unavailable", reason="hung_up"))

    async def _report(self, call_id: str, status: LegStatus) -> None:
        if status.status != "stopped":
            found = LegFound(leg=status.leg, status=status.status, reason=status.reason)
            self._legs.setdefault(call_id, {})[status.leg] = found
        if self.tell is not None:
            await self.tell(call_id, status)
