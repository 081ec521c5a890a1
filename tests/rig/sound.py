"""Measures sound."""

import wave
from array import array
from io import BytesIO
from math import sqrt


def loudness(data: bytes) -> float:
    """The root mean square of a WAV file of 16 bits; 1 is the loudest there is."""
    with wave.open(BytesIO(data)) as sound:
        assert sound.getsampwidth() == 2
        return loudness_of(array("h", sound.readframes(sound.getnframes())))


def loudness_of(samples: "array[int]") -> float:
    """The root mean square of some samples."""
    return sqrt(sum(one * one for one in samples) / len(samples)) / 32_768
