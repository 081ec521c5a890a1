"""Writes a call as a test scenario: what the caller and the phones did, and what came of it."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from hookflash.domain.call import events as e
from hookflash.orchestrator.simulation.scenario import CALLER

_DOES: Final = {"declined": "reject", "busy": "busy", "failed": "fail"}
"""What a phone does in a scenario, by the reason why it was unavailable; others ignore the call."""


def scenario_of(name: str, events: Sequence[e.CallEvent]) -> dict[str, Any]:
    """Return a scenario called ``name`` that plays the call again and expects what happened.

    It is as a test file has it. It expects the texts, and the transfer that the caller agreed to,
    or was asked about. ``events`` begin with the call.
    """
    received = events[0]
    assert isinstance(received, e.CallReceived)  # noqa: S101 - every call begins with it
    scenario: dict[str, Any] = {"name": name, "number": received.number}
    if received.contact != CALLER:
        scenario["from"] = received.contact or "anonymous"
    scenario["caller"] = [*_lines(events)]
    if phones := dict(_phones(events)):
        scenario["phones"] = phones
    message = [one.transcript for one in events if isinstance(one, e.VoicemailRecorded)]
    if message and message[-1]:
        scenario["voicemail"] = message[-1]
    scenario["expect"] = dict(_expected(events))
    return scenario


def _lines(events: Sequence[e.CallEvent]) -> Iterator[Any]:
    for event in events:
        if isinstance(event, e.CallerSpoke) and event.text:
            yield event.text
        elif isinstance(event, e.DigitsPressed):
            yield {"press": event.digits}


def _phones(events: Sequence[e.CallEvent]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what each phone did that answered or refused; by default a phone is not answered."""
    rang = {one.leg: one.at for one in events if isinstance(one, e.RecipientRinging)}
    for event in events:
        if isinstance(event, e.RecipientAnswered):
            after = (event.at - rang.get(event.leg, event.at)).total_seconds()
            yield event.who, {"does": "answer", "after": round(after, 1)}
        elif isinstance(event, e.RecipientUnavailable) and event.reason in _DOES:
            yield event.who, {"does": _DOES[event.reason]}


def _expected(events: Sequence[e.CallEvent]) -> Iterator[tuple[str, Any]]:
    texts = [one.body for one in events if isinstance(one, e.SmsRequested)]
    yield "texts", texts or "none"
    agreed = [one.destination.name for one in events if isinstance(one, e.TransferConfirmed)]
    asked = [one.destination.name for one in events if isinstance(one, e.TransferProposed)]
    if len(agreed) == 1:
        yield "transfer", agreed[0]
    elif not agreed:
        yield "transfer", "none"
        if len(asked) <= 1:
            yield "proposed", asked[0] if asked else "none"
