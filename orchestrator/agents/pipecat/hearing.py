"""The caller's words and keys on their way to the model."""

from datetime import datetime, timedelta
from typing import Final

from pipecat.frames.frames import (
    Frame,
    InputDTMFFrame,
    InterimTranscriptionFrame,
    TranscriptionFrame,
    UserStartedSpeakingFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from hookflash.orchestrator.agents.pipecat.talk import Talk

PARTIAL_SECONDS: Final = 1.0
"""The least time between two reports of partial words."""
NOISE_SECONDS: Final = 2.0
"""Sound without words for so long after it ended was noise."""


class Hearing(FrameProcessor):
    """Notes when the caller began to speak, and reports partial words and keys."""

    def __init__(self, talk: Talk) -> None:
        super().__init__(enable_direct_mode=True)
        self._talk = talk
        self._began: datetime | None = None
        self._quiet_since: datetime | None = None
        self._has_words = False
        self._reported: datetime | None = None

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Take note of ``frame``, and pass it on."""
        await super().process_frame(frame, direction)
        if isinstance(frame, VADUserStartedSpeakingFrame):
            self._sound_begins(self._talk.now() - timedelta(seconds=frame.start_secs))
        elif isinstance(frame, VADUserStoppedSpeakingFrame):
            self._quiet_since = self._talk.now()
        elif isinstance(frame, UserStartedSpeakingFrame):
            self._began = self._began or self._talk.now()
        elif isinstance(frame, InterimTranscriptionFrame | TranscriptionFrame):
            self._words_come(frame)
        elif isinstance(frame, InputDTMFFrame):
            self._talk.caller_pressed(frame.button.value)
        await self.push_frame(frame, direction)

    def take_began(self) -> datetime | None:
        """When the words began that are complete now; the next words begin after them."""
        began, self._began = self._began, None
        self._quiet_since = self._reported = None
        self._has_words = False
        return began

    def _sound_begins(self, at: datetime) -> None:
        quiet, words = self._quiet_since, self._has_words
        if quiet is not None and not words and (at - quiet).total_seconds() > NOISE_SECONDS:
            self._began = None
        self._began = self._began or at
        self._quiet_since = None

    def _words_come(self, frame: InterimTranscriptionFrame | TranscriptionFrame) -> None:
        if not frame.text.strip():
            return
        now = self._talk.now()
        self._began = min(self._began or now, _stamped(frame.timestamp, now))
        self._has_words = True
        last = self._reported
        if last is None or (now - last).total_seconds() >= PARTIAL_SECONDS:
            self._reported = now
            self._talk.caller_speaks(frame.text, self._began)


def _stamped(timestamp: str, now: datetime) -> datetime:
    """The time on a transcription, if it has one that can be: words are not heard ahead."""
    try:
        stamped = datetime.fromisoformat(timestamp)
    except ValueError:
        return now
    return now if stamped.tzinfo is None or stamped > now else stamped
