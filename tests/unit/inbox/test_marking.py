"""Marking threads done or open, read or unread."""

from datetime import UTC, datetime

import pytest

from hookflash.domain.event import Actor
from hookflash.domain.inbox import events as e
from hookflash.domain.inbox.marking import Mark, MarkThread, mark
from hookflash.domain.inbox.thread import thread_id

AT = datetime(2026, 3, 2, tzinfo=UTC)


def command(
    what: Mark, known: str = "c1", contact: str | None = "+14155550199", call_id: str = ""
) -> MarkThread:
    """A command that marks a thread."""
    return MarkThread(
        id=known,
        at=AT,
        workspace="harbor",
        contact=contact,
        number="+14155550100",
        call_id=call_id,
        mark=what,
    )


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("done", e.ThreadDone),
        ("open", e.ThreadReopened),
        ("read", e.ThreadRead),
        ("unread", e.ThreadUnread),
    ],
)
def test_a_mark_is_an_event_of_the_thread(what: Mark, kind: type[e.ThreadEvent]) -> None:
    """It is in the thread's own stream, by the operator."""
    (event,) = mark([], command(what))
    assert event == kind(
        position=1,
        at=AT,
        by=Actor.OPERATOR,
        cause="c1",
        workspace="harbor",
        contact="+14155550199",
        number="+14155550100",
    )
    assert event.stream == "harbor.thread.14155550199.14155550100"


def test_the_same_command_marks_once() -> None:
    """A repeated command adds nothing; a new command gets the next position."""
    first = mark([], command("done"))
    assert mark(first, command("done")) == ()
    (second,) = mark(first, command("done", "c2"))
    assert second.position == 2


def test_a_caller_who_withholds_their_number_has_a_thread_for_each_call() -> None:
    """Its id has ``anonymous`` and the call in place of the contact."""
    (event,) = mark([], command("read", contact=None, call_id="harbor.call.0b1f2c3d"))
    assert event.stream == "harbor.thread.anonymous-0b1f2c3d.14155550100"
    assert not event.is_shared


def test_in_older_logs_such_callers_shared_one_thread_per_business_number() -> None:
    """A mark without a call is on that thread."""
    assert thread_id("harbor", None, "+14155550100") == "harbor.thread.anonymous.14155550100"
    (event,) = mark([], command("read", contact=None))
    assert event.stream == "harbor.thread.anonymous.14155550100"
    assert event.is_shared
