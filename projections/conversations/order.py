"""The order of the lines of a conversation, as in ``domain.call.spoken_order``."""

from datetime import datetime, timedelta
from typing import Any

from hookflash.domain.call.spoken_order import WAITING_SECONDS

Entry = dict[str, Any]
"""A line; its times are text once it was stored."""


def add(lines: list[Entry], entry: Entry) -> None:
    """Add a line in its place: words that a host's agent said, or what the caller said before."""
    place = len(lines)
    if (began := _moment(entry.get("began_at"))) is not None:
        if entry.get("reported", False):
            place = _place(lines, began)
        elif entry["by"] == "caller":
            while place and _is_later(lines[place - 1], began):
                place -= 1
    lines.insert(place, entry)


def has_reported(lines: list[Entry]) -> bool:
    """Whether an agent that the host runs said any of it."""
    return any(entry.get("reported", False) for entry in lines)


def note_played(lines: list[Entry], position: int, began_at: datetime) -> None:
    """Enter when the caller began to hear the line at ``position``; move words around it."""
    at = next((n for n, entry in enumerate(lines) if entry["position"] == position), None)
    if at is None:
        return
    began = max(began_at, _time(lines[at]["at"]))
    lines[at]["began_at"] = began
    misplaced = [entry for entry in lines[at + 1 :] if _is_earlier(entry, began)]
    misplaced += [entry for entry in lines[:at] if _is_later(entry, began)]
    for entry in misplaced:
        lines.remove(entry)
        lines.insert(_place(lines, _time(entry["began_at"])), entry)


def _place(lines: list[Entry], began: datetime) -> int:
    place = len(lines)
    while place and _began(lines[place - 1]) > began:
        place -= 1
    return place


def _began(entry: Entry) -> datetime:
    if (began := _moment(entry.get("began_at"))) is not None:
        return began
    at = _time(entry["at"])
    if entry["by"] == "caller" or entry.get("reported", False):
        return at
    return at + timedelta(seconds=WAITING_SECONDS)


def _is_later(entry: Entry, moment: datetime) -> bool:
    began = _moment(entry.get("began_at"))
    return entry.get("reported", False) and began is not None and began >= moment


def _is_earlier(entry: Entry, moment: datetime) -> bool:
    began = _moment(entry.get("began_at"))
    return entry.get("reported", False) and began is not None and began < moment


def _moment(time: str | datetime | None) -> datetime | None:
    return None if time is None else _time(time)


def _time(time: str | datetime) -> datetime:
    return datetime.fromisoformat(time) if isinstance(time, str) else time
