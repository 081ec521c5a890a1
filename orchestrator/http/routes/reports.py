"""What providers report about a call, sent on by the host with its key."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Body
from pydantic import Field

from hookflash.domain.value import Value
from hookflash.orchestrator.http.auth import Center, Operator
from hookflash.orchestrator.http.idempotency import CommandId
from hookflash.orchestrator.http.lookups import own_call
from hookflash.orchestrator.ports.reports import Ended, LegStatus, Recording, TextStatus

router = APIRouter(prefix="/calls/{call_id}/reports", tags=["conversation"])


class TextReport(Value):
    """What became of a text."""

    type: Literal["text.status"]
    data: TextStatus


class LegReport(Value):
    """What one phone of a transfer does."""

    type: Literal["leg.status"]
    data: LegStatus


class VoicemailReport(Value):
    """A message was left."""

    type: Literal["voicemail.recorded"]
    data: Recording


class EndReport(Value):
    """The call is over."""

    type: Literal["call.ended"]
    data: Ended


ProviderReport = Annotated[
    TextReport | LegReport | VoicemailReport | EndReport,
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
    call_id: str, body: ProviderReport, center: Center, asker: Operator, command: CommandId
) -> None:
    """A provider's fact: late, twice and out of order are all right.

    It counts once by its ``message_id``, or else by the idempotency key. One about a call of this
    workspace that is not known is kept apart, not lost.
    """
    own_call(asker, call_id)
    known = body.data.message_id or command
    await center.report(call_id, body.data.model_copy(update={"message_id": known}))
