"""What a text from a contact does."""

import pytest

from hookflash.domain.erasure.erase import erase_text
from hookflash.domain.event import Event
from hookflash.domain.idempotency import NameReused
from hookflash.domain.inbox.events import TextReceived
from hookflash.domain.inbox.receiving import (
    LONGEST_BODY,
    InvalidText,
    ReceiveText,
    check_body,
    receive_text,
)
from hookflash.domain.workspace.contact import Contact, ContactOptedIn, ContactOptedOut
from tests.cast import CALLER, NUMBER
from tests.unit.workspace.documents import AT

STRANGER = Contact("harbor-dental", CALLER)


def text(body: str, message_id: str = "SM1", **changed: str) -> ReceiveText:
    """A text from the caller."""
    fields = {"workspace": "harbor-dental", "contact": CALLER, "number": NUMBER, "body": body}
    return ReceiveText.model_validate({"id": message_id, "at": AT, **fields, **changed})


def received(body: str, sender: Contact = STRANGER) -> tuple[Event, ...]:
    """The events of a first text."""
    return receive_text([], sender, text(body))


def test_a_text_enters_the_thread_of_its_contact_and_number() -> None:
    """Without a keyword nothing else happens."""
    (event,) = received("Are you open on Sunday?")
    assert isinstance(event, TextReceived)
    assert event.thread == "harbor-dental.thread.14155550199.14155550100"
    assert (event.body, event.consent, event.position) == ("Are you open on Sunday?", "", 1)


def test_a_keyword_changes_consent_in_the_same_commit() -> None:
    """STOP opts out, START opts in again."""
    message, out = received("Stop all!")
    assert isinstance(message, TextReceived)
    assert isinstance(out, ContactOptedOut)
    assert (message.consent, out.keyword, out.words) == ("opted_out", "STOPALL", "Stop all!")
    stopped = Contact("harbor-dental", CALLER, frozenset({"keyword"}), 1)
    message, back = received("START", stopped)
    assert isinstance(back, ContactOptedIn)
    assert message.model_dump()["consent"] == "opted_in"


def test_a_message_counts_once() -> None:
    """Its stream has it already."""
    assert receive_text(received("STOP")[:1], STRANGER, text("STOP")) == ()


def test_a_message_that_was_erased_is_known_when_it_is_delivered_again() -> None:
    """By the stream, which keeps its name; nothing says any more what the text was."""
    (stored,) = received("It is Jane")
    assert isinstance(stored, TextReceived)
    gone = erase_text(stored, "erased-1a2b")
    assert (gone.stream, gone.cause != stored.cause) == (stored.stream, True)
    assert receive_text([gone], STRANGER, text("It is Jane")) == ()


@pytest.mark.parametrize("changed", [{"body": "Hi"}, {"contact": NUMBER}, {"number": CALLER}])
def test_another_message_with_the_same_id_is_refused(changed: dict[str, str]) -> None:
    """Words, sender and recipient are compared."""
    other = text("STOP").model_copy(update=changed)
    with pytest.raises(NameReused):
        receive_text(received("STOP")[:1], STRANGER, other)


@pytest.mark.parametrize("body", ["a\0b", "x" * (LONGEST_BODY + 1), "\ud800"])
def test_a_body_that_cannot_be_stored_is_refused(body: str) -> None:
    """With the field and the fix."""
    with pytest.raises(InvalidText, match="body: "):
        check_body(body)


@pytest.mark.parametrize("body", ["", "x" * LONGEST_BODY, "\U0001f64f"])
def test_every_other_body_is_taken(body: str) -> None:
    """It may be empty: a picture without words."""
    check_body(body)
