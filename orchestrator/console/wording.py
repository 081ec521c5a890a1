"""Formats times and identifiers for pages, in the reader's time zone."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from markupsafe import Markup

from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.wording import plain

TRADE_WORDS: Final[Mapping[str, str]] = {
    "ringing": "Ringing",
    "conversing": "With the agent",
    "confirm_transfer": "Asking about a transfer",
    "transferring": "Ringing phones",
    "dropped": "Connected",
    "voicemail_fallback": "On voicemail",
    "ended": "Ended",
    "handed_over": "Handed over",
    "transferred": "Connected",
    "voicemail": "To voicemail",
    "voicemail_declined": "Declined voicemail",
    "abandoned": "Hung up while waiting",
    "caller_silent": "Caller said nothing",
    "text_failed": "Text failed",
    "text_refused": "Text not sent",
    "resolved": "Text sent",
    "gave_up": "Hung up before an answer",
    "interrupted": "Connection lost",
}
"""States and outcomes in words of the trade; all others are their own words."""
_PRESSED: Final = re.compile(r"pressed [\d*#]+")


def in_trade_words(name: str) -> str:
    """Return a state or an outcome as it is called on screen."""
    return TRADE_WORDS.get(name) or sentence(name)


def sentence(machine: str) -> str:
    """Return an identifier as capitalised words: ``no_answer`` becomes ``No answer``."""
    words = plain(machine)
    return words[:1].upper() + words[1:]


def quoted(words: str) -> str:
    """Put speech in quotation marks; pressed keys are left as they are."""
    return words if _PRESSED.fullmatch(words) else f"“{words}”"


def clock(at: datetime) -> Markup:
    """Return the time of day with seconds."""
    return _time(at, "clock", f"{at:%H:%M:%S}")


def moment(at: datetime) -> Markup:
    """Return a date as people say it: ``3 min ago``, ``14:05``, ``yesterday 14:05``."""
    return _time(at, "moment", f"{at:%Y-%m-%d %H:%M}")


def exactly(at: datetime) -> Markup:
    """Return date and time of day; the date is omitted for today."""
    return _time(at, "exactly", f"{at:%Y-%m-%d %H:%M}")


def day(at: datetime) -> Markup:
    """Return the date."""
    return _time(at, "day", f"{at:%Y-%m-%d}")


def since(at: datetime) -> Markup:
    """Return the time elapsed since ``at``; the browser keeps it current."""
    return tag("hf-since", "", at=at.isoformat())


def _time(at: datetime, how: str, without_script: str) -> Markup:
    inside = tag("time", without_script, datetime=at.isoformat())
    return tag("hf-time", inside, at=at.isoformat(), as_=how)
