"""The stand-in's phones: the simulator's, with every ring and release in the ledger."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from hookflash.domain.call.effects import (
    FindLegs,
    HandOver,
    PlayVoicemail,
    ReleasePhone,
    RingPhones,
)
from hookflash.domain.call.events.transfers import Leg
from hookflash.domain.call.hearing import estimated_seconds
from hookflash.orchestrator.carriers.simulator.behaviour import Behaviour, PhoneBehaviour
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.reports import LegStatus, Report
from hookflash.orchestrator.ports.telephony import TelephonyOffers
from tests.rig.http import Reply
from tests.rig.ledger import Ledger
from tests.rig.texting import Tell

MESSAGE_SECONDS = 12.0
PLAYBACK = TelephonyOffers(playback="say_waits")
"""What clients of the stand-in are told: a ``say`` is answered once it was played."""


Behave = Callable[[Leg], PhoneBehaviour]


@dataclass(frozen=True)
class Alike:
    """Every phone behaves the same."""

    behaviour: PhoneBehaviour

    def __call__(self, leg: Leg) -> PhoneBehaviour:  # noqa: ARG002 - the same for every leg
        """Return the behaviour of every phone."""
        return self.behaviour


@dataclass(frozen=True)
class Drawn:
    """Each phone's behaviour is drawn from the seed and the leg."""

    seed: str

    def __call__(self, leg: Leg) -> PhoneBehaviour:
        """Return the behaviour of a leg's phone."""
        draw = Random(f"{self.seed}/{leg.leg}")  # noqa: S311 - it has to be repeatable
        does = draw.choices(("answer", "ignore", "reject", "busy", "fail"), (45, 30, 10, 10, 5))[0]
        return PhoneBehaviour.model_validate({"does": does, "after": draw.uniform(1, 25)})


class Phones:
    """Speaks, rings, releases, hands over and records; ``behave`` decides what each phone does.

    With ``plays``, words take as long to say as a caller needs to hear them.
    """

    def __init__(
        self, behave: Behave, clock: Clock, ledger: Ledger, tell: Tell, *, plays: bool = False
    ) -> None:
        self._behave = behave
        self._plays = plays
        self._ledger = ledger
        self._tell = tell
        self._telephony = SimulatedTelephony(clock)
        self._telephony.tell = self._told
        self._under_way: set[asyncio.Task[None]] = set()
        self._calls: dict[str, str] = {}
        self.does: dict[str, Callable[[dict[str, Any]], Awaitable[Reply]]] = {
            "says": self.say,
            "speech-stops": self.stop,
            "rings": self.ring,
            "releases": self.release,
            "hand-overs": self.hand_over,
            "voicemails": self.record,
            "hang-ups": self.hang_up,
        }
        """The handler of each path."""

    async def say(self, body: dict[str, Any]) -> Reply:
        """Accept words to say, or play them to their end."""
        self._calls.setdefault(body["call_id"], "live")
        self._ledger.enter("said", call_id=body["call_id"], text=body["text"])
        if self._plays:
            await asyncio.sleep(estimated_seconds(len(body["text"])))
        return Reply(202)

    async def stop(self, body: dict[str, Any]) -> Reply:
        """Accept that the words are stopped; those that are playing are played to their end."""
        assert body["effect_key"]
        return Reply(202)

    async def ring(self, body: dict[str, Any]) -> Reply:
        """Ring every phone of a transfer."""
        request = RingPhones.model_validate({**body, "attempt": 1})
        behaviour = {leg.who: self._behave(leg) for leg in request.legs}
        self._telephony.behave(request.call_id, Behaviour(phones=behaviour))
        for leg in request.legs:
            self._enter("rung", body, leg=leg.leg, phone=leg.phone)
        answer = await self._telephony.ring(request)
        return Reply(201, answer.model_dump())

    async def release(self, body: dict[str, Any]) -> Reply:
        """Release a phone, whatever it is doing."""
        request = ReleasePhone.model_validate(body)
        await self._telephony.release(request)
        self._enter("released", body, leg=request.leg.leg)
        return Reply(202)

    async def hand_over(self, body: dict[str, Any]) -> Reply:
        """Let the carrier take the call."""
        request = HandOver.model_validate({**body, "attempt": 1})
        self._enter("handed_over", body, phone=request.destination.phone)
        return Reply(201, {"provider_id": f"dial-{request.effect_key[:8]}"})

    async def record(self, body: dict[str, Any]) -> Reply:
        """Play a greeting, record, and report the recording."""
        request = PlayVoicemail.model_validate({**body, "attempt": 1})
        self._enter("voicemail", body)
        task = asyncio.create_task(self._leave_message(request))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return Reply(201, {"provider_id": f"record-{request.effect_key[:8]}"})

    async def hang_up(self, body: dict[str, Any]) -> Reply:
        """End the call and report it."""
        self._calls[body["call_id"]] = "gone"
        self._enter("hung_up", body)
        self._tell("call.ended", {"call_id": body["call_id"], "reason": "hung_up"})
        return Reply(202)

    def call(self, call_id: str) -> Reply:
        """Whether a call is live."""
        return Reply(200, {"status": self._calls.get(call_id, "unknown")})

    async def legs(self, call_id: str, effect_key: str) -> Reply:
        """What the phones of a transfer do."""
        request = FindLegs(
            call_id=call_id, workspace="", provider_call_id="", effect_key=effect_key
        )
        found = await self._telephony.find_legs(request)
        return Reply(200, {"legs": [leg.model_dump() for leg in found]})

    async def _told(self, call_id: str, report: Report) -> None:
        assert isinstance(report, LegStatus)
        said = report.model_dump(exclude={"message_id"})
        self._ledger.enter("leg", call_id=call_id, **said)
        self._tell("leg.status", {"call_id": call_id, **said})

    async def _leave_message(self, request: PlayVoicemail) -> None:
        await asyncio.sleep(MESSAGE_SECONDS)
        recording = f"rec-{request.effect_key[:8]}"
        told = {"effect_key": request.effect_key, "recording": recording, "seconds": 6.5}
        self._tell("voicemail.recorded", {"call_id": request.call_id, **told})

    def _enter(self, what: str, body: dict[str, Any], **facts: Any) -> None:
        known = {key: body[key] for key in ("call_id", "effect_key")}
        self._ledger.enter(what, **known, **facts)
