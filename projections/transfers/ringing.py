"""How long each phone of a transfer rang, and with what outcome.

A phone is listed from its first event on. One that was never reported as ringing counts 0 seconds;
its ringing time is not guessed.
"""

from datetime import datetime
from typing import Any, Final, Literal

from hookflash.domain.call import events as e

RingOutcome = Literal[
    "ringing",
    "answered",
    "no_answer",
    "busy",
    "declined",
    "do_not_disturb",
    "failed",
    "unreachable",
    "hung_up",
    "answered_elsewhere",
    "answered_too_late",
    "caller_hung_up",
]
Ended = e.RecipientAnswered | e.RecipientBridged | e.RecipientUnavailable | e.RecipientReleased
Ring = dict[str, Any]

_SHOWN: Final = {"timed_out": "no_answer"}


def begin(rings: list[Ring], event: e.RecipientRinging) -> None:
    """Record that a phone started ringing."""
    _ring(rings, event)["since"] = event.at


def end(rings: list[Ring], event: Ended) -> None:
    """Record a phone's outcome.

    The first outcome is kept, unless the phone answers too late, or a carrier has connected it.
    """
    ring = _ring(rings, event)
    outcome = (
        "answered" if isinstance(event, e.RecipientAnswered | e.RecipientBridged) else event.reason
    )
    final = isinstance(event, e.RecipientBridged) or outcome == "answered_too_late"
    if ring["outcome"] == "ringing" or final:
        ring["outcome"] = _SHOWN.get(outcome, outcome)
    since = ring["since"]
    if since is not None:
        began = since if isinstance(since, datetime) else datetime.fromisoformat(since)
        ring.update(seconds=max(0.0, (event.at - began).total_seconds()), since=None)


def _ring(rings: list[Ring], event: Ended | e.RecipientRinging) -> Ring:
    for ring in rings:
        if ring["leg"] == event.leg:
            return ring
    ring = {"leg": event.leg, "who": event.who, "outcome": "ringing", "seconds": 0.0, "since": None}
    rings.append(ring)
    return ring
