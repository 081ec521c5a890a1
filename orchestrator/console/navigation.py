"""The menu's pages, in order, and the addresses of pages."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple, cast
from urllib.parse import urlencode

ROOT: Final = "/console"


class Place(NamedTuple):
    """An entry of the menu; ``icon`` is an SVG path in a 20 by 20 box."""

    name: str
    path: str
    icon: str


PLACES: Final = (
    Place("Live", "/live", "M2 10h3l3-6 4 12 3-6h3"),
    Place("Calls", "/calls", "M4 4c0 7 5 12 12 12v-4l-4-1-1.5 1.5A9 9 0 0 1 7.5 8.5L9 7 8 4z"),
    Place("Inbox", "/inbox", "M3 11l2-7h10l2 7v5H3zM3 11h4l1 2h4l1-2h4"),
    Place("Reports", "/reports", "M3 17h14M5 14V9M10 14V4M15 14V7"),
    Place("Jobs", "/jobs", "M4 5h12M4 10h12M4 15h7"),
    Place("Call flow", "/flow", "M5 3v5M5 12v5M5 8h10v4M3 17h4M13 12h4M3 3h4"),
    Place("Test", "/test", "M6 4l10 6-10 6z"),
    Place("Settings", "/settings", "M3 6h8M15 6h2M13 4v4M3 14h2M9 14h8M7 12v4"),
)
IN_THE_BAR: Final = ("/live", "/calls", "/inbox", "/jobs")
"""The pages in the bar of a narrow screen; the others are in the menu."""


def address(path: str) -> str:
    """Return the URL path of a page of the console."""
    return ROOT + path


def call_address(call: str) -> str:
    """Return the address of a call's page."""
    return address(f"/calls/{call}")


def calls_address(**filters: str | date | bool | Iterable[str] | None) -> str:
    """Return the address of the calls that ``filters`` find, by their names in ``GET /v1/calls``.

    Several values of one filter are given together; None, “” and () leave a filter out. A day is
    one of the reader's time zone, a time needs its own.
    """
    pairs = [(name, one) for name, given in filters.items() for one in _written(given)]
    return address("/calls") + (f"?{urlencode(pairs)}" if pairs else "")


def _written(given: object) -> Iterable[str]:
    match given:
        case None | "":
            return []
        case bool():
            return [str(given).lower()]
        case str():
            return [given]
        case date():
            return [given.isoformat()]
        case _:
            return map(str, cast("Iterable[object]", given))
