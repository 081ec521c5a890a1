"""Buttons and fields. What is typed stays in the browser while the page around it changes."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from nicegui import app, events, ui
from nicegui.elements.mixins.text_element import TextElement

from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.minding import minded, telling_here
from hookflash.orchestrator.console.navigation import ROOT

MAKING: Final = Path(__file__).parent / "making"
_SERVED: Final = "/making"
_SHOWN: Final = 100
"""Milliseconds after which a change of the page is seen in the browser."""
Act = Callable[[], Awaitable[None] | None]
Take = Callable[[Any], Awaitable[None] | None]
Look = Mapping[str, str | int | bool]


def serve_controls() -> None:
    """Serve the scripts of the controls; browsers ask each time whether they have changed."""
    app.add_static_files(_SERVED, MAKING, max_cache_age=0)


def use_controls() -> None:
    """Have the page load what its controls are made of."""
    there = f"{ROOT}{_SERVED}"
    ui.add_head_html(
        joined(
            (
                tag("link", rel="stylesheet", href=f"{there}/making.css"),
                tag("script", type="module", src=f"{there}/fields.js"),
                tag("script", type="module", src=f"{there}/instructions.js"),
            )
        )
    )


class Button(TextElement):
    """A button; ``look``: ``quiet``, ``danger``, ``small``, or none for the page's main one."""

    def __init__(self, words: str, act: Act, look: str = "") -> None:
        super().__init__(tag="button", text=words)
        self.classes(f"hf-button {look}").props("type=button")
        self.on("click", minded(act, telling_here()), args=[])

    def can(self, *, be_pressed: bool) -> None:
        """Let it be pressed, or not."""
        if not be_pressed:
            self.props["disabled"] = True
        elif "disabled" in self.props:
            del self.props["disabled"]


def focus(element: ui.element) -> None:
    """Let whoever uses the keyboard go on there, when what they pressed is gone.

    Only if the focus is nowhere: whoever has gone on elsewhere stays there.
    """
    element.client.run_javascript(
        f"setTimeout(() => {{ if (!document.activeElement?.offsetParent) "
        f"getHtmlElement({element.id})?.focus({{ preventScroll: true }}) }}, {_SHOWN})"
    )


class Link(TextElement):
    """A link to a page of the console, ``to`` as it is below its root."""

    def __init__(self, words: str, to: str, look: str = "") -> None:
        super().__init__(tag="a", text=words)
        self.classes(look)
        self.props["href"] = ROOT + to


class Field(ui.element):
    """A labelled field; ``take`` is told of what is in it once typing pauses.

    ``kind``: text, area, number, select or switch. ``look``: attributes such as ``hint``,
    ``most`` (characters), ``placeholder``, ``fixed``, ``bare`` (its label is for screen readers),
    ``once`` (emptied by Enter).
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
        said = {name: value for name, value in (look or {}).items() if value is not False}
        self.props.update({"label": label, "kind": kind, "initial": initial, **said})
        self._known = initial
        self._take = minded(take, telling_here())
        self.on("hf-input", self._told, args=["detail"])

    async def _told(self, event: events.GenericEventArguments) -> None:
        value = event.args["detail"]
        self._known = str(value).lower() if isinstance(value, bool) else value
        await self._take(value)

    def on_enter(self, take: Take) -> None:
        """Have ``take`` told of what is in it when Enter is pressed."""
        entered = minded(take, telling_here())

        async def told(event: events.GenericEventArguments) -> None:
            await entered(event.args["detail"])

        self.on("hf-enter", told, args=["detail"])

    def choose_from(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer these, each with its words."""
        self.props["options"] = json.dumps(options)

    def wrong(self, problem: str) -> None:
        """Say what is wrong with what is in it; nothing if that is empty."""
        if self.props.get("error", "") != problem:
            self.props["error"] = problem

    def put(self, value: str) -> None:
        """Put ``value`` into it, in the place of what was typed."""
        if self._known != value:
            self._known = self.props["initial"] = value
            self.props["turn"] = self.props.get("turn", 0) + 1  # it may be what it began with
