"""The marks on one thread that its row does not show yet."""

from collections.abc import Iterable

from hookflash.domain.inbox import events as marks
from hookflash.domain.unreadable import Entry
from hookflash.projections.inbox.queries import Thread


def with_marks(thread: Thread, history: Iterable[tuple[int, Entry]]) -> Thread:
    """``thread`` as its marks say, given all of them with their log positions.

    Activity after a mark was shown after it, too; so only marks after the last activity count.
    """
    status, unread, attention = thread.status, thread.unread, thread.needs_attention
    for position, event in history:
        if position < thread.last_position:
            continue
        match event:
            case marks.ThreadDone():
                status, attention = "done", False
            case marks.ThreadReopened():
                status = "open"
            case marks.ThreadRead():
                unread = 0
            case marks.ThreadUnread():
                unread = max(1, unread)
    update = {"status": status, "unread": unread, "needs_attention": attention}
    return thread.model_copy(update=update)
