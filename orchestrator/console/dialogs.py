"""Dialogs of the pages."""

from collections.abc import Callable

from nicegui import ui


def closer(dialog: ui.dialog) -> Callable[[], None]:
    """Return a handler that closes ``dialog``; its own method returns it, to be awaited again."""

    def close() -> None:
        dialog.close()

    return close
