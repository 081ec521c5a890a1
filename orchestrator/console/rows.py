"""A list that changes: of its rows only those are sent again that are not as they were."""

from collections.abc import Iterable

from markupsafe import Markup
from nicegui import ui


class Rows:
    """Rows under ``parent``, each an HTML element ``tag`` under a key of its own."""

    def __init__(self, parent: ui.element, tag: str) -> None:
        self._parent = parent
        self._tag = tag
        self._by_key: dict[str, ui.html] = {}

    def show(self, rows: Iterable[tuple[str, Markup]]) -> None:
        """Make the list these rows, in this order."""
        wanted = dict(rows)
        for key in self._by_key.keys() - wanted.keys():
            self._by_key.pop(key).delete()
        for key, content in wanted.items():
            if key in self._by_key:
                self._by_key[key].content = content
            else:
                self._by_key[key] = self._add(content)
        self._put_in_order(wanted)

    def _add(self, content: Markup) -> ui.html:
        with self._parent:
            return ui.html(content, tag=self._tag, sanitize=False)

    def _put_in_order(self, keys: Iterable[str]) -> None:
        elements = [self._by_key[key] for key in keys]
        if self._parent.default_slot.children != elements:
            self._parent.default_slot.children[:] = elements
            self._parent.update()
