"""Makes sound with the rhythm and pitch of speech, but without words: a beep, then syllables."""

import wave
from array import array
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from io import BytesIO
from math import exp, pi, sin
from sys import byteorder
from typing import Final

RATE: Final = 8_000
"""Samples per second, as on a telephone."""
LOUD: Final = 9_000
"""Peak of a syllable, of 32,767."""
SYLLABLE_SECONDS: Final = (0.12, 0.19)
PAUSE_SECONDS: Final = 0.22
PAUSES: Final = frozenset({5, 11, 18, 25, 31})
"""After these of 32 syllables there is a pause."""
BEEP_SECONDS: Final = 0.3
LONGEST_SECONDS: Final = 180.0
"""The longest message that a voicemail records."""
PERIODS: Final = (78, 73, 69, 66, 62, 58, 54, 50)
"""Of the voice, in samples: pitches from 103 to 160 Hz."""
VOWELS: Final = ((730, 1_090), (530, 1_840), (300, 2_290), (570, 840))
"""The two loudest frequencies of a, e, i and o, in hertz."""
WIDTHS: Final = (110, 170)
HIGHEST: Final = 3_400
"""In hertz; a telephone carries no more."""


def murmur(seed: str, seconds: float) -> bytes:
    """A WAV file of ``seconds``, mono, 16 bits; the same ``seed`` gives the same sound."""
    wanted = round(min(max(seconds, 0.0), LONGEST_SECONDS) * RATE)
    samples = array("h", _beep())
    spoken = 0
    while len(samples) < wanted:
        for place, byte in enumerate(sha256(f"{seed}/{spoken}".encode()).digest()):
            samples += _syllable(byte)
            if place in PAUSES:
                samples += array("h", bytes(2 * round(PAUSE_SECONDS * RATE)))
        spoken += 1
    return _wav(samples[:wanted])


@cache
def _beep() -> "array[int]":
    wave_ = [sin(2 * pi * n / 8) for n in range(8)]  # 1,000 Hz
    return _swelling(wave_, BEEP_SECONDS, LOUD)


@cache
def _syllable(byte: int) -> "array[int]":
    """A syllable: its pitch, vowel, loudness and length are in the bits of ``byte``."""
    voice = _voice(PERIODS[byte & 7], VOWELS[byte >> 3 & 3])
    return _swelling(voice, SYLLABLE_SECONDS[byte >> 7], LOUD * (0.4 + 0.2 * (byte >> 5 & 3)))


@cache
def _voice(period: int, vowel: tuple[int, int]) -> list[float]:
    """One period of a vowel: harmonics are as loud as they are near its two frequencies."""
    hertz = RATE / period
    shares = [_share(hertz * n, vowel) for n in range(1, int(HIGHEST / hertz) + 1)]
    heard = [
        sum(share * sin(2 * pi * n * place / period) for n, share in enumerate(shares, start=1))
        for place in range(period)
    ]
    loudest = max(map(abs, heard))
    return [sample / loudest for sample in heard]


def _share(hertz: float, vowel: tuple[int, int]) -> float:
    first, second = (
        exp(-(((hertz - peak) / width) ** 2)) for peak, width in zip(vowel, WIDTHS, strict=True)
    )
    return 0.04 + first + 0.5 * second


def _swelling(period: Sequence[float], seconds: float, loud: float) -> "array[int]":
    """The period again and again, swelling and fading."""
    count = round(seconds * RATE)
    length = len(period)
    return array(
        "h", (round(loud * sin(pi * n / count) * period[n % length]) for n in range(count))
    )


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
