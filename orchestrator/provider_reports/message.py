"""Parses the JSON of a message into a report, or a question, for the call center."""

import re
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from pydantic import AwareDatetime, Field, ValidationError

from hookflash.domain.value import Value
from hookflash.domain.workspace.contact import CarrierKeyword
from hookflash.orchestrator.log.storable import is_storable
from hookflash.orchestrator.ports.host_clock import (
    host_ahead,
    moment_on_our_clock,
    played_on_our_clock,
)
from hookflash.orchestrator.ports.reports import (
    Bridged,
    Ended,
    LegStatus,
    Recording,
    Report,
    Spoken,
    TextStatus,
    Transcript,
)


class PhoneAnswered(Value):
    """The question whether to connect a phone that was answered; one of ``of`` that were rung."""

    leg: str
    of: int | None = Field(default=None, ge=1)
    message_id: str = ""


class GatewayLost(Value):
    """A carrier's gateway died at ``at``, with all its calls or with those named."""

    carrier: str = ""
    provider_call_ids: tuple[str, ...] | None = None
    at: AwareDatetime | None = None
    message_id: str = ""


class InboundText(Value):
    """A text that a contact sent to a business number."""

    to: str
    from_: str = Field(alias="from")
    body: str
    taken_for: CarrierKeyword = ""
    message_id: str = ""


Content = Report | PhoneAnswered | GatewayLost | InboundText
REPORTS: dict[str, type[Content]] = {
    "text.status": TextStatus,
    "leg.status": LegStatus,
    "leg.bridged": Bridged,
    "voicemail.recorded": Recording,
    "voicemail.transcribed": Transcript,
    "speech.played": Spoken,
    "call.ended": Ended,
    "phone.answered": PhoneAnswered,
    "gateway.lost": GatewayLost,
    "text.received": InboundText,
}
"""The report model for each message ``type``."""
OF_NO_CALL: Final = (GatewayLost, InboundText)
"""What names no call."""
ROUNDING = timedelta(seconds=2)
"""How far the exact time in a message may be from its signed timestamp."""
MAX_AGE = timedelta(minutes=5, seconds=1)
"""How far a signed timestamp may be from the system's clock."""
CALL_ID = re.compile(r"[a-z0-9-]+\.(?:call|text)\.[A-Za-z0-9_-]+")
"""The id of a call, or of a text that Hookflash replied to."""


class Malformed(ValueError):
    """An invalid report message; the text names the field, the mistake and the fix."""


class Message(NamedTuple):
    """What a message says, and the call it is about; empty for :data:`OF_NO_CALL`."""

    call_id: str
    report: Content


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
    data = {**envelope.data, "message_id": message_id}
    kind = REPORTS.get(envelope.type)
    if kind is None:
        known = ", ".join(REPORTS)
        raise Malformed(f"type: {envelope.type!r} is not a report type; send one of {known}")
    call_id = "" if kind in OF_NO_CALL else _call_id(data.pop("call_id", None))
    try:
        report = kind.model_validate(data, strict=False, extra="ignore")
    except ValidationError as error:
        raise _explained(error, "data") from error
    if not is_storable(report.model_dump(mode="json")):
        raise Malformed("data: contains the character U+0000; remove it")
    if receipt is not None:
        report = _on_our_clock(report, _ahead(envelope.sent_at, receipt), receipt.received)
    return Message(call_id, report)


def _ahead(sent_at: datetime | None, receipt: Receipt) -> timedelta:
    """How far the host's clock is ahead of ours.

    The signed timestamp has whole seconds. The body may say it exactly, but a body that is older
    than the signature was written for an earlier attempt.
    """
    exact = sent_at is not None and abs(sent_at - receipt.sent_at) <= ROUNDING
    ahead = host_ahead(sent_at if sent_at and exact else receipt.sent_at, receipt.received)
    # One further off is refused, unless this call center has another clock than the system.
    return ahead if abs(ahead) <= MAX_AGE else timedelta()


def _on_our_clock(report: Content, ahead: timedelta, received: datetime) -> Content:
    """The report with its times on our clock."""
    if isinstance(report, GatewayLost) and report.at is not None:
        return report.model_copy(update={"at": moment_on_our_clock(report.at, ahead, received)})
    if isinstance(report, Spoken):
        return played_on_our_clock(report, ahead, received)
    return report


def _call_id(given: Any) -> str:
    if not isinstance(given, str) or not CALL_ID.fullmatch(given):
        raise Malformed(
            f"data.call_id: {given!r} is not a call id; send the id from Hookflash's request"
        )
    return given


def _explained(error: ValidationError, *within: str) -> Malformed:
    problems = (
        ": ".join(filter(None, (".".join(map(str, (*within, *one["loc"]))), one["msg"])))
        for one in error.errors()
    )
    return Malformed("; ".join(problems))
