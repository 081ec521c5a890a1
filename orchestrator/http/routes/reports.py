"""Records provider reports that the host forwards with its API key."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Body
from pydantic import Field

from hookflash.domain.value import Value
from hookflash.orchestrator.http.auth import Center, Operator
from hookflash.orchestrator.http.host_time import ByHostClock
from hookflash.orchestrator.http.lookups import own_call
from hookflash.orchestrator.ports.reports import (
    Ended,
    LegStatus,
    Recording,
    Report,
    Spoken,
    TextStatus,
)

router = APIRouter(prefix="/calls/{call_id}/reports", tags=["conversation"])


class TextReport(Value):
    """The delivery status of a text."""

    type: Literal["text.status"]
    data: TextStatus


class LegReport(Value):
    """The status of one phone of a transfer."""

    type: Literal["leg.status"]
    data: LegStatus


class VoicemailReport(Value):
    """A voicemail message was recorded."""

    type: Literal["voicemail.recorded"]
    data: Recording


class SpeechReport(Value):
    """What the caller heard of a speech."""

    type: Literal["speech.played"]
    data: Spoken


class EndReport(Value):
    """The call has ended."""

    type: Literal["call.ended"]
    data: Ended


ProviderReport = Annotated[
    TextReport | LegReport | VoicemailReport | SpeechReport | EndReport,
    Field(discriminator="type"),
    Body(
        openapi_examples={
            "answered": {
                "value": {
                    "type": "leg.status",
                    "data": {"leg": "5b2f.1", "status": "answered", "message_id": "evt-81"},
                }
            }
        }
    ),
]


@router.post("", status_code=HTTPStatus.NO_CONTENT)
async def report(
    call_id: str, body: ProviderReport, center: Center, asker: Operator, sent: ByHostClock
) -> None:
    """Record a provider's report; late, repeated and out-of-order reports are fine.

    Repeats are recognised by ``message_id``, or else by the idempotency key. A report about an
    unknown call of this workspace is quarantined, not lost.
    """
    own_call(asker, call_id)
    said: Report = body.data.model_copy(update={"message_id": body.data.message_id or sent.id})
    if isinstance(said, Spoken):
        said = sent.played(said)
    await center.report(call_id, said)
