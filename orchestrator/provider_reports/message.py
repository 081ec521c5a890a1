"""Parses the JSON of a report message into a report for the call center."""

import re
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import Field, ValidationError

from hookflash.domain.value import Value
from hookflash.orchestrator.log.storable import is_storable
from hookflash.orchestrator.ports.reports import (
    Ended,
    LegStatus,
    Recording,
    Report,
    Spoken,
    TextStatus,
)

V = TypeVar("V", bound=Value)
REPORTS: dict[str, type[Report]] = {
    "text.status": TextStatus,
    "leg.status": LegStatus,
    "voicemail.recorded": Recording,
    "speech.played": Spoken,
    "call.ended": Ended,
}
"""The report model for each message ``type``."""
CALL_ID = re.compile(r"[a-z0-9-]+\.call\.[A-Za-z0-9_-]+")


class Malformed(ValueError):
    """An invalid report message; the text names the field, the mistake and the fix."""


TEXT: Final = "text.received"
"""The message type of a text from a contact, which is about no call."""


class InboundText(Value):
    """A text that a contact sent to a business number."""

    to: str
    from_: str = Field(alias="from")
    body: str
    message_id: str


class Message(NamedTuple):
    """A report and the call it is about."""

    call_id: str
    report: Report


class _Envelope(Value, extra="ignore"):
    type: str
    data: dict[str, Any]


def read_message(body: bytes, message_id: str) -> Message | InboundText:
    """Parse the report in ``body`` and give it ``message_id``; raises :class:`Malformed`."""
    try:
        envelope = _Envelope.model_validate_json(body)
    except ValidationError as error:
        raise _explained(error) from error
    data = {**envelope.data, "message_id": message_id}
    if envelope.type == TEXT:
        return _parsed(InboundText, data)
    kind = REPORTS.get(envelope.type)
    if kind is None:
        known = ", ".join((*REPORTS, TEXT))
        raise Malformed(f"type: {envelope.type!r} is not a report type; send one of {known}")
    call_id = data.pop("call_id", None)
    if not isinstance(call_id, str) or not CALL_ID.fullmatch(call_id):
        raise Malformed(
            f"data.call_id: {call_id!r} is not a call id; send the id from Hookflash's request"
        )
    return Message(call_id, _parsed(kind, data))


def _parsed(kind: type[V], data: dict[str, Any]) -> V:
    try:
        parsed = kind.model_validate(data, strict=False, extra="ignore")
    except ValidationError as error:
        raise _explained(error, "data") from error
    if not is_storable(parsed.model_dump(mode="json")):
        raise Malformed("data: contains the character U+0000; remove it")
    return parsed


def _explained(error: ValidationError, *within: str) -> Malformed:
    problems = (
        ": ".join(filter(None, (".".join(map(str, (*within, *one["loc"]))), one["msg"])))
        for one in error.errors()
    )
    return Malformed("; ".join(problems))
