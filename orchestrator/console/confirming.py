"""Asks whether to do what cannot be undone."""

from nicegui import ui

from hookflash.orchestrator.console.controls import Button
from hookflash.orchestrator.console.markup import escaped, tag


async def confirmed(question: str, about: str, words: str) -> bool:
    """Ask in a dialog; ``words`` are those of the button that says yes."""
    with ui.dialog(value=True) as dialog, ui.element("div").classes("hf-dialog"):
        ui.html(tag("h2", question), sanitize=escaped)
        ui.html(tag("p", about, class_="hf-faint"), sanitize=escaped)
        with ui.element("div").classes("hf-bar hf-answers"):
            Button(words, lambda: dialog.submit("yes"), "danger")
            Button("Cancel", lambda: dialog.submit("no"), "quiet")
    answer = await dialog
    dialog.delete()
    return bool(answer == "yes")
