"""Telephony through LiveKit: phones as SIP participants of rooms."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, Final

from livekit.api import CreateAgentDispatchRequest, LiveKitAPI

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
from hookflash.domain.event import Actor
from hookflash.orchestrator.agents.livekit.api_answers import FAILURES, answer_for
from hookflash.orchestrator.agents.livekit.hand_over import HandingOver
from hookflash.orchestrator.agents.livekit.phone import Center, Line, Phone, hang_up_phone
from hookflash.orchestrator.agents.livekit.rooms import LEG, STATUS, Rooms, caller_in, leg_in
from hookflash.orchestrator.ports.answers import Accepted, Answer, NotTaken, Refused, Unknown
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.reports import Ended
from hookflash.orchestrator.ports.telephony import CallFound, LegFound, TelephonyOffers
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.orchestrator.telemetry.logs import get_logger

ANSWER_SECONDS: Final = 8.0
"""Seconds that LiveKit may take to begin dialling; the call center waits for 10."""
WATCH_SECONDS: Final = 1.0
"""Seconds between two looks at a caller whose agent has left."""

logger = get_logger(__name__)


class LiveKitTelephony:
    """Rings, transfers and hangs up through LiveKit's API; the agent's session speaks.

    Give each call the name of its room as ``provider_call_id``, and a room of its own. ``trunk`` is
    the id of the outbound SIP trunk. Open ``api`` with ``failover=False``: what it repeats by
    itself might ring twice. Call :meth:`connect` before the first transfer.

    ``moves``: the server can move participants between rooms, as LiveKit Cloud can. Otherwise only
    one phone rings for a transfer. ``voicemail_agent`` names an agent that plays and records
    voicemails; it is dispatched to the caller's room with the request as its metadata. Without one,
    voicemail is refused, and the call ends. ``clock`` is the system's by default.
    """

    def __init__(
        self,
        api: LiveKitAPI,
        trunk: str,
        *,
        moves: bool = True,
        voicemail_agent: str = "",
        clock: Clock | None = None,
    ) -> None:
        """Raises ``ValueError`` for an API that repeats requests by itself."""
        _check_failover(api)
        self.offers = TelephonyOffers(
            speaks=False,
            playback="reports",
            screening=True,
            carrier="livekit",
            largest_group=None if moves else 1,
            find_call=True,
        )
        self._api = api
        self._trunk = trunk
        self._voicemail_agent = voicemail_agent
        self._clock = clock or SystemClock()
        self._rooms = Rooms(api)
        self._line: Line | None = None
        self._phones: dict[str, Phone] = {}
        self._handing_over: dict[str, HandingOver] = {}
        self._watched: set[str] = set()
        self._tasks: set[asyncio.Task[Any]] = set()

    def connect(self, center: Center) -> None:
        """Report to ``center``, the open call center, and ask it who gets the caller."""
        self._line = Line(self._api, self._rooms, self._trunk, self._clock, center)

    async def close(self) -> None:
        """Stop watching. Phones go on ringing; another worker finds them."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def say(self, speech: Speech) -> None:
        """Not offered: the agent's session speaks. Raises ``NotImplementedError``."""
        raise NotImplementedError(f"{speech.id}: the session speaks (offers.speaks is False)")

    async def stop_speaking(self, request: StopSpeaking) -> None:
        """Nothing to do: the session stops by itself when the caller speaks."""

    async def ring(self, request: RingPhones) -> Answer:
        """Dial every phone; one alone in the caller's room, several in rooms of their own."""
        if self._line is None:
            return _NOT_CONNECTED
        if not request.provider_call_id:
            return _NO_ROOM
        phones = [Phone(self._line, request, leg) for leg in request.legs]
        self._phones |= {phone.leg: phone for phone in phones}
        for phone in phones:
            self._start(phone.run())
        self._watch(request.call_id, request.provider_call_id, self._line.center)
        await asyncio.wait({phone.placed for phone in phones}, timeout=ANSWER_SECONDS)
        return await _answer_of(phones)

    async def hand_over(self, request: HandOver) -> Answer:
        """Have the trunk transfer the caller by SIP REFER."""
        if self._line is None:
            return _NOT_CONNECTED
        handing = HandingOver(self._line, request)
        self._handing_over[request.destination.leg] = handing
        transferring = self._start(handing.run())
        await asyncio.wait({transferring}, timeout=ANSWER_SECONDS)
        return handing.answer_so_far()

    async def release(self, request: ReleasePhone) -> None:
        """Hang one phone up; raises what the API raises."""
        if (phone := self._phones.get(request.leg.leg)) is not None:
            await phone.release()
        else:
            await hang_up_phone(self._rooms, request.provider_call_id, request.leg.leg)

    async def play_voicemail(self, request: PlayVoicemail) -> Answer:
        """Dispatch the voicemail agent to the caller's room, once."""
        room = request.provider_call_id
        if not self._voicemail_agent:
            return Refused(
                code="not_offered", reason="LiveKitTelephony was given no voicemail_agent"
            )
        metadata = request.model_dump_json(exclude={"attempt"})
        try:
            for one in await self._api.agent_dispatch.list_dispatch(room_name=room):
                if one.metadata == metadata:
                    return Accepted(provider_id=one.id)
            dispatch = await self._api.agent_dispatch.create_dispatch(
                CreateAgentDispatchRequest(
                    agent_name=self._voicemail_agent, room=room, metadata=metadata
                )
            )
        except FAILURES as error:
            return answer_for(error)
        return Accepted(provider_id=dispatch.id)

    async def hang_up(self, request: HangUp) -> None:
        """End the caller's room; raises what the API raises."""
        await self._rooms.delete(request.provider_call_id)
        self._forget(request.call_id)
        if self._line is not None:
            ended = Ended(reason="hung_up", by=Actor.PROVIDER)
            await self._line.center.report(request.call_id, ended)

    async def stop_recording(self, request: StopRecording) -> None:
        """Not offered. Raises ``NotImplementedError``."""
        raise NotImplementedError(f"{request.call_id}: offers.stops_recording is False")

    async def find_legs(self, request: FindLegs) -> Sequence[LegFound]:
        """Look for the phones of a transfer among the participants."""
        key = request.effect_key
        ours = [one for leg, one in self._phones.items() if leg.startswith(f"{key}.")]
        handed = [one for leg, one in self._handing_over.items() if leg.startswith(f"{key}.")]
        if ours or handed:
            return (*(one.found for one in ours), *(one.found for one in handed))
        found: list[LegFound] = []
        for room in (request.provider_call_id, *await self._rooms.phone_rooms(key)):
            for one in await self._rooms.participants(room):
                leg = one.attributes.get(LEG, "")
                if leg.startswith(f"{key}."):
                    answered = one.attributes.get(STATUS) == "active"
                    status: Any = "answered" if answered else "ringing"
                    found.append(LegFound(leg=leg, status=status))
        return tuple(found)

    async def find_call(self, request: FindCall) -> CallFound:
        """Live while the caller is in the room; gone once the room or the caller is not there."""
        if not request.provider_call_id:
            return CallFound(status="unknown")
        caller = caller_in(await self._rooms.participants(request.provider_call_id))
        return CallFound(status="gone" if caller is None else "live")

    def _watch(self, call_id: str, room: str, center: Center) -> None:
        if call_id not in self._watched:
            self._watched.add(call_id)
            self._start(self._watch_caller(call_id, room, center))

    async def _watch_caller(self, call_id: str, room: str, center: Center) -> None:
        """Report the end of a call whose agent has left: the caller or the member hung up."""
        talking: Phone | None = None
        while call_id in self._watched:
            await self._clock.sleep(WATCH_SECONDS)
            try:
                present = await self._rooms.participants(room)
            except FAILURES as error:
                logger.debug("livekit_watch_failed", call_id=call_id, error=repr(error))
                continue
            if caller_in(present) is None:
                await self._ended(call_id, Ended(), center)
            elif talking is not None and leg_in(present, talking.leg) is None:
                await self._rooms.delete(room)
                await self._ended(call_id, Ended(reason="hung_up", by=Actor.MEMBER), center)
            talking = talking or self._connected(call_id, present)

    def _connected(self, call_id: str, present: Sequence[Any]) -> Phone | None:
        for phone in self._phones.values():
            if phone.call_id == call_id and phone.connected and leg_in(present, phone.leg):
                return phone
        return None

    async def _ended(self, call_id: str, report: Ended, center: Center) -> None:
        if call_id in self._watched:
            self._forget(call_id)
            await center.report(call_id, report)

    def _forget(self, call_id: str) -> None:
        self._watched.discard(call_id)
        for known in (self._phones, self._handing_over):
            for leg in [leg for leg, one in known.items() if one.call_id == call_id]:
                del known[leg]

    def _start(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("livekit_task_failed", error=repr(error))


_NOT_CONNECTED: Final = Refused(
    code="not_connected", reason="call LiveKitTelephony.connect(center) after CallCenter.open"
)
_NO_ROOM: Final = Refused(
    code="no_room", reason="provider_call_id is empty; receive the call under its room's name"
)


async def _answer_of(phones: Sequence[Phone]) -> Answer:
    """The answer to a request to ring: accepted if any phone was dialled.

    Phones that were not are then reported; otherwise the answer says it of all.
    """
    answers = {phone: phone.placed.result() for phone in phones if phone.placed.done()}
    accepted = [one for one in answers.values() if isinstance(one, Accepted)]
    if accepted:
        for phone, answer in answers.items():
            if isinstance(answer, Refused | NotTaken):
                await phone.unavailable(answer)
        return accepted[0]
    if len(answers) < len(phones):
        return Unknown(reason=f"not dialled within {ANSWER_SECONDS:.0f} s")
    worst = sorted(answers.values(), key=_weight)
    return worst[0]


def _weight(answer: Answer) -> int:
    """Doubt first, then refusals: only what was certainly never dialled is dialled again."""
    return (Unknown, Refused, NotTaken, Accepted).index(type(answer))


def _check_failover(api: LiveKitAPI) -> None:
    if getattr(api.sip._client, "_failover", False):  # noqa: SLF001 - not told otherwise
        raise ValueError(
            "api: it repeats failed requests by itself, which could ring a phone twice; open it "
            "with LiveKitAPI(…, failover=False)"
        )
