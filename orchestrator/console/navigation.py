"""The menu's pages, in order."""

from typing import Final, NamedTuple

ROOT: Final = "/console"


class Place(NamedTuple):
    """An entry of the menu; ``icon`` is an SVG path in a 20 by 20 box."""

    name: str
    path: str
    icon: str


PLACES: Final = (
    Place("Live", "/live", "M2 10h3l3-6 4 12 3-6h3"),
    Place("Replay", "/replay", "M4 4v5h5M4.5 9a6.5 6.5 0 1 1-1 4M10 7v4l3 2"),
    Place("Inbox", "/inbox", "M3 11l2-7h10l2 7v5H3zM3 11h4l1 2h4l1-2h4"),
    Place("Transfers", "/transfers", "M3 7h12l-3-3M17 13H5l3 3"),
    Place("Reports", "/reports", "M3 17h14M5 14V9M10 14V4M15 14V7"),
    Place("Jobs", "/jobs", "M4 5h12M4 10h12M4 15h7"),
    Place("Call flow", "/flow", "M5 3v5M5 12v5M5 8h10v4M3 17h4M13 12h4M3 3h4"),
    Place("Test", "/test", "M6 4l10 6-10 6z"),
    Place("Settings", "/settings", "M3 6h8M15 6h2M13 4v4M3 14h2M9 14h8M7 12v4"),
)
IN_THE_BAR: Final = ("/live", "/replay", "/calls", "/inbox", "/jobs")
"""The pages in the bar of a narrow screen; the others are in the menu."""


def call_address(call: str) -> str:
    """Return the path of a call's page."""
    return f"/replay/{call}"


def address(path: str) -> str:
    """Return the URL path of a page of the console."""
    return ROOT + path
