"""Dialogs of a page, and the one that asks whether to do what cannot be undone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nicegui import ui

from hookflash.orchestrator.console.controls import Button
from hookflash.orchestrator.console.markup import escaped, tag
from hookflash.orchestrator.console.visit import visit_of


@contextmanager
def page_dialog() -> Iterator[ui.dialog]:
    """Open a dialog with the elements created in the ``with``; it is deleted once it is closed.

    It belongs to the page, whatever was pressed, so it goes with the page.
    """
    with (
        visit_of(ui.context.client).frame,
        ui.dialog(value=True) as dialog,
        ui.element("div").classes("hf-dialog"),
    ):
        yield dialog
    dialog.on("hide", dialog.delete)


def closing(dialog: ui.dialog) -> Callable[[], None]:
    """Return what closes ``dialog``: its own ``close`` returns the dialog, which can be awaited."""

    def close() -> None:
        dialog.close()

    return close


async def confirmed(question: str, about: str, words: str) -> bool:
    """Ask in a dialog; ``words`` are those of the button that says yes."""
    with page_dialog() as dialog:
        ui.html(tag("h2", question), sanitize=escaped)
        ui.html(tag("p", about, class_="hf-faint"), sanitize=escaped)
        with ui.element("div").classes("hf-bar hf-answers"):
            Button(words, lambda: dialog.submit("yes"), "danger")
            Button("Cancel", lambda: dialog.submit("no"), "quiet")
    return bool(await dialog == "yes")
