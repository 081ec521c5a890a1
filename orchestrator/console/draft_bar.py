"""The buttons below an editor with drafts."""

from nicegui import ui

from hookflash.orchestrator.console.controls import Act, Button
from hookflash.orchestrator.console.current import signed_in


class DraftBar:
    """Publish, save and discard buttons; hidden for keys without the role ``configure``."""

    def __init__(self, publish: Act, save: Act, discard: Act) -> None:
        with ui.element("div").classes("hf-bar") as bar:
            bar.set_visibility(signed_in().key.may("configure"))
            self._publish = Button("Publish", publish)
            self._save = Button("Save draft", save, "quiet")
            self._discard = Button("Discard draft", discard, "quiet")

    def allow(self, *, publish: bool, save: bool, discard: bool) -> None:
        """Enable the buttons whose action is possible; the discard button is hidden otherwise."""
        self._publish.can(be_pressed=publish)
        self._save.can(be_pressed=save)
        self._discard.set_visibility(discard)
