"""Pauses after what was said: how long the caller has been silent since they heard it.

A pause begins when its speech was played, and counts by what is known of that (``hearing.py``).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from hookflash.domain.call import events as e
from hookflash.domain.call.hearing import estimated_seconds

REPORT_SECONDS = 10.0
"""After the estimated end of playback: a report that has not come by then will not."""


@dataclass(slots=True)
class Pause:
    """A pause after the speech ``speech_id``; ``ended_at`` is when its playback ended."""

    speech_id: str
    characters: int
    accepted_at: datetime | None = None
    estimated: bool = False
    ended_at: datetime | None = None
    delay: float = 0.0
    """Seconds from its acceptance until it is estimated to begin."""


class Silence(NamedTuple):
    """A silence that ends ``seconds`` after ``since``."""

    since: datetime
    seconds: float


def silence_after(pause: Pause, seconds: float) -> Silence | None:
    """The silence of ``seconds`` after the speech; None while nobody has accepted the speech."""
    if pause.ended_at is not None:
        return Silence(pause.ended_at, seconds)
    if pause.accepted_at is None:
        return None
    late = pause.delay if pause.estimated else REPORT_SECONDS
    return Silence(pause.accepted_at, estimated_seconds(pause.characters) + late + seconds)


def note_playback(pause: Pause | None, event: e.SpeechEvent) -> None:
    """Apply what ``event`` says about the speech of ``pause``."""
    if pause is None or pause.speech_id != event.speech_id:
        return
    if isinstance(event, e.SpeechAccepted):
        pause.accepted_at, pause.estimated = event.at, event.playback == "none"
    elif isinstance(event, e.SpeechHeard | e.SpeechUnspoken):
        pause.ended_at = event.at
