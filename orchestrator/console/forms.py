"""Buttons, filters and tabs for pages that show data."""

from collections.abc import Awaitable, Callable, Iterable

from markupsafe import Markup
from nicegui import ui

from hookflash.orchestrator.console.markup import escaped, tag


def button(words: str, act: Callable[[], Awaitable[None]]) -> ui.html:
    """Create a secondary button."""
    made = ui.html(words, tag="button", sanitize=escaped).props("type=button")
    return made.classes("hf-button quiet").on("click", act, args=[])


def choice(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> Markup:
    """Return a labelled select; ``options`` are pairs of value and label."""
    made = (tag("option", words, value=one, selected=one == chosen) for one, words in options)
    select = tag("select", *made, name=name, class_="hf-field")
    return tag("label", tag("span", label), select, class_="hf-labelled")


def date_field(name: str, label: str, value: str) -> Markup:
    """Return a labelled date input."""
    field = tag("input", type="date", name=name, value=value, class_="hf-field")
    return tag("label", tag("span", label), field, class_="hf-labelled")


def tabs(label: str, entries: Iterable[tuple[str, str]], chosen: str) -> Markup:
    """Return links with the current one marked; ``entries`` are pairs of URL and name."""
    links = (
        tag("a", name, href=there, aria_current="page" if name == chosen else None)
        for there, name in entries
    )
    return tag("nav", *links, class_="hf-choice", aria_label=label)
