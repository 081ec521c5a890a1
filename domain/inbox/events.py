"""Events of a thread, in the stream ``<workspace>.thread.<contact>.<number>`` (digits only)."""

from typing import ClassVar

from hookflash.domain.event import Event
from hookflash.domain.inbox.thread import thread_id


class ThreadEvent(Event):
    """A mark on the thread of ``contact`` (None when withheld) and ``number``, both E.164.

    ``call_id`` is the call of a caller who withheld their number. It is empty for other callers,
    and in older logs, where the mark is on all calls of such callers until then.
    """

    workspace: str
    contact: str | None
    number: str
    call_id: str = ""

    @property
    def is_shared(self) -> bool:
        """Whether the mark is on the thread that all withheld callers shared in older logs."""
        return self.contact is None and not self.call_id

    @property
    def stream(self) -> str:
        """The thread's id."""
        return thread_id(self.workspace, self.contact, self.number, self.call_id)


class ThreadDone(ThreadEvent):
    """The thread was marked done; new activity opens it again."""

    TOPIC: ClassVar[str] = "inbox.thread_done.v1"


class ThreadReopened(ThreadEvent):
    """The thread was marked open."""

    TOPIC: ClassVar[str] = "inbox.thread_reopened.v1"


class ThreadRead(ThreadEvent):
    """The thread was marked read."""

    TOPIC: ClassVar[str] = "inbox.thread_read.v1"


class ThreadUnread(ThreadEvent):
    """The thread was marked unread."""

    TOPIC: ClassVar[str] = "inbox.thread_unread.v1"
