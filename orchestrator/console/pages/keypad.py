"""The keys of a telephone, in a menu."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from nicegui import ui

from hookflash.orchestrator.console.controls import Button

KEYS: Final = "123456789*0#"
_NAMES: Final = {"*": "star", "#": "hash"}


def keypad(press: Callable[[str], Awaitable[None]]) -> ui.menu:
    """Create a menu of keys inside the button that opens it; ``press`` receives each key."""
    with (
        ui.menu().props('auto-close=false aria-label="Keys"') as menu,
        ui.element("div").classes("hf-keypad"),
    ):
        for key in KEYS:
            pressed = Button(key, partial(press, key), "quiet icon")
            pressed.props["aria-label"] = f"Press {_NAMES.get(key, key)}"
    return menu
