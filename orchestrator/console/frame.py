"""The frame of every page: menu, session, theme and heading."""

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

from hookflash.orchestrator.console.current import is_simulated, parked, signed_in
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import PLACES, ROOT, Place, address
from hookflash.orchestrator.console.parked_note import parked_note
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.scripts import call_script
from hookflash.orchestrator.wording import SIMULATED

ASSETS: Final = Path(__file__).parent / "assets"
STYLES: Final = ("console.css", "jobs.css")
"""Style sheets of every page: the common one, then those of single pages."""
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
_DARK: Final = {"auto": None, "light": False, "dark": True}


@contextmanager
def page(title: str, about: str = "") -> Iterator[None]:
    """Build a page inside the frame: a heading, then the elements created in the ``with``."""
    client = ui.context.client
    client.title = f"{title} · Hookflash"
    client.page_container.default_slot.children[0].props("role=none")  # <main> is below
    theme = theme_of(client.request.cookies)
    ui.dark_mode(_DARK[theme])
    ui.colors(primary="#0f766e")
    ui.add_head_html(head(theme))
    client.on_connect(lambda: call_script(client, "hookflash.connected"))
    ui.html(_menu(client.request.url.path, theme), tag="header", sanitize=escaped).classes(
        "hf-side"
    )
    now = running().center.now().isoformat()
    with ui.element("main").props(f'id=main tabindex=-1 data-now="{now}"').classes("hf-main"):
        if is_simulated():
            ui.html(SIMULATED, tag="p", sanitize=escaped).classes("hf-simulated").props("role=note")
        if events := parked():
            note = ui.html(parked_note(events), tag="p", sanitize=escaped)
            note.classes("hf-simulated").props("role=alert")
        ui.html(_heading(title, about), sanitize=escaped).classes("hf-heading")
        ui.html(_STALE, tag="p", sanitize=escaped).classes("hf-stale").props("role=status")
        yield


def theme_of(cookies: dict[str, str]) -> str:
    """Return the chosen theme; auto if none was chosen."""
    chosen = cookies.get(THEME, "")
    return chosen if chosen in THEMES else "auto"


def reader_zone() -> ZoneInfo:
    """Return the time zone that the browser reported; UTC if it reported none."""
    name = unquote(ui.context.client.request.cookies.get(ZONE, "UTC"))
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
            tag("script", "", src=asset("console.js"), defer=True),
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


def _menu(here: str, theme: str) -> Markup:
    asker = signed_in()
    brand = tag("a", logo(), tag("span", "Hookflash"), href=address("/live"), class_="hf-brand")
    return joined(
        (
            tag("a", "Skip to content", href="#main", class_="hf-skip"),
            brand,
            tag("button", "Menu", class_="hf-menu", type="button", aria_expanded="false"),
            tag(
                "div",
                tag("nav", *(_entry(place, here) for place in PLACES), aria_label="Pages"),
                tag(
                    "div",
                    _themes(theme),
                    tag("p", asker.workspace, class_="hf-who"),
                    tag("p", f"Role: {asker.key.role}", class_="hf-faint"),
                    _sign_out(),
                    class_="hf-foot",
                ),
                class_="hf-drawer",
            ),
        )
    )


def _entry(place: Place, here: str) -> Markup:
    picture = tag("svg", tag("path", d=place.icon), viewBox="0 0 20 20", aria_hidden="true")
    there = address(place.path)
    current = here == there or here.startswith(f"{there}/")
    return tag("a", picture, place.name, href=there, aria_current="page" if current else None)


def _themes(chosen: str) -> Markup:
    buttons = (
        tag(
            "button",
            theme.capitalize(),
            type="button",
            data_theme=theme,
            aria_pressed="true" if theme == chosen else "false",
        )
        for theme in THEMES
    )
    return tag("div", *buttons, class_="hf-choice", role="group", aria_label="Theme")


def _sign_out() -> Markup:
    button = tag("button", "Sign out", class_="hf-link")
    return tag("form", button, method="post", action=address("/sign-out"))


def _heading(title: str, about: str) -> Markup:
    return joined((tag("h1", title), tag("p", about) if about else None))
