"""A thread as a conversation: its order, and playable recordings."""

import pytest

from hookflash.orchestrator.console.conversation import by_call, preview
from hookflash.projections.inbox.items import Item, Said
from hookflash.projections.inbox.queries import Thread
from tests.cast import CALL, CALLER, NOON, NUMBER


def item(kind: str, position: int, **known: object) -> Item:
    """Return an entry of the thread's one call."""
    plain = {"sender": CALLER, "recipient": NUMBER, "status": "ended", "test": False}
    data = {"kind": kind, "call": CALL, "position": position, "at": NOON, **plain, **known}
    return Item.model_validate(data)


def thread(*items: Item) -> Thread:
    """Return a thread with these entries."""
    return Thread(
        thread="harbor-dental.thread.1.2",
        workspace="harbor-dental",
        contact=CALLER,
        number=NUMBER,
        test=False,
        status="open",
        unread=len(items),
        calls=1,
        texts=0,
        transfers=0,
        voicemails=0,
        last_at=NOON,
        last_position=9,
        items=items,
    )


def said(position: int, text: str) -> Said:
    """Return something the caller said."""
    return Said(position=position, at=NOON, by="caller", text=text, digits="")


def test_what_belongs_to_a_call_stands_where_it_happened() -> None:
    """A text sent between two utterances is shown between them."""
    call = item("call", 1, said=(said(2, "before"), said(7, "after")))
    ((_, told),) = by_call(thread(call, item("text", 4, status="sent", body="between")))
    assert told.index("before") < told.index("between") < told.index("after")


@pytest.mark.parametrize(
    ("recording", "leads"),
    [
        ("https://example.com/1.mp3", True),
        ("http://127.0.0.1/1.wav", True),
        ("simulated:1", False),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_what_can_be_fetched_is_linked(recording: str, leads: bool) -> None:  # noqa: FBT001
    """A recording with an HTTP URL has a link; others have a note."""
    left = item("voicemail", 9, status="recorded", recording=recording, body="Call me", seconds=5)
    ((_, told),) = by_call(thread(item("call", 1), left))
    assert (f'href="{recording}"' in told) == leads
    assert "<audio" not in told
    assert "Call me" in told


def test_the_list_tells_what_happened_last() -> None:
    """In one line, for every kind of entry."""
    call = item("call", 1, outcome="answered", said=(said(2, "Thanks"),))
    assert preview(thread(call)) == "Thanks"
    assert preview(thread(item("call", 1, outcome="missed"))) == "Missed"
    text = item("text", 4, sender="Sona", status="sent", body="A link")
    assert preview(thread(call, text)) == "Sona: A link"
    left = item("voicemail", 9, status="no_message")
    assert preview(thread(call, text, left)) == "Voicemail: no message"
    assert preview(thread()) == ""
