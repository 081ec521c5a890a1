"""What a workspace sets to protect its callers: quiet hours, and the words in an emergency."""

import re
from datetime import datetime, time
from typing import Final

from hookflash.domain.policy.texting import LocalTime
from hookflash.domain.value import Value

MAX_EMERGENCY_WORDS: Final = 500
"""Characters."""
_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


class QuietHours(Value):
    """No text is sent from ``begin`` until ``end``, by the recipient's clock; both ``HH:MM``.

    They may go past midnight: 21:00 until 08:00.
    """

    begin: str
    end: str

    def holds(self, at: time) -> bool:
        """Whether ``at`` is within the quiet hours."""
        begin, end = time_of(self.begin), time_of(self.end)
        if begin is None or end is None:
            return False
        return begin <= at < end if begin <= end else at >= begin or at < end


class Precautions(Value):
    """``emergency_words``: what a caller in danger is told; empty: the usual words."""

    quiet_hours: QuietHours | None = None
    emergency_words: str = ""


def time_of(written: str) -> time | None:
    """The time of day in ``written``, such as ``21:00`` or ``8:30``; None if it is none."""
    found = _TIME.fullmatch(written.strip())
    return time(int(found[1]), int(found[2])) if found else None


def local_time(hours: QuietHours, there: dict[str, datetime]) -> LocalTime:
    """What time it is for a recipient, ``there`` by time zone.

    A number may be in several zones: it is quiet as soon as it is quiet in one of them. Where no
    zone is known, it is never quiet.
    """
    return LocalTime(
        hours=f"{hours.begin}-{hours.end}",
        times=tuple(f"{zone} {at:%H:%M}" for zone, at in there.items()),
        quiet=any(hours.holds(at.time()) for at in there.values()),
    )
