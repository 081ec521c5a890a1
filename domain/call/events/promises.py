"""Events of the promise audit: what the agent told the caller, against what was done."""

from typing import ClassVar

from hookflash.domain.call.events.call_event import CallEvent
from hookflash.domain.call.flags import Asserted, Truth
from hookflash.domain.policy.speech.promises import Claimed


class PromiseFlagged(CallEvent):
    """The agent claimed an action that was not taken, or took one that it never announced.

    ``words`` is what it said, in the event at position ``said``. For an ``unannounced`` text there
    are no words, and ``said`` is the position of its request.
    """

    TOPIC: ClassVar[str] = "call.promise_flagged.v1"

    action: Claimed
    claim: Asserted
    words: str
    said: int
    truth: Truth
