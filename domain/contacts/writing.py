"""Decides what a person writes about a contact: a name, a note, or that a note is removed."""

from collections.abc import Sequence
from typing import Any, Final

from pydantic import AwareDatetime

from hookflash.domain.contacts.card import ContactCard, fold_card
from hookflash.domain.contacts.events import CardEvent, ContactNamed, NoteRemoved, NoteWritten
from hookflash.domain.errors import HookflashError
from hookflash.domain.event import Actor, Event
from hookflash.domain.policy.contact_key import is_pseudonym
from hookflash.domain.problem import Problem
from hookflash.domain.value import Value
from hookflash.domain.workspace.names import name_problem, tidy

LONGEST_NOTE: Final = 4_000
"""Characters."""
MOST_NOTES: Final = 100
"""On one card. A longer history belongs in another system."""


class InvalidCard(HookflashError, ValueError):
    """What cannot be written about a contact; ``field`` and ``problem`` say why."""

    def __init__(self, field: str, problem: Problem) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class NoSuchNote(HookflashError, LookupError):
    """The contact has no note with this number; ``note`` is the number."""

    def __init__(self, note: int) -> None:
        super().__init__(f"the contact has no note {note}")
        self.note = note


class Writing(Value):
    """Something to write about ``contact``; ``id`` is the idempotency key, ``at`` aware UTC."""

    id: str
    at: AwareDatetime
    workspace: str
    contact: str
    author: str


class NameContact(Writing):
    """Call the contact ``name``; blank takes the name away."""

    name: str


class WriteNote(Writing):
    """Write a note, or write the one with the number ``note`` again."""

    text: str
    note: int | None = None


class RemoveNote(Writing):
    """Remove the note with the number ``note``."""

    note: int


def write(
    history: Sequence[Event], command: NameContact | WriteNote | RemoveNote
) -> tuple[CardEvent, ...]:
    """Decide the event for ``command``; none if it is a repetition, or changes nothing.

    Raises :class:`InvalidCard` and :class:`NoSuchNote`.
    """
    if any(event.cause == command.id for event in history):
        return ()
    if is_pseudonym(command.contact):
        raise InvalidCard(
            "contact",
            Problem(wrong="the contact was erased", right="Name and note those not erased."),
        )
    card = fold_card(command.workspace, command.contact, history)
    position = len(history) + 1
    match command:
        case NameContact():
            return _named(card, command, position)
        case WriteNote():
            return _written(card, command, position)
        case RemoveNote():
            _known(card, command.note)
            return (NoteRemoved(note=command.note, **_common(command, position)),)


def _named(card: ContactCard, command: NameContact, position: int) -> tuple[CardEvent, ...]:
    name = tidy(command.name)
    problem = name_problem(name) if name else None
    if problem is not None:
        raise InvalidCard("name", problem)
    if name == card.name:
        return ()
    return (ContactNamed(name=name, **_common(command, position)),)


def _written(card: ContactCard, command: WriteNote, position: int) -> tuple[CardEvent, ...]:
    text = command.text.strip()
    if (problem := _note_problem(text)) is not None:
        raise InvalidCard("text", problem)
    if command.note is None and len(card.notes) >= MOST_NOTES:
        wrong = f"the contact has {MOST_NOTES} notes"
        raise InvalidCard("text", Problem(wrong=wrong, right="Remove one, or change one."))
    if command.note is not None and _known(card, command.note) == text:
        return ()
    number = position if command.note is None else command.note
    return (NoteWritten(note=number, text=text, **_common(command, position)),)


def _known(card: ContactCard, number: int) -> str:
    """The text of a note; raises :class:`NoSuchNote`."""
    known = card.note(number)
    if known is None:
        raise NoSuchNote(number)
    return known.text


def _note_problem(text: str) -> Problem | None:
    if not text:
        return Problem(wrong="the note is blank", right="Write what others should know.")
    if len(text) > LONGEST_NOTE:
        wrong = f"the note has {len(text):,} characters"
        return Problem(wrong=wrong, right=f"Write at most {LONGEST_NOTE:,}.")
    if "\0" in text:
        return Problem(wrong="the note contains the character U+0000", right="Remove it.")
    if any("\ud800" <= char <= "\udfff" for char in text):
        wrong = "the note contains half of a surrogate pair"
        return Problem(wrong=wrong, right="Send valid Unicode.")
    return None


def _common(command: Writing, position: int) -> dict[str, Any]:
    return {
        "position": position,
        "at": command.at,
        "by": Actor.OPERATOR,
        "cause": command.id,
        "workspace": command.workspace,
        "contact": command.contact,
        "author": command.author,
    }
