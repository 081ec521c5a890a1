"""The keys that work on every page, and the dialog that lists them."""

from typing import Final

from nicegui import ui

from hookflash.orchestrator.console.confirming import page_dialog
from hookflash.orchestrator.console.markup import escaped, joined, tag

KEYS: Final = (
    (("Ctrl K", "⌘ K"), "Search, or jump to a page, job, call or thread"),
    (("/",), "Search on this page"),
    (("j", "k"), "Next and previous row of a list"),
    (("Enter",), "Open the row"),
    (("e",), "Do what the row or page is there for: in the Inbox, Done"),
    (("?",), "Show these keys"),
    (("Esc",), "Close what is open"),
)
"""None of them works while you type in a field; ``Ctrl K`` and ``Esc`` do."""


def show_shortcuts() -> None:
    """Open the dialog."""
    rows = (
        tag(
            "div",
            tag("dt", joined(tag("kbd", key) for key in keys)),
            tag("dd", words),
        )
        for keys, words in KEYS
    )
    with page_dialog("Keyboard"):
        ui.html(joined(rows), tag="dl", sanitize=escaped).classes("hf-keys")
