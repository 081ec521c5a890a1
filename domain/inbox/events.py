"""Events of a thread: marks, in the thread's own stream, and texts that contacts sent."""

import re
from typing import ClassVar, Literal
from uuid import UUID, uuid5

from pydantic import Field

from hookflash.domain.event import Event
from hookflash.domain.inbox.thread import thread_id
from hookflash.domain.policy.contact_key import PSEUDONYM
from hookflash.domain.workspace.contact import CarrierKeyword


class ThreadEvent(Event):
    """A mark on the thread of ``contact`` (None when withheld) and ``number`` (E.164).

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


_ERASED = re.compile(rf"{PSEUDONYM}([0-9a-f]{{32}})")
_IDS = UUID("0d6b9a53-70f0-4f0e-8a1c-2a9f5c1f6b44")


def text_stream(workspace: str, message_id: str) -> str:
    """The stream of one inbound text: the same message always has the same.

    The id of an erased text is that part of its stream's name, after the prefix of pseudonyms.
    """
    if erased := _ERASED.fullmatch(message_id):
        return f"{workspace}.text.{erased[1]}"
    return f"{workspace}.text.{uuid5(_IDS, f'{workspace}/{message_id}').hex}"


class TextReceived(Event):
    """``contact`` sent ``body`` to the business number. Each text has its own stream.

    ``cause`` is the id of the message. ``consent`` says what the text changed at once: the words
    opted the contact out, or in. ``taken_for`` is the carrier's reading, by keywords of its own.
    """

    TOPIC: ClassVar[str] = "inbox.text_received.v1"

    workspace: str
    contact: str
    number: str
    body: str
    consent: Literal["", "opted_out", "opted_in"] = ""
    taken_for: CarrierKeyword = ""
    from_received: str = Field("", repr=False)
    """The sender as it was received."""
    to_received: str = ""
    """The business number as it was received."""

    @property
    def stream(self) -> str:
        """The id of the text: ``<workspace>.text.<hash of the message's id>``."""
        return text_stream(self.workspace, self.cause)

    @property
    def thread(self) -> str:
        """The id of the thread that the text belongs to."""
        return thread_id(self.workspace, self.contact, self.number)
