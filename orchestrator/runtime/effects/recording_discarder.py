"""Has carriers delete their copies of recordings that are in our store, or whose caller is erased.

Deleting is idempotent, so several workers may ask. What failed is asked for again, for days, by a
timer that follows from the log; what then is still there is recorded as left.
"""

import asyncio
from typing import Final

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import PostponeDiscard, RecordDiscarded
from hookflash.domain.call.effects import DiscardRecording, discard_recording
from hookflash.domain.call.timers import Timer
from hookflash.orchestrator.ports.answers import Accepted, NotTaken, Unknown
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.ports.recordings import Discarded, DiscardsRecordings
from hookflash.orchestrator.runtime.command_handler import Ask
from hookflash.orchestrator.telemetry.logs import get_logger

PATIENCE: Final = 10.0
"""Seconds for one answer."""
logger = get_logger(__name__)


class RecordingDiscarder:
    """Asks the carrier, and records what came of it."""

    def __init__(self, outside: Ports, ask: Ask) -> None:
        self._outside = outside
        self._ask = ask

    async def discard(self, call: Call, timer: Timer) -> None:
        """Ask once for the recording of ``call``; ``timer`` says how often that was done."""
        recording = call.voicemail.recording if call.voicemail else None
        if recording is None or recording.copy != "discarding":
            return
        key, number = timer.effect_key, timer.step
        answer = await ask_to_discard(
            self._outside, discard_recording(call, key, recording.reference)
        )
        at = self._outside.clock.now()
        if isinstance(answer, Accepted):
            done = RecordDiscarded(id=f"discarded/{key}", at=at, effect_key=key)
            await self._ask(call.call_id, lambda _: done)
            return
        logger.warning("recording_not_discarded", call_id=call.call_id, reason=answer.reason)
        later = PostponeDiscard(
            id=f"discard/{key}/{number}",
            at=at,
            effect_key=key,
            attempt=number,
            reason=answer.reason,
            seconds=answer.seconds if isinstance(answer, NotTaken) else 0.0,
        )
        await self._ask(call.call_id, lambda _: later)


async def ask_to_discard(outside: Ports, request: DiscardRecording) -> Discarded:
    """Have the carrier of ``request`` delete its copy; never raises what an adapter raises."""
    port = outside.recordings_of(request)
    if not isinstance(port, DiscardsRecordings):
        return Unknown(reason="the carrier deletes no recordings")
    try:
        async with asyncio.timeout(PATIENCE):
            return await port.discard(request)
    except TimeoutError:
        return Unknown(reason=f"no answer within {PATIENCE:.0f} s")
    except Exception as error:  # noqa: BLE001 - a failed adapter tells nothing about the outcome
        return Unknown(reason=type(error).__name__)
