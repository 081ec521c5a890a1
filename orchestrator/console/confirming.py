"""Dialogs of a page, and the one that asks whether to do what cannot be undone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nicegui import ui

from hookflash.orchestrator.console.controls import Button
from hookflash.orchestrator.console.markup import escaped, tag
from hookflash.orchestrator.console.visit import visit_of


@contextmanager
def page_dialog(title: str) -> Iterator[ui.dialog]:
    """Open a dialog, under its title, with the elements created in the ``with``.

    It is deleted once it is closed, and with the page, whatever was pressed to open it.
    """
    with (
        visit_of(ui.context.client).frame,
        ui.dialog(value=True) as dialog,
        ui.element("div").classes("hf-dialog"),
    ):
        dialog.props["aria-label"] = title
        ui.html(tag("h2", title), sanitize=escaped)
        yield dialog
    dialog.on("hide", dialog.delete)


def closing(dialog: ui.dialog) -> Callable[[], None]:
    """Return what closes ``dialog``: its own ``close`` returns the dialog, which can be awaited."""

    def close() -> None:
        dialog.close()

    return close


async def confirmed(question: str, about: str, words: str) -> bool:
    """Ask in a dialog; ``words`` are those of the button that says yes."""
    with page_dialog(question) as dialog:
        ui.html(tag("p", about, class_="hf-faint"), sanitize=escaped)
        with ui.element("div").classes("hf-bar hf-answers"):
            Button(words, lambda: dialog.submit("yes"), "danger")
            Button("Cancel", lambda: dialog.submit("no"), "quiet")
    return bool(await dialog == "yes")
