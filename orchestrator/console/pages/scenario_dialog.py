"""The dialog in which a scenario is named and edited."""

from collections.abc import Awaitable, Callable
from typing import Final

from nicegui import ui

from hookflash.orchestrator.console.controls import Button
from hookflash.orchestrator.console.dialogs import closer

Put = Callable[[str, str, str], Awaitable[str]]
"""Saves a scenario: its name, its content in YAML, and the name of the one that it replaces.

Returns what is wrong with it; empty if it was saved.
"""
_ABOUT: Final = (
    "What the caller says, what the phones do, and what is expected: texts, transfer, proposed, "
    "said, outcome, or none of them."
)


class ScenarioDialog:
    """A dialog with a name and a text; ``put`` saves them, and ``run`` is called after that."""

    def __init__(self, put: Put, run: Callable[[], Awaitable[None]]) -> None:
        self._put = put
        self._run = run
        self._replaces = ""
        with ui.dialog() as self._dialog, ui.card().classes("hf-dialog"):
            ui.label("Scenario").classes("hf-h2").props("role=heading aria-level=2")
            self._name = ui.input("Name").props("outlined dense maxlength=100")
            self._text = (
                ui.textarea("The call, in YAML").props("outlined autogrow").classes("hf-yaml")
            )
            ui.label(_ABOUT).classes("hf-faint")
            self._wrong = ui.label().classes("hf-error").props("role=alert")
            with ui.element("div").classes("hf-bar"):
                Button("Save and run", self._save)
                Button("Cancel", closer(self._dialog), "quiet")

    def open(self, name: str, text: str, replaces: str) -> None:
        """Show a scenario; ``replaces`` names the saved one that it is, empty for a new one."""
        self._replaces = replaces
        self._name.value, self._text.value = name, text
        self._tell("")
        self._dialog.open()

    async def _save(self) -> None:
        name, text = str(self._name.value or ""), str(self._text.value or "")
        wrong = await self._put(name, text, self._replaces)
        self._tell(wrong)
        if not wrong:
            self._dialog.close()
            await self._run()

    def _tell(self, wrong: str) -> None:
        self._wrong.text = wrong
        self._wrong.set_visibility(bool(wrong))
