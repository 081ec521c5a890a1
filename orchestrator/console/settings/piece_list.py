"""A list of pieces with a button for each thing that can be done with one."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup
from nicegui import events, ui

from hookflash.orchestrator.console.action_failures import taking_event
from hookflash.orchestrator.console.controls import Button
from hookflash.orchestrator.console.current import permitted
from hookflash.orchestrator.console.markup import escaped, tag
from hookflash.orchestrator.console.placeholders import empty
from hookflash.orchestrator.console.tables import cells, live_table

Open = Callable[[str], Awaitable[None] | None]
Draw = Callable[[Any], Sequence[object]]
_PRESSED: Final = (
    "(event) => { const one = event.target.closest('[data-does]');"
    " if (one) emit({ does: one.dataset.does, key: one.dataset.key }) }"
)


class PieceList:
    """A table with an empty state; ``does`` are what its buttons do, by name."""

    def __init__(
        self,
        headings: Sequence[str],
        caption: str,
        draw: Draw,
        does: Mapping[str, Open],
        nothing: tuple[str, str],
    ) -> None:
        self._does = does
        self._nothing = ui.html(empty(*nothing), sanitize=escaped)
        self._table, self._rows = live_table(
            headings, caption, lambda piece: cells(headings, draw(piece))
        )
        self._table.on("click", taking_event(self._press), js_handler=_PRESSED)

    def show(self, pieces: Iterable[tuple[str, Any]]) -> None:
        """Show these pieces, pairs of key and data."""
        known = list(pieces)
        self._rows.show(known)
        self._table.visible, self._nothing.visible = bool(known), not known

    async def _press(self, event: events.GenericEventArguments) -> None:
        act = self._does.get(str(event.args.get("does")))
        if act is None or not await permitted("configure"):
            return
        done = act(str(event.args.get("key", "")))
        if done is not None:
            await done


def opens(key: str, words: object, *, may: bool, does: str = "edit") -> Markup:
    """Return the name of a row, which opens its dialog; plain without the role."""
    if not may:
        return tag("span", words)
    return tag(
        "button",
        words,
        type="button",
        class_="hf-name",
        data_does=does,
        data_key=key,
        data_open=True,
    )


def does(key: str, act: str, words: str, about: str, *, may: bool) -> Markup:
    """Return a small button of a row; empty without the role."""
    if not may:
        return Markup()
    return tag(
        "button",
        words,
        type="button",
        class_="hf-button quiet small",
        data_does=act,
        data_key=key,
        aria_label=f"{words} {about}",
    )


def adding(words: str, act: Callable[[], Awaitable[None] | None], *, may: bool) -> None:
    """Create the button that adds a piece, unless the role does not allow it."""
    if may:
        with ui.element("div").classes("hf-bar"):
            Button(words, act)
