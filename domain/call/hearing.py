"""When the caller heard a question: from its text and from what is known of its playback.

The rules are explained in docs/explanation/consent.md. Seconds throughout.
"""

from datetime import datetime, timedelta
from typing import Final, Protocol

from hookflash.domain.job.action import Destination

CHARACTERS_PER_SECOND: Final = 12.0
"""The estimated pace of speech, where the telephony does not tell what was heard."""
TOLERANCE_SECONDS: Final = 0.25
"""An answer may begin this much before the question was heard, in the caller's favour."""


class Playback(Protocol):
    """What is reported of a speech that was played."""

    @property
    def began_at(self) -> datetime:
        """When its first character was played."""
        ...

    @property
    def ended_at(self) -> datetime:
        """When playback ended."""
        ...

    @property
    def heard_chars(self) -> int:
        """How many of its characters were played."""
        ...

    @property
    def finished(self) -> bool:
        """Whether it was played to its end."""
        ...


def audible_after(text: str, destination: Destination) -> int:
    """How many characters of the question ``text`` name the destination: all, if it does not."""
    name = destination.name[-4:] if destination.kind == "external" else destination.name
    at = text.rfind(name)
    return at + len(name) if at >= 0 else len(text)


def heard_by_estimate(accepted_at: datetime, characters: int) -> datetime:
    """When ``characters`` of a speech were heard if nothing but its acceptance is known."""
    return accepted_at + timedelta(seconds=characters / CHARACTERS_PER_SECOND)


def heard_by_report(played: Playback, characters: int, *, audible_after: int) -> datetime | None:
    """When ``audible_after`` of a speech's ``characters`` were heard, interpolated.

    None if playback stopped before. A speech that was ``finished`` was heard in full, however the
    host counts its characters.
    """
    heard = characters if played.finished else min(played.heard_chars, characters)
    if heard < audible_after:
        return None
    share = audible_after / heard if heard else 1.0
    return played.began_at + max(played.ended_at - played.began_at, timedelta()) * share


def characters_in(seconds: float) -> int:
    """How many characters are said in so many seconds, by estimate."""
    return max(0, int(seconds * CHARACTERS_PER_SECOND))


def estimated_seconds(characters: int) -> float:
    """How long it takes to say ``characters``."""
    return characters / CHARACTERS_PER_SECOND


def began_too_early(began_at: datetime, heard_at: datetime) -> bool:
    """Whether words that began then cannot answer a question that was heard only later."""
    return began_at < heard_at - timedelta(seconds=TOLERANCE_SECONDS)
