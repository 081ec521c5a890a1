"""Times, durations, counts and calls in words."""

from datetime import datetime

_MINUTE = 60
_HOUR = 3_600


def clock(at: datetime) -> str:
    """The time of day, UTC."""
    return f"{at:%H:%M:%S}"


def day_and_clock(at: datetime) -> str:
    """Day and time of day to the minute, UTC."""
    return f"{at:%Y-%m-%d %H:%M}"


def lasting(seconds: float | None) -> str:
    """A duration, as ``1 min 35 s``; empty for none."""
    if seconds is None:
        return ""
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s" if whole or not seconds else f"{seconds:.1f} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"


def counted(number: int, one: str, many: str = "") -> str:
    """``1 call``, ``2 calls``, ``10,000 calls``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def plain(machine: str) -> str:
    """A name of the machine's as words: ``handed_over`` is ``handed over``."""
    return machine.replace("_", " ")


def short(call_id: str) -> str:
    """The first eight of a call's hex, by which ``replay`` finds it."""
    return call_id.rpartition(".")[2][:8]
