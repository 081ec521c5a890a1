"""Times, durations and the machine's names, as pages show them."""

import re
from datetime import datetime
from typing import Final

from markupsafe import Markup

from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.wording import plain

_PRESSED: Final = re.compile(r"pressed [\d*#]+")


def sentence(machine: str) -> str:
    """A name of the machine's as it begins a line: ``no_answer`` is ``No answer``."""
    words = plain(machine)
    return words[:1].upper() + words[1:]


def quoted(words: str) -> str:
    """What somebody said, in quotation marks; keys that were pressed need none."""
    return words if _PRESSED.fullmatch(words) else f"“{words}”"


def clock(at: datetime) -> Markup:
    """The time of day to the second, where the reader is."""
    return _time(at, "clock", f"{at:%H:%M:%S}")


def moment(at: datetime) -> Markup:
    """Day and time of day, where the reader is; the day is left out today."""
    return _time(at, "moment", f"{at:%Y-%m-%d %H:%M}")


def day(at: datetime) -> Markup:
    """The day, where the reader is."""
    return _time(at, "day", f"{at:%Y-%m-%d}")


def since(at: datetime) -> Markup:
    """How long ago it was, counting on in the browser."""
    return tag("hf-since", "", at=at.isoformat())


def _time(at: datetime, how: str, without_script: str) -> Markup:
    return tag("hf-time", without_script, at=at.isoformat(), as_=how)
