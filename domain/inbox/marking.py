"""Marks a thread done or open, read or unread."""

from collections.abc import Sequence
from typing import Final, Literal

from pydantic import AwareDatetime

from hookflash.domain.event import Actor
from hookflash.domain.inbox import events as e
from hookflash.domain.value import Value

Mark = Literal["done", "open", "read", "unread"]


class MarkThread(Value):
    """Mark the thread of ``contact`` (E.164, None when withheld) and ``number``.

    ``call_id`` is the call of a caller who withheld their number, otherwise empty. ``id`` is the
    idempotency key; ``at`` is aware UTC.
    """

    id: str
    at: AwareDatetime
    workspace: str
    contact: str | None
    number: str
    mark: Mark
    call_id: str = ""


_EVENTS: Final[dict[Mark, type[e.ThreadEvent]]] = {
    "done": e.ThreadDone,
    "open": e.ThreadReopened,
    "read": e.ThreadRead,
    "unread": e.ThreadUnread,
}


def mark(history: Sequence[e.ThreadEvent], command: MarkThread) -> tuple[e.ThreadEvent, ...]:
    """Decide the event for ``command``; none if ``history`` contains the command's id already.

    The current mark is not compared: a new call may have reopened a thread that was marked done,
    and the thread's own stream does not record that.
    """
    if any(event.cause == command.id for event in history):
        return ()
    event = _EVENTS[command.mark](
        position=len(history) + 1,
        at=command.at,
        by=Actor.OPERATOR,
        cause=command.id,
        workspace=command.workspace,
        contact=command.contact,
        number=command.number,
        call_id=command.call_id,
    )
    return (event,)
