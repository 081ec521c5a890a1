"""Buttons and fields. Typed text stays in the browser while the page around it updates."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from nicegui import app, events, ui
from nicegui.elements.mixins.text_element import TextElement

from hookflash.orchestrator.console.action_failures import notify_here, reporting_failures
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.navigation import ROOT
from hookflash.orchestrator.console.scripts import call_script

EDITORS: Final = Path(__file__).parent / "editors"
WORKLETS: Final = Path(__file__).parents[1] / "carriers/browser/page/worklets.js"
"""What runs in the browser's audio thread; the phone's page has it, too."""
_SERVED: Final = "/editors"
_UPDATE_MS: Final = 100
"""How long the browser may take to apply an update of the page."""
Act = Callable[[], Awaitable[None] | None]
Take = Callable[[Any], Awaitable[None] | None]
Look = Mapping[str, str | int | bool]


def serve_controls() -> None:
    """Serve the scripts of the controls; browsers revalidate them on each load."""
    app.add_static_file(local_file=WORKLETS, url_path=f"{_SERVED}/worklets.js", max_cache_age=0)
    app.add_static_files(_SERVED, EDITORS, max_cache_age=0)


def use_controls() -> None:
    """Load the scripts and styles of the controls in the current page."""
    there = f"{ROOT}{_SERVED}"
    ui.add_head_html(
        joined(
            (
                tag("link", rel="stylesheet", href=f"{there}/editors.css"),
                tag("script", type="module", src=f"{there}/fields.js"),
                tag("script", type="module", src=f"{there}/instructions.js"),
                tag("script", type="module", src=f"{there}/microphone.js"),
            )
        )
    )


class Button(TextElement):
    """A button; ``look``: ``quiet``, ``danger``, ``small``, or none for the page's main button."""

    def __init__(self, words: str, act: Act | None, look: str = "") -> None:
        super().__init__(tag="button", text=words)
        self.classes(f"hf-button {look}").props("type=button")
        if act is not None:
            self.on("click", reporting_failures(act, notify_here()), args=[])

    def can(self, *, be_pressed: bool) -> None:
        """Enable or disable the button."""
        if not be_pressed:
            self.props["disabled"] = True
        elif "disabled" in self.props:
            del self.props["disabled"]


def focus(element: ui.element) -> None:
    """Move the keyboard focus to ``element`` if the focused control has disappeared."""
    call_script(element.client, "hookflash.focus", element.id, _UPDATE_MS)


class Link(TextElement):
    """A link to a page of the console; ``to`` is its path below the console's root."""

    def __init__(self, words: str, to: str, look: str = "") -> None:
        super().__init__(tag="a", text=words)
        self.classes(look)
        self.props["href"] = ROOT + to


class Field(ui.element):
    """A labelled field; ``take`` receives its value once typing pauses.

    ``kind``: text, area, number, date, select or switch. ``look``: attributes such as ``hint``,
    ``most`` (maximum characters), ``placeholder``, ``fixed`` (read-only), ``bare`` (the label is
    for screen readers only), ``once`` (Enter clears the field).
    """

    def __init__(
        self,
        label: str,
        take: Take,
        *,
        kind: str = "text",
        initial: str = "",
        look: Look | None = None,
    ) -> None:
        super().__init__("hf-field")
        extra = {name: value for name, value in (look or {}).items() if value is not False}
        self.props.update({"label": label, "kind": kind, "initial": initial, **extra})
        self._known = initial
        self._take = reporting_failures(take, notify_here())
        self.on("hf-input", self._on_input, args=["detail"])

    async def _on_input(self, event: events.GenericEventArguments) -> None:
        value = event.args["detail"]
        self._known = str(value).lower() if isinstance(value, bool) else value
        await self._take(value)

    def on_enter(self, take: Take) -> None:
        """Call ``take`` with the value when Enter is pressed."""
        entered = reporting_failures(take, notify_here())

        async def on_enter(event: events.GenericEventArguments) -> None:
            await entered(event.args["detail"])

        self.on("hf-enter", on_enter, args=["detail"])

    def choose_from(self, options: Sequence[tuple[str, str]]) -> None:
        """Set the options of a select: pairs of value and label."""
        self.props["options"] = json.dumps(options)

    def wrong(self, problem: str) -> None:
        """Show an error below the field; empty removes it."""
        if self.props.get("error", "") != problem:
            self.props["error"] = problem

    def put(self, value: str) -> None:
        """Replace the field's value."""
        if self._known != value:
            self._known = self.props["initial"] = value
            self.props["turn"] = self.props.get("turn", 0) + 1  # `initial` may not have changed
