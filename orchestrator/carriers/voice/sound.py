"""Sound as numbers: 16 bits, mono, 16,000 samples a second."""

import sys
import wave
from array import array
from io import BytesIO
from math import pi, sin, sqrt
from typing import Final

RATE: Final = 16_000
"""Samples a second."""
SAMPLE_BYTES: Final = 2
FRAME_SAMPLES: Final = 320
"""Samples of a frame: 20 ms."""
LOUD: Final = 9_000
"""Peak of a tone, of 32,767."""


def samples_in(pcm: bytes | bytearray) -> int:
    """How many samples ``pcm`` has."""
    return len(pcm) // SAMPLE_BYTES


def seconds_of(pcm: bytes) -> float:
    """How long ``pcm`` lasts."""
    return samples_in(pcm) / RATE


def tone(hertz: float, seconds: float) -> bytes:
    """A tone, such as the beep before a recording."""
    count = round(seconds * RATE)
    return _pcm(
        array(
            "h",
            (
                round(LOUD * sin(pi * n / count) * sin(2 * pi * hertz * n / RATE))
                for n in range(count)
            ),
        )
    )


def loudness(pcm: bytes) -> float:
    """The root mean square of the samples: 0 for silence, at most 32,768."""
    samples = _array(pcm)
    return sqrt(sum(one * one for one in samples) / len(samples)) if samples else 0.0


def wav(pcm: bytes) -> bytes:
    """A WAV file of ``pcm``."""
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(SAMPLE_BYTES)
        sound.setframerate(RATE)
        sound.writeframes(pcm)
    return file.getvalue()


def _array(pcm: bytes) -> "array[int]":
    samples = array("h")
    samples.frombytes(pcm[: len(pcm) - len(pcm) % SAMPLE_BYTES])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _pcm(samples: "array[int]") -> bytes:
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()
