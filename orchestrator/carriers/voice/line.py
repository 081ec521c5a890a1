"""An audio line: frames that come in, each with the time at which it was spoken."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from hookflash.orchestrator.carriers.voice.sound import RATE, samples_in

DRIFT_SECONDS: Final = 0.0002
"""By how much the estimate may move with each frame, for clocks that run apart."""
GAP_SECONDS: Final = 1.0
"""A frame that comes so much later than expected follows a pause, such as a muted microphone."""


class Frame(NamedTuple):
    """Sound, and when its first sample was spoken."""

    pcm: bytes
    at: datetime


class AudioLine:
    """Gives frames their times.

    Frames come late by varying delays. The least delay is taken for the true one: samples were
    spoken at an even pace, so the frame that came soonest tells when the line began.
    """

    def __init__(self) -> None:
        self._began: datetime | None = None
        self._samples = 0

    def receive(self, pcm: bytes, now: datetime) -> Frame:
        """The frame that ``pcm`` is, having arrived at ``now``."""
        self._samples += samples_in(pcm)
        length = timedelta(seconds=self._samples / RATE)
        earliest = now - length
        began = self._began
        if began is None or earliest - began > timedelta(seconds=GAP_SECONDS):
            began = earliest
        else:
            began = min(began + timedelta(seconds=DRIFT_SECONDS), earliest)
        self._began = began
        at = began + length - timedelta(seconds=samples_in(pcm) / RATE)
        return Frame(pcm, at)
