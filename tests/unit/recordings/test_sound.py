"""Simulated recordings are audible."""

import wave
from array import array
from io import BytesIO

import pytest

from hookflash.orchestrator.carriers.simulator.murmur import LONGEST_SECONDS, murmur
from tests.rig.sound import loudness_of


def samples(data: bytes) -> "tuple[int, array[int]]":
    """The rate and the samples of a WAV file."""
    with wave.open(BytesIO(data)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        return sound.getframerate(), array("h", sound.readframes(sound.getnframes()))


@pytest.mark.parametrize("seconds", [0.5, 4.0, 61.3])
def test_it_is_as_long_as_the_message_and_audible(seconds: float) -> None:
    """In every second of it; and it never clips."""
    rate, heard = samples(murmur("0b5c", seconds))
    assert len(heard) / rate == pytest.approx(seconds, abs=0.001)
    assert max(map(abs, heard)) < 32_000
    for start in range(0, len(heard) - rate // 2, rate):
        assert loudness_of(heard[start : start + rate]) > 0.02


def test_each_voicemail_sounds_its_own_way() -> None:
    """And the same each time."""
    assert murmur("one", 4.0) == murmur("one", 4.0)
    assert murmur("one", 4.0) != murmur("other", 4.0)


def test_it_has_an_end() -> None:
    """Whatever length is reported."""
    rate, heard = samples(murmur("0b5c", 1e9))
    assert len(heard) / rate == LONGEST_SECONDS
