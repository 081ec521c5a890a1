"""How loud a recording is over time, for players to draw: computed once, and kept in memory."""

import wave
from array import array
from collections import OrderedDict
from io import BytesIO
from sys import byteorder
from typing import Final

from hookflash.domain.value import Value

PEAKS: Final = 160
"""Parts of a recording."""
FULL: Final = 100
"""The loudest possible part."""
KEPT: Final = 500
"""How many waveforms are kept in memory."""
_LOUDEST: Final = 32_768
_BYTES: Final = 2
_SEEN: Final = 4
"""Every fourth sample tells as much as all of them."""


class Waveform(Value):
    """The loudest sample in each of up to 160 equal parts of a recording, from 0 to 100.

    ``seconds`` is its length. ``peaks`` is empty for sound that is not 16-bit PCM in a WAV file.
    """

    seconds: float | None
    peaks: tuple[int, ...] = ()


class Waveforms:
    """The waveforms that were computed last, by the hash of the sound."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Waveform] = OrderedDict()

    def get(self, sha256: str) -> Waveform | None:
        """The waveform of the sound with that hash; None if it is not known."""
        return self._known.get(sha256)

    def keep(self, sha256: str, waveform: Waveform) -> None:
        """Keep a waveform, and drop the oldest if there are too many."""
        self._known[sha256] = waveform
        while len(self._known) > KEPT:
            self._known.popitem(last=False)


def waveform_of(sound: bytes) -> Waveform:
    """The waveform of a sound file."""
    try:
        with wave.open(BytesIO(sound)) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            samples = file.readframes(file.getnframes())
    except (wave.Error, EOFError):
        return Waveform(seconds=None)
    seconds = len(samples) / (channels * width * rate)
    if width != _BYTES:
        return Waveform(seconds=seconds)
    return Waveform(seconds=seconds, peaks=_peaks(samples, channels))


def _peaks(samples: bytes, channels: int) -> tuple[int, ...]:
    heights = array("h", samples[: len(samples) // _BYTES * _BYTES])
    if byteorder == "big":
        heights.byteswap()
    seen = heights[:: _SEEN * channels]
    size = -(-len(seen) // PEAKS) or 1
    parts = (seen[start : start + size] for start in range(0, len(seen), size))
    return tuple(round(FULL * max(map(abs, part)) / _LOUDEST) for part in parts)
