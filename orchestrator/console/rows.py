"""A list that changes: only rows whose data has changed are rendered and sent again."""

from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup, escape
from nicegui import ui

from hookflash.orchestrator.console.markup import escaped

Draw = Callable[[Any], Markup]
"""Renders a row from its data alone."""


class Rows:
    """Rows under ``parent``; each is an HTML element ``tag`` with a unique key.

    Without ``draw``, a row's data is its HTML.
    """

    def __init__(self, parent: ui.element, tag: str, draw: Draw = escape) -> None:
        self._parent = parent
        self._tag = tag
        self._draw = draw
        self._by_key: dict[str, ui.html] = {}
        self._known: dict[str, Any] = {}

    def show(self, rows: Iterable[tuple[str, Any]]) -> None:
        """Show these rows, pairs of key and data, in this order.

        A row that is new takes the place of one that goes, which costs the browser least.
        """
        wanted = dict(rows)
        spare = [self._by_key.pop(key) for key in self._known if key not in wanted]
        spare.reverse()
        for key, known in wanted.items():
            if key not in self._by_key:
                self._by_key[key] = self._add(self._draw(known), spare)
            elif known != self._known[key]:
                self._by_key[key].content = self._draw(known)
        for element in spare:
            element.delete()
        self._known = wanted
        self._put_in_order()

    def _add(self, content: Markup, spare: list[ui.html]) -> ui.html:
        if spare:
            element = spare.pop()
            element.content = content
            return element
        with self._parent:
            return ui.html(content, tag=self._tag, sanitize=escaped)

    def _put_in_order(self) -> None:
        elements = [self._by_key[key] for key in self._known]
        if self._parent.default_slot.children != elements:
            self._parent.default_slot.children[:] = elements
            self._parent.update()
