"""Events of consent to texts on a call: what the caller said, wrote, and was asked."""

from typing import ClassVar, Literal

from hookflash.domain.call.events.call_event import CallEvent


class OptOutHeard(CallEvent):
    """The caller wants no more texts; ``words`` is what they said.

    Unless ``recorded`` is False, the contact was opted out in the same commit. It is False on a
    test call, and if the caller's number is withheld: then only this call has no more texts.
    """

    TOPIC: ClassVar[str] = "call.opt_out_heard.v1"

    words: str
    recorded: bool


class OptOutAnswered(CallEvent):
    """The caller answered whether they want no more texts; ``about`` is that of the question."""

    TOPIC: ClassVar[str] = "call.opt_out_answered.v1"

    about: str
    opted_out: bool
    words: str


class CallerTexted(CallEvent):
    """The caller sent a text to the number that they are on the phone with.

    ``text_id`` is its id, ``consent`` what it changed.
    """

    TOPIC: ClassVar[str] = "call.caller_texted.v1"

    text_id: str
    body: str
    consent: Literal["", "opted_out", "opted_in"] = ""
