"""What can be pressed, chosen and sent on pages that look things up."""

from collections.abc import Awaitable, Callable, Iterable

from markupsafe import Markup
from nicegui import ui

from hookflash.orchestrator.console.markup import tag


def button(words: str, act: Callable[[], Awaitable[None]]) -> ui.html:
    """A button that is not the main thing to do on its page."""
    made = ui.html(words, tag="button", sanitize=False).props("type=button")
    return made.classes("hf-button quiet").on("click", act, args=[])


def choice(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> Markup:
    """A choice in a form; ``options`` are values and what they are called."""
    made = (tag("option", words, value=one, selected=one == chosen) for one, words in options)
    select = tag("select", *made, name=name, class_="hf-field")
    return tag("label", tag("span", label), select, class_="hf-labelled")


def date_field(name: str, label: str, value: str) -> Markup:
    """A day in a form."""
    field = tag("input", type="date", name=name, value=value, class_="hf-field")
    return tag("label", tag("span", label), field, class_="hf-labelled")


def tabs(label: str, entries: Iterable[tuple[str, str]], chosen: str) -> Markup:
    """Links of which one is where the reader is; ``entries`` are addresses and names."""
    links = (
        tag("a", name, href=there, aria_current="page" if name == chosen else None)
        for there, name in entries
    )
    return tag("nav", *links, class_="hf-choice", aria_label=label)
