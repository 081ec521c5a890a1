"""The buttons below what is edited as a draft."""

from nicegui import ui

from hookflash.orchestrator.console.controls import Act, Button
from hookflash.orchestrator.console.current import signed_in


class DraftBar:
    """Publish, save and discard; not shown to who may not configure."""

    def __init__(self, publish: Act, save: Act, discard: Act) -> None:
        with ui.element("div").classes("hf-bar") as bar:
            bar.set_visibility(signed_in().key.may("configure"))
            self._publish = Button("Publish", publish)
            self._save = Button("Save draft", save, "quiet")
            self._discard = Button("Discard draft", discard, "quiet")

    def allow(self, *, publish: bool, save: bool, discard: bool) -> None:
        """Say what can be done now; a draft that is not there is not offered to be discarded."""
        self._publish.can(be_pressed=publish)
        self._save.can(be_pressed=save)
        self._discard.set_visibility(discard)
