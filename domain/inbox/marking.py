"""Marking a thread done or open, read or unread."""

from collections.abc import Sequence
from typing import Final, Literal

from pydantic import AwareDatetime

from hookflash.domain.event import Actor
from hookflash.domain.inbox import events as e
from hookflash.domain.value import Value

Mark = Literal["done", "open", "read", "unread"]


class MarkThread(Value):
    """Mark the thread of ``contact`` (E.164, None when withheld) and ``number``.

    ``id`` is the idempotency key; ``at`` is aware UTC.
    """

    id: str
    at: AwareDatetime
    workspace: str
    contact: str | None
    number: str
    mark: Mark


_EVENTS: Final[dict[Mark, type[e.ThreadEvent]]] = {
    "done": e.ThreadDone,
    "open": e.ThreadReopened,
    "read": e.ThreadRead,
    "unread": e.ThreadUnread,
}


def mark(history: Sequence[e.ThreadEvent], command: MarkThread) -> tuple[e.ThreadEvent, ...]:
    """Decide what ``command`` adds to the thread's ``history``: nothing, if it is in it already.

    Only its id is looked at. A thread marked done before may have come open since by a new call,
    which its own stream does not tell.
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
    )
    return (event,)
