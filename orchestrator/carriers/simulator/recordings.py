"""Simulated recordings: an audible message for each voicemail that the simulator recorded."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from hookflash.domain.call.effects import FetchRecording
from hookflash.orchestrator.carriers.simulator.murmur import murmur
from hookflash.orchestrator.ports.answers import Refused
from hookflash.orchestrator.ports.recordings import Fetched, Sound

SIMULATED: Final = "simulated:"
"""How the references of simulated recordings begin."""
PIECE_BYTES: Final = 64 * 1024


class SimulatedRecordings:
    """Makes the sound of simulated recordings; the same voicemail always sounds the same."""

    @asynccontextmanager
    async def fetch(self, request: FetchRecording) -> AsyncIterator[Fetched]:
        """Give a murmur as long as the message; refuse what was not simulated."""
        if request.recording.startswith(SIMULATED):
            sound = murmur(request.effect_key, request.seconds)
            yield Sound("audio/wav", _pieces(sound))
        else:
            yield Refused(code="not_simulated", reason="the simulator did not record it")


async def _pieces(sound: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(sound), PIECE_BYTES):
        yield sound[start : start + PIECE_BYTES]
