"""Parses the JSON of a report message into a report for the call center."""

import re
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pydantic import AwareDatetime, ValidationError

from hookflash.domain.value import Value
from hookflash.orchestrator.log.storable import is_storable
from hookflash.orchestrator.ports.host_clock import host_ahead, on_our_clock
from hookflash.orchestrator.ports.reports import (
    Ended,
    LegStatus,
    Recording,
    Report,
    Spoken,
    TextStatus,
)

REPORTS: dict[str, type[Report]] = {
    "text.status": TextStatus,
    "leg.status": LegStatus,
    "voicemail.recorded": Recording,
    "speech.played": Spoken,
    "call.ended": Ended,
}
"""The report model for each message ``type``."""
ROUNDING = timedelta(seconds=2)
"""How far the exact time in a message may be from its signed timestamp."""
MAX_AGE = timedelta(minutes=5, seconds=1)
"""How far a signed timestamp may be from the system's clock."""
CALL_ID = re.compile(r"[a-z0-9-]+\.call\.[A-Za-z0-9_-]+")


class Malformed(ValueError):
    """An invalid report message; the text names the field, the mistake and the fix."""


class Message(NamedTuple):
    """A report and the call it is about."""

    call_id: str
    report: Report


class Receipt(NamedTuple):
    """When a message was sent, by the host's clock in whole seconds, and received, by ours."""

    sent_at: datetime
    received: datetime


class _Envelope(Value, extra="ignore"):
    type: str
    sent_at: AwareDatetime | None = None
    data: dict[str, Any]


def read_message(body: bytes, message_id: str, receipt: Receipt | None = None) -> Message:
    """Parse the report in ``body`` and give it ``message_id``; raises :class:`Malformed`.

    With a ``receipt``, its times are put on our clock.
    """
    try:
        envelope = _Envelope.model_validate_json(body)
    except ValidationError as error:
        raise _explained(error) from error
    kind = REPORTS.get(envelope.type)
    if kind is None:
        known = ", ".join(REPORTS)
        raise Malformed(f"type: {envelope.type!r} is not a report type; send one of {known}")
    data = {**envelope.data, "message_id": message_id}
    call_id = data.pop("call_id", None)
    if not isinstance(call_id, str) or not CALL_ID.fullmatch(call_id):
        raise Malformed(
            f"data.call_id: {call_id!r} is not a call id; send the id from Hookflash's request"
        )
    try:
        report = kind.model_validate(data, strict=False, extra="ignore")
    except ValidationError as error:
        raise _explained(error, "data") from error
    if not is_storable(report.model_dump(mode="json")):
        raise Malformed("data: contains the character U+0000; remove it")
    if receipt is not None and isinstance(report, Spoken):
        report = _on_our_clock(report, envelope.sent_at, receipt)
    return Message(call_id, report)


def _on_our_clock(played: Spoken, sent_at: datetime | None, receipt: Receipt) -> Spoken:
    """The report with its times on our clock.

    The signed timestamp has whole seconds. The body may say it exactly, but a body that is older
    than the signature was written for an earlier attempt.
    """
    exact = sent_at is not None and abs(sent_at - receipt.sent_at) <= ROUNDING
    ahead = host_ahead(sent_at if sent_at and exact else receipt.sent_at, receipt.received)
    if abs(ahead) > MAX_AGE:  # refused unless this call center has another clock than the system
        ahead = timedelta()
    began_at, ended_at = on_our_clock(played.began_at, played.ended_at, ahead, receipt.received)
    return played.model_copy(update={"began_at": began_at, "ended_at": ended_at})


def _explained(error: ValidationError, *within: str) -> Malformed:
    problems = (
        ": ".join(filter(None, (".".join(map(str, (*within, *one["loc"]))), one["msg"])))
        for one in error.errors()
    )
    return Malformed("; ".join(problems))
