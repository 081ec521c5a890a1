"""Hands a caller over to the carrier by SIP REFER."""

import asyncio
from typing import Literal

from livekit.api import (
    ParticipantInfo,
    SipCallError,
    SIPTransferStatus,
    TransferSIPParticipantRequest,
)

from hookflash.domain.call.effects import HandOver
from hookflash.domain.call.events.transfers import Unavailability
from hookflash.orchestrator.agents.livekit.api_answers import (
    FAILURES,
    answer_for,
    why_unavailable,
)
from hookflash.orchestrator.agents.livekit.phone import Line
from hookflash.orchestrator.agents.livekit.rooms import caller_in
from hookflash.orchestrator.ports.answers import Accepted, Answer, Refused, Unknown
from hookflash.orchestrator.ports.reports import LegStatus
from hookflash.orchestrator.ports.telephony import LegFound


class HandingOver:
    """One caller who is handed over. LiveKit answers only when the carrier has, or rings no more.

    Until then the outcome is unknown; it is reported when it comes.
    """

    def __init__(self, line: Line, request: HandOver) -> None:
        self.call_id = request.call_id
        self.answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._line = line
        self._request = request
        self._reason: Unavailability = "failed"
        self._late = False

    @property
    def found(self) -> LegFound:
        """What is known of it."""
        status: Literal["ringing", "answered", "unavailable"] = "ringing"
        if self.answered.done() and not isinstance(self.answered.result(), Unknown):
            accepted = isinstance(self.answered.result(), Accepted)
            status = "answered" if accepted else "unavailable"
        return LegFound(leg=self._request.destination.leg, status=status, reason=self._reason)

    def answer_so_far(self) -> Answer:
        """The answer, or that there is none yet; from now on the outcome is reported."""
        if self.answered.done():
            return self.answered.result()
        self._late = True
        return Unknown(reason="the carrier rings the number, and has not told how it went")

    async def run(self) -> None:
        """Ask for the transfer and wait for its outcome."""
        answer = await self._ask()
        self.answered.set_result(answer)
        if not self._late or isinstance(answer, Unknown):
            return
        found = self.found
        code = answer.code if isinstance(answer, Refused) else ""
        status = LegStatus(leg=found.leg, status=found.status, reason=found.reason, code=code)
        await self._line.center.report(self.call_id, status)

    async def _ask(self) -> Answer:
        room, to = self._request.provider_call_id, self._request.destination
        try:
            caller = caller_in(await self._line.rooms.participants(room))
            if caller is None:
                return Refused(code="no_caller", reason="the caller is not in the room any more")
            if caller.kind != ParticipantInfo.Kind.SIP:
                return Refused(code="not_a_phone", reason="only a phone call can be handed over")
            done = await self._line.api.sip.transfer_sip_participant(
                TransferSIPParticipantRequest(
                    participant_identity=caller.identity,
                    room_name=room,
                    transfer_to=to.address or f"tel:{to.phone}",
                    play_dialtone=True,
                )
            )
        except FAILURES as error:
            if isinstance(error, SipCallError):
                self._reason = why_unavailable(error)
            return answer_for(error)
        if done.status == SIPTransferStatus.STS_TRANSFER_FAILED:
            return Refused(code=str(int(done.sip_status.code)), reason=done.sip_status.status)
        if done.status != SIPTransferStatus.STS_TRANSFER_SUCCESSFUL and done.transfer_id:
            return Unknown(reason="the transfer goes on")
        return Accepted(provider_id=done.transfer_id)  # older servers answer with nothing
