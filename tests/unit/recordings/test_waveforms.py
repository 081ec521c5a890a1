"""The waveform that a player draws."""

import wave
from array import array
from io import BytesIO

import pytest

from hookflash.orchestrator.carriers.simulator.murmur import murmur
from hookflash.orchestrator.waveforms import KEPT, PEAKS, Waveform, Waveforms, waveform_of

RATE = 8_000


def file(samples: list[int], channels: int = 1, width: int = 2) -> bytes:
    """A WAV file."""
    out = BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(width)
        sound.setframerate(RATE)
        sound.writeframes(array("h", samples).tobytes())
    return out.getvalue()


def test_it_is_high_where_the_sound_is_loud() -> None:
    """A silent half, then one at half the possible loudness."""
    drawn = waveform_of(file([0] * RATE + [16_384, -16_384] * (RATE // 2)))
    assert drawn.seconds == 2.0
    assert len(drawn.peaks) == PEAKS
    assert set(drawn.peaks[: PEAKS // 2]) == {0}
    assert set(drawn.peaks[PEAKS // 2 :]) == {50}


def test_a_simulated_message_has_louder_and_softer_parts() -> None:
    """It looks like speech: neither silent nor uniform."""
    peaks = waveform_of(murmur("0b5c", 9.0)).peaks
    assert max(peaks) > 15
    assert len(set(peaks)) > 10
    assert 0 < sum(peak < 2 for peak in peaks) < len(peaks) / 3


@pytest.mark.parametrize(
    ("sound", "seconds"),
    [(b"ID3\x03 an MP3 file", None), (b"", None), (file([1] * RATE, width=1), 2.0)],
)
def test_other_sound_has_no_peaks(sound: bytes, seconds: float | None) -> None:
    """It can be played all the same."""
    assert waveform_of(sound) == Waveform(seconds=seconds)


def test_sound_of_no_length_and_in_stereo_is_drawn() -> None:
    """As it is; nothing is divided by zero."""
    assert waveform_of(file([])) == Waveform(seconds=0.0)
    assert waveform_of(file([0, 0] * RATE, channels=2)).seconds == 1.0


def test_the_oldest_waveforms_are_dropped() -> None:
    """So that memory is bounded."""
    kept = Waveforms()
    for n in range(KEPT + 1):
        kept.keep(str(n), Waveform(seconds=float(n)))
    assert kept.get("0") is None
    assert kept.get(str(KEPT)) == Waveform(seconds=float(KEPT))
