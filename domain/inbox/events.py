"""What a person may do with a thread. Its events are ``<workspace>.thread.<contact>.<number>``."""

from typing import ClassVar

from hookflash.domain.event import Event
from hookflash.domain.inbox.thread import thread_id


class ThreadEvent(Event):
    """Something done with the thread of ``contact`` (None when withheld) and ``number``."""

    workspace: str
    contact: str | None
    number: str

    @property
    def stream(self) -> str:
        """The thread's name."""
        return thread_id(self.workspace, self.contact, self.number)


class ThreadDone(ThreadEvent):
    """Nothing is left to do about it, until something new comes in."""

    TOPIC: ClassVar[str] = "inbox.thread_done.v1"


class ThreadReopened(ThreadEvent):
    """There is something to do about it after all."""

    TOPIC: ClassVar[str] = "inbox.thread_reopened.v1"


class ThreadRead(ThreadEvent):
    """Somebody has seen all that was in it."""

    TOPIC: ClassVar[str] = "inbox.thread_read.v1"


class ThreadUnread(ThreadEvent):
    """Somebody wants it to be looked at again."""

    TOPIC: ClassVar[str] = "inbox.thread_unread.v1"
