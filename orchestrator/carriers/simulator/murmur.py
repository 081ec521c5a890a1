"""Makes sound with the rhythm and pitch of speech, but without words: a beep, then syllables."""

import wave
from array import array
from functools import cache
from hashlib import sha256
from io import BytesIO
from math import pi, sin
from sys import byteorder
from typing import Final

RATE: Final = 8_000
"""Samples per second, as on a telephone."""
LOUD: Final = 9_000
"""Peak of a syllable, of 32,767."""
SYLLABLE_SECONDS: Final = 0.16
BEEP_SECONDS: Final = 0.3
LONGEST_SECONDS: Final = 180.0
"""The longest message that a voicemail records."""
PITCHES: Final = (110, 123, 131, 147, 165, 175, 196)
"""In hertz. An eighth kind of syllable is silent: a pause."""
HARMONICS: Final = (0.5, 0.3, 0.2)


def murmur(seed: str, seconds: float) -> bytes:
    """A WAV file of ``seconds``, mono, 16 bits; the same ``seed`` gives the same sound."""
    wanted = round(min(max(seconds, 0.0), LONGEST_SECONDS) * RATE)
    samples = array("h", _beep())
    spoken = 0
    while len(samples) < wanted:
        for byte in sha256(f"{seed}/{spoken}".encode()).digest():
            samples += _syllable(byte % 8)
        spoken += 1
    return _wav(samples[:wanted])


@cache
def _beep() -> "array[int]":
    return _tone(1_000, BEEP_SECONDS, (1.0,))


@cache
def _syllable(kind: int) -> "array[int]":
    if kind >= len(PITCHES):
        return array("h", bytes(2 * round(SYLLABLE_SECONDS * RATE)))
    return _tone(PITCHES[kind], SYLLABLE_SECONDS, HARMONICS)


def _tone(hertz: float, seconds: float, harmonics: tuple[float, ...]) -> "array[int]":
    """A tone that swells and fades."""
    count = round(seconds * RATE)
    return array(
        "h",
        (
            round(LOUD * sin(pi * n / count) * _overtones(2 * pi * hertz * n / RATE, harmonics))
            for n in range(count)
        ),
    )


def _overtones(angle: float, harmonics: tuple[float, ...]) -> float:
    return sum(share * sin(angle * n) for n, share in enumerate(harmonics, start=1))


def _wav(samples: "array[int]") -> bytes:
    if byteorder == "big":
        samples.byteswap()
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())
    return file.getvalue()
