"""People and machines at the far end of a leg, by script."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

CHARACTERS_A_SECOND = 14
STEPS = {"say", "ask", "press", "wait", "until", "hang_up", "quiet"}
DETAILS = {"seconds", "hears", "times"}
OUTCOMES = {"answer", "busy", "decline", "no_answer", "failed", "voicemail"}

Step = dict[str, Any]


def seconds_of(text: str) -> float:
    """How long it takes to speak ``text``."""
    return len(text) / CHARACTERS_A_SECOND


def script(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Check the steps of a script: ValueError names the one that is unknown.

    ``{"say": text, "seconds": s}``, ``{"press": digits}``, ``{"wait": s}``, ``{"hang_up": true}``,
    ``{"until": pattern, "seconds": s}`` (that was heard since the last such step; goes on after
    ``seconds``, 60 by default, without it), ``{"quiet": s}`` (nothing heard for s seconds),
    ``{"ask": text, "hears": pattern}`` (says it up to ``times``, by default 3, until it is heard).
    """
    checked = tuple(steps)
    for step in checked:
        if len(STEPS & set(step)) != 1 or set(step) - STEPS - DETAILS:
            raise ValueError(f"a step has one of {sorted(STEPS)} and perhaps seconds: {step}")
    return checked


@dataclass(frozen=True)
class Phone:
    """How a phone takes a call.

    It rings ``ring`` seconds, then ``outcome`` happens; ``no_answer`` rings for ever.
    ``voicemail`` answers, speaks ``greeting`` and listens. ``steps`` begin at the answer.
    """

    outcome: str = "answer"
    ring: float = 2.0
    greeting: str = "Please leave a message after the tone."
    steps: tuple[Step, ...] = ()

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Phone":
        """Read a phone from JSON; ValueError names what is wrong."""
        if unknown := set(told) - {f.name for f in fields(cls)}:
            raise ValueError(f"a phone has no {', '.join(sorted(unknown))}")
        phone = cls(**{**told, "steps": script(told.get("steps", ()))})
        if phone.outcome not in OUTCOMES:
            raise ValueError(f"outcome: {phone.outcome!r} is none of {sorted(OUTCOMES)}")
        return phone

    def acts(self) -> tuple[Step, ...]:
        """What the far end does after the answer."""
        if self.outcome == "voicemail":
            return ({"say": self.greeting}, *self.steps)
        return self.steps


@dataclass
class Phones:
    """The phones of the world by number. Of several, each call takes one; the last one stays."""

    known: dict[str, list[Phone]] = field(default_factory=dict)
    default: Phone = field(default_factory=Phone)

    def set(self, number: str, told: dict[str, Any] | list[dict[str, Any]]) -> None:
        """Say how the phone with ``number`` takes its next calls."""
        listed = told if isinstance(told, list) else [told]
        self.known[number] = [Phone.of(each) for each in listed]

    def next(self, number: str) -> Phone:
        """How this call to ``number`` is taken."""
        behaviours = self.known.get(number)
        if not behaviours:
            return self.default
        return behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]
