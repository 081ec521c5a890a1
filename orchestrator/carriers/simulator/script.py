"""A scripted call: who calls, what they say, and how phones and texts behave."""

from typing import Literal

from pydantic import Field

from hookflash.domain.value import Value
from hookflash.orchestrator.carriers.simulator.behaviour import PhoneBehaviour, TextBehaviour

THINKING = 1.0
"""Seconds a caller takes before speaking, unless the script says otherwise."""


class Line(Value):
    """Words or keys, after ``after`` seconds of silence."""

    say: str = ""
    press: str = Field(default="", pattern=r"^[0-9*#]*$")
    after: float = Field(default=THINKING, ge=0)


class HangUp(Value):
    """The caller hangs up ``after`` seconds into the call, or when it reaches a state."""

    after: float | None = Field(default=None, ge=0)
    when: (
        Literal["conversing", "confirm_transfer", "transferring", "dropped", "voicemail_fallback"]
        | None
    ) = None


class Script(Value):
    """One call. ``from_`` is None for a withheld number. ``keys`` answer transfer questions.

    ``gateway_lost``: when the connection that carries the call is lost.
    """

    from_: str | None
    to: str
    test: bool = False
    caller: tuple[Line, ...] = ()
    phones: dict[str, PhoneBehaviour] = {}
    texts: TextBehaviour = TextBehaviour()
    hang_up: HangUp | None = None
    gateway_lost: HangUp | None = None
    voicemail: str = ""
    keys: tuple[str, ...] = ()
