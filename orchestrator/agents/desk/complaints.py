"""Logs what a host does with a desk that cannot work, and what to do instead."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from hookflash.domain.call.call import Call
from hookflash.domain.call.events import AgentSpoke, CallEvent
from hookflash.domain.call.hearing import estimated_seconds
from hookflash.domain.call.identity import speech_id
from hookflash.orchestrator.agents.desk.line import DeskLine
from hookflash.orchestrator.agents.desk.permission import unreported
from hookflash.orchestrator.telemetry.logs import get_logger

SPEAKS = (
    "the telephony speaks by itself, and plays only what the system says; what your agent says is "
    "recorded and not played: play it yourself, or give the center an agent that it runs"
)
UNKNOWN = (
    "no speech of this call has the id, so the report changes nothing; report the id of a speech "
    "that a desk returned: speech.id"
)
NOT_HEARD = (
    "the caller answers a question whose playback was not reported, so the answer does not count; "
    "report each speech that you play with desk.played"
)
logger = get_logger(__name__)


class Complaints:
    """What one center logs about its desks; what is true of every call, it logs once."""

    def __init__(self) -> None:
        self._has_looked = False

    async def tell_of_speaking(
        self, call_id: str, simulated: Callable[[], Awaitable[bool]]
    ) -> None:
        """A desk is on a live call whose telephony speaks; one that is simulated is not heard."""
        if self._has_looked:
            return
        self._has_looked = True
        if not await simulated():
            logger.warning("desk_beside_speaking_telephony", call_id=call_id, fix=SPEAKS)


def complain_of_unreported(call: Call, began_at: datetime | None, now: datetime) -> None:
    """Log an answer to a question that has long been played, as far as one can tell."""
    question = unreported(call)
    if question is None:
        return
    played = question.said_at + timedelta(seconds=estimated_seconds(question.characters))
    if (began_at or now) >= played:
        logger.warning(
            "question_not_heard", call_id=call.call_id, speech=question.speech_id, fix=NOT_HEARD
        )


async def complain_of_unknown(line: DeskLine, call_id: str, given: str) -> None:
    """Log a report about a speech that this call never had."""
    call = await line.calls.load(call_id)
    if given in call.speeches or given in _spoken(call_id, await line.history(call_id)):
        return
    logger.warning("unknown_speech", call_id=call_id, speech=given, fix=UNKNOWN)


def _spoken(call_id: str, history: Sequence[CallEvent]) -> set[str]:
    return {speech_id(call_id, one.position) for one in history if isinstance(one, AgentSpoke)}
