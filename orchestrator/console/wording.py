"""Formats times and identifiers for pages, in the reader's time zone."""

import re
from datetime import datetime
from typing import Final

from markupsafe import Markup

from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.wording import plain

_PRESSED: Final = re.compile(r"pressed [\d*#]+")


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
    """Return date and time of day; the date is omitted for today."""
    return _time(at, "moment", f"{at:%Y-%m-%d %H:%M}")


def day(at: datetime) -> Markup:
    """Return the date."""
    return _time(at, "day", f"{at:%Y-%m-%d}")


def since(at: datetime) -> Markup:
    """Return the time elapsed since ``at``; the browser keeps it current."""
    return tag("hf-since", "", at=at.isoformat())


def _time(at: datetime, how: str, without_script: str) -> Markup:
    return tag("hf-time", without_script, at=at.isoformat(), as_=how)
