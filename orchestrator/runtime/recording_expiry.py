"""Deletes recordings from the store whose time is over.

What is due follows from the log and the setting, so it survives restarts and needs no timer per
recording. The object is deleted before that is recorded: a worker that dies in between leaves the
recording due, and deleting it again does no harm.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import ExpireRecording
from hookflash.orchestrator.log.errors import UnreadableEvent
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.recordings import RecordingStore, RecordingStoreFailed
from hookflash.orchestrator.runtime.command_handler import Ask
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.projections.voicemails.queries import KeptRecording

EVERY: Final = 900.0
"""Seconds between two sweeps."""
BATCH: Final = 100
"""Recordings deleted in one sweep; if more are due, the next sweep follows sooner."""
SOONER: Final = 5.0
logger = get_logger(__name__)

KeptBefore = Callable[[datetime, int], Awaitable[Sequence[KeptRecording]]]
"""Up to so many recordings that are in the store since before a time, oldest first."""


class RecordingExpiry:
    """Deletes recordings that were stored more than ``days`` ago."""

    def __init__(
        self, store: RecordingStore, days: float, clock: Clock, kept_before: KeptBefore, ask: Ask
    ) -> None:
        self._store = store
        self._age = timedelta(days=days)
        self._clock = clock
        self._kept_before = kept_before
        self._ask = ask

    async def run(self) -> None:
        """Sweep repeatedly."""
        while True:
            due = 0
            try:
                due = await self.sweep()
            except Exception:
                logger.exception("recording_expiry_failed")
            await self._clock.sleep(SOONER if due == BATCH else EVERY)

    async def sweep(self) -> int:
        """Delete what is due, ``BATCH`` recordings at most; returns how many were."""
        due = await self._kept_before(self._clock.now() - self._age, BATCH)
        for recording in due:
            try:
                await self._store.delete(recording.object_key)
            except RecordingStoreFailed as error:
                logger.warning("recording_not_deleted", call_id=recording.call_id, error=str(error))
                continue
            try:
                await self._ask(recording.call_id, partial(self._expired, recording))
            except UnreadableEvent as error:  # concerns this call alone
                logger.error("call_unreadable", call_id=recording.call_id, error=str(error))  # noqa: TRY400
                continue
            logger.info(
                "recording_expired", call_id=recording.call_id, effect_key=recording.effect_key
            )
        return len(due)

    def _expired(self, recording: KeptRecording, _: Call) -> ExpireRecording:
        key = recording.effect_key
        return ExpireRecording(id=f"recording-expired/{key}", at=self._clock.now(), effect_key=key)
