"""Who the contact of the open thread is: name, notes and facts, beside the conversation."""

from markupsafe import Markup
from nicegui import ui

from hookflash import ContactCard, InvalidCard, NoSuchNote, Note
from hookflash.domain.contacts.writing import LONGEST_NOTE
from hookflash.domain.policy.contact_key import is_pseudonym
from hookflash.domain.workspace.names import MAX_NAME
from hookflash.orchestrator.console.confirming import closing
from hookflash.orchestrator.console.controls import Button, Field, Look
from hookflash.orchestrator.console.current import permitted, signed_in
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import calls_address
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.wording import moment
from hookflash.orchestrator.wording import counted
from hookflash.projections.calls.queries import ANONYMOUS
from hookflash.projections.inbox.queries import Thread


class ContactPanel:
    """The pane; it is built again for each contact, so that nothing typed goes to another one."""

    def __init__(self) -> None:
        self._about = ""
        self._shown: _Card | None = None
        self._pane = ui.element("aside").classes("hf-contact").props('aria-label="Contact"')

    @staticmethod
    def is_about(thread: Thread) -> bool:
        """Whether there is something to write about the contact of ``thread``."""
        return thread.contact != ANONYMOUS and not is_pseudonym(thread.contact)

    def show(self, thread: Thread | None, card: ContactCard | None) -> None:
        """Show the contact of ``thread``, of whom ``card`` is known."""
        self._pane.visible = thread is not None
        about = thread.thread if thread is not None else ""
        if about != self._about:
            self._about = about
            self._pane.clear()
            self._shown = None
            if thread is not None:
                with self._pane:
                    self._build(thread, card)
        if self._shown is not None and thread is not None and card is not None:
            self._shown.show(thread, card)

    def _build(self, thread: Thread, card: ContactCard | None) -> None:
        if card is None:
            why = "withheld the number" if thread.contact == ANONYMOUS else "was erased"
            ui.html(tag("p", f"The caller {why}.", class_="hf-faint"), sanitize=escaped)
            return
        self._shown = _Card(card)


class _Card:
    """Name, notes and facts of one contact."""

    def __init__(self, card: ContactCard) -> None:
        self._card = card
        self._written = ""
        self._may = signed_in().key.may("operate")
        look: Look = {"placeholder": "Add a name", "fixed": not self._may, "maxlength": MAX_NAME}
        self._name = Field("Name", self._rename, initial=card.name, look=look)
        self._facts = ui.html(sanitize=escaped)
        ui.html("Notes", tag="h3", sanitize=escaped)
        self._notes = ui.element("ol").classes("hf-notes")
        self._drawn: tuple[Note, ...] | None = None
        if self._may:
            self._new = Field("Add a note", self._type, kind="area", look={"rows": 2})
            Button("Add note", self._add, "quiet")

    def show(self, thread: Thread, card: ContactCard) -> None:
        """Show the card as it is now."""
        if card.name != self._card.name:
            self._name.put(card.name)
        self._card = card
        self._facts.content = _facts(thread)
        if card.notes != self._drawn:
            self._drawn = card.notes
            self._notes.clear()
            with self._notes:
                for note in card.notes:
                    self._draw(note)

    def _draw(self, note: Note) -> None:
        with ui.element("li"):
            ui.html(tag("p", note.text), sanitize=escaped)
            with ui.element("div").classes("hf-bar"):
                ui.html(tag("span", moment(note.at), class_="hf-faint"), sanitize=escaped)
                if self._may:
                    Button("Edit", lambda: self._edit(note), "quiet small")
                    Button("Remove", lambda: self._remove(note), "quiet small")

    @staticmethod
    def _who() -> str:
        return signed_in().key.id

    async def _rename(self, name: str) -> None:
        if not await permitted("operate"):
            return
        try:
            self._card = await running().center.name_contact(
                self._card.workspace, self._card.contact, name, author=self._who()
            )
        except InvalidCard as error:
            self._name.wrong(str(error.problem))
        else:
            self._name.wrong("")

    def _type(self, text: str) -> None:
        self._written = text
        self._new.wrong("")

    async def _add(self) -> None:
        if await self._write(self._written, None, self._new):
            self._written = ""
            self._new.put("")

    async def _write(self, text: str, note: int | None, field: Field) -> bool:
        """Write a note; returns whether that was possible."""
        if not await permitted("operate"):
            return False
        about = self._card.workspace, self._card.contact
        try:
            await running().center.write_note(*about, text, note=note, author=self._who())
        except InvalidCard as error:
            field.wrong(str(error.problem))
            return False
        except NoSuchNote:
            field.wrong("The note was removed.")
            return False
        return True

    def _edit(self, note: Note) -> None:
        """Ask for the note's new words."""
        words = {"text": note.text}
        with ui.dialog() as dialog, ui.card().classes("hf-note-dialog"):
            field = Field(
                "Note",
                lambda text: words.update(text=text),
                kind="area",
                initial=note.text,
                look={"rows": 6, "most": LONGEST_NOTE},
            )

            async def save() -> None:
                if await self._write(words["text"], note.note, field):
                    dialog.close()

            with ui.element("div").classes("hf-bar"):
                Button("Cancel", closing(dialog), "quiet")
                Button("Save note", save)
        dialog.open()

    async def _remove(self, note: Note) -> None:
        if await permitted("operate"):
            about = self._card.workspace, self._card.contact, note.note
            try:
                await running().center.remove_note(*about, author=self._who())
            except NoSuchNote:
                return


def _facts(thread: Thread) -> Markup:
    """Return how much there is of what, with a link to the contact's calls."""
    every = calls_address(contact=thread.contact)
    counts = (
        tag("a", counted(thread.calls, "call"), href=every),
        tag("span", counted(thread.texts, "text")),
        tag("span", counted(thread.transfers, "transfer")),
        tag("span", counted(thread.voicemails, "voicemail")),
    )
    return tag("p", joined(counts), class_="hf-contact-facts")
