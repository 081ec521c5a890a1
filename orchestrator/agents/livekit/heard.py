"""How much of a text the caller heard, by what a session tells of its playback."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from livekit.agents import AgentSession, ChatMessage
from livekit.agents.voice.io import AudioOutput, PlaybackFinishedEvent

CHARACTERS_PER_SECOND: Final = 12.0
"""The estimated pace of speech, where no transcript is synchronized with it."""


@dataclass(frozen=True)
class Heard:
    """What of a text was played, and when."""

    characters: int
    began_at: datetime | None
    ended_at: datetime | None
    finished: bool


class Playbacks:
    """Listens to the sound of a session: the only source for how far a cut speech came."""

    def __init__(self) -> None:
        self._output: AudioOutput | None = None
        self._last: PlaybackFinishedEvent | None = None

    def follow(self, session: AgentSession[Any]) -> None:
        """Listen to the session's present output; called before each speech."""
        output = session.output.audio
        if output is None or output is self._output:
            return
        if self._output is not None:
            self._output.off("playback_finished", self._finished)
        self._output = output
        output.on("playback_finished", self._finished)

    def heard_of(self, text: str, item: ChatMessage | None) -> Heard:
        """What was heard of ``text``; ``item`` is what the session keeps of it, None for nothing.

        A cut speech whose transcript is not synchronized is estimated by how long it played.
        """
        if item is None:
            return Heard(0, None, None, finished=False)
        began = at(item.metrics.get("started_speaking_at"))
        ended = at(item.metrics.get("stopped_speaking_at"))
        if not item.interrupted:
            return Heard(len(text), began, ended, finished=True)
        if self._last is not None and self._last.synchronized_transcript is None:
            played = self._last.playback_position * CHARACTERS_PER_SECOND
            return Heard(min(int(played), len(text)), began, ended, finished=False)
        return Heard(common(text, item.text_content or ""), began, ended, finished=False)

    def _finished(self, event: PlaybackFinishedEvent) -> None:
        self._last = event


def at(seconds: float | None) -> datetime | None:
    """A time of LiveKit's (Unix seconds) as ours."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def common(text: str, heard: str) -> int:
    """How many characters of ``text`` are in ``heard``, its beginning, however that is spaced."""
    left = "".join(heard.split())
    for position, character in enumerate(text):
        if not left:
            return position
        if not character.isspace():
            if character != left[0]:
                return position
            left = left[1:]
    return len(text)
