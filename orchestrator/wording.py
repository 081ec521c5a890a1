"""Formats times, durations, counts and ids for people; shared by CLI and console."""

from datetime import datetime
from typing import Final

SIMULATED: Final = "Simulated: no phone or text in this database is real."
_MINUTE = 60
_HOUR = 3_600


def clock(at: datetime) -> str:
    """Return the time of day (UTC) with seconds."""
    return f"{at:%H:%M:%S}"


def day_and_clock(at: datetime) -> str:
    """Return the date and the time of day (UTC) to the minute."""
    return f"{at:%Y-%m-%d %H:%M}"


def lasting(seconds: float | None) -> str:
    """Return a duration such as ``1 min 35 s``; empty for None."""
    if seconds is None:
        return ""
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s" if whole or not seconds else f"{seconds:.1f} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a count with its noun: ``1 call``, ``10,000 calls``; ``many``: irregular plural."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def plain(machine: str) -> str:
    """Return an identifier as words: ``handed_over`` becomes ``handed over``."""
    return machine.replace("_", " ")


def short(call_id: str) -> str:
    """Return the first eight hex digits of a call id, which ``replay`` accepts as well."""
    return call_id.rpartition(".")[2][:8]
