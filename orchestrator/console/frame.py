"""The frame of every page: theme, styles, scripts and heading."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from markupsafe import Markup
from nicegui import ui

from hookflash.orchestrator.console.current import is_simulated, parked
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import ROOT, address
from hookflash.orchestrator.console.parked_note import parked_note
from hookflash.orchestrator.console.scripts import call_script
from hookflash.orchestrator.wording import SIMULATED

ASSETS: Final = Path(__file__).parent / "assets"
STYLES: Final = (
    *("fonts.css", "console.css", "layout.css", "pages.css"),
    *("calls.css", "call.css", "inbox.css", "reports.css", "jobs.css"),
)
"""Style sheets of every page: the common ones, then those of single pages."""
SCRIPTS: Final = ("console.js", "moving.js", "drafts.js", "kept.js", "keyboard.js")
MODULES: Final[tuple[str, ...]] = ("calls.js", "call.js", "players.js", "inbox.js")
"""Scripts of single pages, which are modules; they are loaded once, not with each page."""
ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" '
    'rx="6" fill="#0f766e"/><path d="M3 10h4.5l2 7 4.5-11 2 7H21" fill="none" stroke="#fff" '
    'stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)
THEME: Final = "hookflash_theme"
"""The cookie with the chosen theme: auto, light or dark. Written by console.js."""
THEMES: Final = ("auto", "light", "dark")
ZONE: Final = "hookflash_zone"
"""The cookie with the browser's time zone. Written by console.js."""
_STALE: Final = "This page is out of date: the database does not answer. Retrying every second."


@contextmanager
def page(title: str, about: str = "") -> Iterator[None]:
    """Build a page inside the shell: a heading, then the elements created in the ``with``."""
    client = ui.context.client
    ui.page_title(f"{title} · Hookflash")
    if is_simulated():
        ui.html(SIMULATED, tag="p", sanitize=escaped).classes("hf-simulated").props("role=note")
    if events := parked():
        note = ui.html(parked_note(events), tag="p", sanitize=escaped)
        note.classes("hf-simulated").props("role=alert")
    ui.html(_heading(title, about), sanitize=escaped).classes("hf-heading")
    ui.html(_STALE, tag="p", sanitize=escaped).classes("hf-stale").props("role=status")
    if client.has_socket_connection:
        call_script(client, "hookflash.arrived", address(client.sub_pages_router.current_path))
    yield


def theme_of(cookies: dict[str, str]) -> str:
    """Return the chosen theme; auto if none was chosen."""
    chosen = cookies.get(THEME, "")
    return chosen if chosen in THEMES else "auto"


def reader_zone() -> ZoneInfo:
    """Return the time zone that the browser reported; UTC if it reported none."""
    return zone_of(ui.context.client.request.cookies)


def zone_of(cookies: dict[str, str]) -> ZoneInfo:
    """Return the time zone in the cookies of a browser; UTC if there is none."""
    name = unquote(cookies.get(ZONE, "UTC"))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def head(theme: str) -> Markup:
    """Return the head elements of every page, including the sign-in form."""
    scheme = "light dark" if theme == "auto" else theme
    return joined(
        (
            tag("style", Markup(f":root {{ color-scheme: {scheme} }}")),  # noqa: S704 - of THEMES
            *(tag("link", rel="stylesheet", href=asset(name)) for name in STYLES),
            *(tag("script", "", src=asset(name), defer=True) for name in SCRIPTS),
            *(tag("script", "", type="module", src=asset(name)) for name in MODULES),
        )
    )


@cache
def asset(name: str) -> str:
    """Return the URL of an asset; it changes with the content, so that browsers may cache it."""
    version = sha256((ASSETS / name).read_bytes()).hexdigest()[:12]
    return f"{ROOT}/assets/{name}?{version}"


def logo() -> Markup:
    """Return the logo: a phone line with a hookflash."""
    line = tag("path", d="M2 8h5l2.5 8 5-13 2.5 9h5", class_="line")
    return tag("svg", line, class_="hf-logo", viewBox="0 0 24 20", aria_hidden="true")


def _heading(title: str, about: str) -> Markup:
    return joined((tag("h1", title, tabindex=-1), tag("p", about) if about else None))
