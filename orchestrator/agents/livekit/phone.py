"""One phone of a transfer: dialled, rung, answered, and connected with the caller or not."""

import asyncio
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from google.protobuf.duration_pb2 import Duration
from livekit.api import CreateSIPParticipantRequest, LiveKitAPI, SipCallError

from hookflash.domain.call.effects import RingPhones
from hookflash.domain.call.events.transfers import Leg, Unavailability
from hookflash.orchestrator.agents.livekit.api_answers import (
    FAILURES,
    answer_for,
    sip_code,
    why_unavailable,
)
from hookflash.orchestrator.agents.livekit.rooms import LEG, PHONE_ROOM, STATUS, Rooms, leg_in
from hookflash.orchestrator.ports.answers import Accepted, Answer, Unknown
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.reports import Bridged, LegStatus, Report
from hookflash.orchestrator.ports.telephony import LegFound, Verdict
from hookflash.orchestrator.telemetry.logs import get_logger

LOOK_SECONDS: Final = 0.5
"""Seconds between two looks at a phone that rings."""
LATE_SECONDS: Final = 5.0
"""Seconds that a phone may ring beyond its time before it counts as not answered."""

logger = get_logger(__name__)


class Center(Protocol):
    """What telephony needs of a ``CallCenter``."""

    async def report(self, call_id: str, report: Report) -> None:
        """Record what happened."""
        ...

    async def phone_answered(self, call_id: str, leg: str, of: int | None = None) -> Verdict:
        """Whether to connect a phone."""
        ...


@dataclass(frozen=True)
class Line:
    """What a phone needs to be dialled."""

    api: LiveKitAPI
    rooms: Rooms
    trunk: str
    clock: Clock
    center: Center


class Phone:
    """One phone of a transfer.

    ``placed`` tells how the request to dial was answered. A phone that rings alone rings in the
    caller's room; one of several has a room of its own until it has won.
    """

    def __init__(self, line: Line, ring: RingPhones, leg: Leg) -> None:
        self.leg = leg.leg
        self.call_id = ring.call_id
        self.connected = False
        self.placed: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._line = line
        self._ring = ring
        self._dials = leg.address.removeprefix("tel:") or leg.phone
        self._rung = False
        self._released = False
        self._status: Literal["ringing", "answered", "unavailable"] = "ringing"
        self._reason: Unavailability = "failed"
        alone = len(ring.legs) == 1
        self.room = ring.provider_call_id if alone else f"{PHONE_ROOM}{leg.leg}"

    @property
    def found(self) -> LegFound:
        """What is known of it."""
        return LegFound(leg=self.leg, status=self._status, reason=self._reason)

    async def run(self) -> None:
        """Ring it until it is answered, or is not; then connect it if it won."""
        dialling = asyncio.ensure_future(self._dial())
        looking = asyncio.ensure_future(self._look())
        try:
            await asyncio.wait({dialling, looking}, return_when=asyncio.FIRST_COMPLETED)
            if await self._is_answered(dialling, looking):
                await self._answered()
        finally:
            looking.cancel()
            if not self.placed.done():
                self.placed.set_result(Unknown(reason="the phone was given up"))

    async def release(self) -> None:
        """Stop it ringing, or hang it up. Raises what the API raises."""
        self._released = True
        await hang_up_phone(self._line.rooms, self._ring.provider_call_id, self.leg)

    async def _dial(self) -> None:
        """Dial, and wait until it is answered."""
        ring = self._ring
        await self._line.api.sip.create_sip_participant(
            CreateSIPParticipantRequest(
                sip_trunk_id=self._line.trunk,
                sip_call_to=self._dials,
                sip_number=ring.number,
                room_name=self.room,
                participant_identity=self.leg,
                participant_attributes={LEG: self.leg},
                ringing_timeout=Duration(seconds=ring.ring_seconds),
                play_dialtone=True,
                wait_until_answered=True,
            )
        )

    async def _look(self) -> bool:
        """Look until it is answered (True), or is gone after it rang, or rang for too long."""
        clock, over = self._line.clock, self._ring.ring_seconds + LATE_SECONDS
        for _ in range(int(over / LOOK_SECONDS)):
            try:
                found = leg_in(await self._line.rooms.participants(self.room), self.leg)
            except FAILURES as error:
                logger.debug("livekit_look_failed", call_id=self.call_id, error=repr(error))
            else:
                if found is None and self.placed.done() and self._rung:
                    return False
                if found is not None and await self._seen(found.attributes.get(STATUS, "")):
                    return True
            await clock.sleep(LOOK_SECONDS)
        return False

    async def _seen(self, status: str) -> bool:
        """Note that it is there; returns whether it was answered."""
        self._place(Accepted(provider_id=self.room))
        if not self._rung and status in ("ringing", "active"):
            self._rung = True
            await self._report(LegStatus(leg=self.leg, status="ringing"))
        return status == "active"

    async def _is_answered(
        self, dialling: "asyncio.Future[None]", looking: "asyncio.Future[bool]"
    ) -> bool:
        """Whether it was answered; reports why not, where LiveKit took the request."""
        if looking.done() and looking.result():
            return True
        if not dialling.done():
            await asyncio.wait({dialling}, timeout=LATE_SECONDS)
        error = dialling.exception() if dialling.done() else TimeoutError()
        if error is None:
            await self._seen("active")
            return True
        if not isinstance(error, FAILURES):
            raise error
        return await self._failed(error, looking)

    async def _failed(self, error: Exception, looking: "asyncio.Future[bool]") -> bool:
        if isinstance(error, SipCallError):
            self._place(Accepted(provider_id=self.room))
            await self._unavailable(why_unavailable(error), sip_code(error))
            return False
        answer = answer_for(error)
        self._place(answer)
        if isinstance(answer, Unknown) and await looking:
            return True
        if isinstance(answer, Unknown) or isinstance(self.placed.result(), Accepted):
            await self._unavailable("failed", getattr(answer, "code", ""))
        return False

    async def _answered(self) -> None:
        """Ask whether it won, and connect it with the caller, or hang up."""
        self._status = "answered"
        line, ring = self._line, self._ring
        if not self._released:
            await self._report(LegStatus(leg=self.leg, status="answered"))
            verdict = await line.center.phone_answered(self.call_id, self.leg, len(ring.legs))
            if verdict == "bridge" and not self._released:
                await self._connect()
                return
        await self._hang_up("hung_up")

    async def _connect(self) -> None:
        caller_room = self._ring.provider_call_id
        try:
            if self.room != caller_room:
                await self._line.rooms.move(self.room, self.leg, caller_room)
        except FAILURES as error:
            logger.warning("livekit_move_failed", call_id=self.call_id, error=repr(error))
            await self._hang_up("failed")
            return
        self.connected = True
        await self._line.center.report(self.call_id, Bridged(leg=self.leg))

    async def _hang_up(self, reason: Unavailability) -> None:
        await hang_up_phone(self._line.rooms, self._ring.provider_call_id, self.leg)
        await self._unavailable(reason)

    async def unavailable(self, answer: Answer) -> None:
        """Report that this phone could not be dialled, while others ring."""
        await self._unavailable("failed", getattr(answer, "code", ""))

    async def _unavailable(self, reason: Unavailability, code: str = "") -> None:
        self._status, self._reason = "unavailable", reason
        await self._report(LegStatus(leg=self.leg, status="unavailable", reason=reason, code=code))

    async def _report(self, status: LegStatus) -> None:
        if not self._released:
            await self._line.center.report(self.call_id, status)

    def _place(self, answer: Answer) -> None:
        if not self.placed.done():
            self.placed.set_result(answer)


async def hang_up_phone(rooms: Rooms, caller_room: str, leg: str) -> None:
    """Hang a phone up, wherever it is: in its own room, or with the caller."""
    await rooms.delete(f"{PHONE_ROOM}{leg}")
    await rooms.remove(caller_room, leg)
