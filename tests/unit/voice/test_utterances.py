"""Where a caller begins and ceases to speak, and when that was."""

from datetime import UTC, datetime, timedelta

from hookflash.orchestrator.carriers.voice.line import AudioLine, Frame
from hookflash.orchestrator.carriers.voice.sound import FRAME_SAMPLES, SAMPLE_BYTES
from hookflash.orchestrator.carriers.voice.utterances import CHUNK_BYTES, Utterance, Utterances

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
LOUD, QUIET = b"\x01\x10" * FRAME_SAMPLES, bytes(FRAME_SAMPLES * SAMPLE_BYTES)


def judge(chunk: bytes) -> float:
    """Whether most of a chunk is loud."""
    return chunk.count(b"\x10") / (CHUNK_BYTES / SAMPLE_BYTES)


def heard(sound: str) -> list[Utterance]:
    """What is heard in a sound, of which each letter is 20 ms: ``x`` is loud."""
    utterances = Utterances(judge)
    frames = (
        Frame(LOUD if letter == "x" else QUIET, NOON + timedelta(milliseconds=20 * at))
        for at, letter in enumerate(sound)
    )
    return [one for frame in frames if (one := utterances.feed(frame)) is not None]


def test_an_utterance_is_given_once_the_caller_pauses() -> None:
    """It began when they began to speak, and has what was said a moment before, too."""
    (utterance,) = heard("." * 50 + "x" * 50 + "." * 50)
    assert abs(utterance.began_at - NOON - timedelta(seconds=1)) < timedelta(seconds=0.05)
    assert utterance.pcm.count(b"\x10") == 50 * FRAME_SAMPLES


def test_a_click_is_no_utterance() -> None:
    """Nor is silence."""
    assert heard("." * 50 + "xxx" + "." * 100) == []


def test_a_short_pause_does_not_end_an_utterance() -> None:
    """People pause within a sentence."""
    assert len(heard("x" * 30 + "." * 20 + "x" * 30 + "." * 60)) == 1


def test_an_utterance_without_an_end_is_cut() -> None:
    """Before it is too long to be understood at once."""
    assert len(heard("x" * 1_500)) == 1


def test_frames_that_come_late_have_the_time_at_which_they_were_spoken() -> None:
    """Delays vary; sound does not."""
    line = AudioLine()
    late = [0.02, 0.3, 0.05, 0.2, 0.02]
    for n, delay in enumerate(late):
        spoken_at = NOON + timedelta(milliseconds=20 * n)
        frame = line.receive(QUIET, spoken_at + timedelta(seconds=0.02 + delay))
        assert abs(frame.at - spoken_at - timedelta(seconds=0.02)) < timedelta(seconds=0.01)


def test_after_a_pause_the_times_begin_again() -> None:
    """As when a microphone was switched off for a while."""
    line = AudioLine()
    line.receive(QUIET, NOON)
    frame = line.receive(QUIET, NOON + timedelta(seconds=30))
    assert abs(frame.at - NOON - timedelta(seconds=29.98)) < timedelta(seconds=0.01)
