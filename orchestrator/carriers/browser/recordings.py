"""The recordings of messages, until the center has stored them."""

from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from hookflash.domain.call.effects import FetchRecording
from hookflash.orchestrator.carriers.voice.sound import wav
from hookflash.orchestrator.ports.answers import Refused
from hookflash.orchestrator.ports.recordings import Fetched, Sound

PREFIX: Final = "browser:"
"""How the references of these recordings begin; the effect key follows."""
KEPT: Final = 20
"""Messages that are held in memory; they are stored within seconds."""
PIECE_BYTES: Final = 64 * 1024


class BrowserRecordings:
    """Holds the last messages in memory, and nowhere else."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def keep(self, key: str, pcm: bytes) -> str:
        """Hold the message of a voicemail; returns its reference."""
        self._kept[key] = wav(pcm)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return f"{PREFIX}{key}"

    @asynccontextmanager
    async def fetch(self, request: FetchRecording) -> AsyncIterator[Fetched]:
        """Give the recording as a WAV file; refuse one that this process does not hold any more."""
        found = self._kept.get(request.recording.removeprefix(PREFIX))
        if found is None:
            yield Refused(code="gone", reason="the process that recorded the message has ended")
        else:
            yield Sound("audio/wav", _pieces(found))


async def _pieces(sound: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(sound), PIECE_BYTES):
        yield sound[start : start + PIECE_BYTES]
