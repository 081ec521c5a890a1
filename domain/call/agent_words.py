"""Makes the command that reports the words of an agent that the host runs."""

from datetime import datetime
from typing import Final
from unicodedata import category

from hookflash.domain.call.commands import ReportAgentWords
from hookflash.domain.call.errors import InvalidWords
from hookflash.domain.idempotency import SAID, command_id

MOST_CHARACTERS: Final = 10_000
"""Characters of one utterance: an agent speaks for a quarter of an hour to say as many."""


def agent_words(  # noqa: PLR0913 - what a host reports
    message_id: str,
    at: datetime,
    text: str,
    *,
    began_at: datetime | None = None,
    heard_chars: int | None = None,
    interrupted: bool = False,
) -> ReportAgentWords:
    """The command for words that are reported ``at`` (aware UTC); the fields are its own.

    ``message_id`` makes them count once. Raises :class:`InvalidWords` for words that cannot be
    recorded.
    """
    check_words(text)
    check_time(began_at)
    check_heard(heard_chars)
    return ReportAgentWords(
        id=command_id(SAID, message_id),
        at=at,
        text=text,
        began_at=began_at,
        heard_chars=heard_chars,
        interrupted=interrupted,
    )


def check_heard(heard_chars: int | None) -> None:
    """Raise :class:`InvalidWords` for what is no number of characters."""
    if heard_chars is not None and (type(heard_chars) is not int or heard_chars < 0):
        wrong = f"{heard_chars!r} is not a number of characters"
        raise InvalidWords("heard_chars", wrong, "0, or how many characters were heard")


def check_time(time: datetime | None, field: str = "began_at") -> None:
    """Raise :class:`InvalidWords`, which names ``field``, for a time without a zone, or none."""
    right = "a datetime with a time zone, such as 2026-01-31T12:00:00Z"
    if time is not None and not isinstance(time, datetime):
        raise InvalidWords(field, f"{time!r} is not a datetime", right)
    if time is not None and time.tzinfo is None:
        raise InvalidWords(field, "it has no time zone", right)


def check_words(text: str, field: str = "text") -> None:
    """Raise :class:`InvalidWords`, which names ``field``, unless ``text`` can be recorded."""
    right = f"1 to {MOST_CHARACTERS:,} characters that are spoken"
    if not text.strip():
        raise InvalidWords(field, "there are no words in it", right)
    if "\x00" in text:
        raise InvalidWords(field, "it contains U+0000, which cannot be stored", right)
    if len(text) > MOST_CHARACTERS:
        raise InvalidWords(field, f"it has {len(text):,} characters", right)
    if any(category(character) == "Cs" for character in text):
        raise InvalidWords(field, "it contains half a character (a lone surrogate)", right)
