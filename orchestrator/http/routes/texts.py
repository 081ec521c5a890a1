"""Receives the texts that contacts send to the workspace's numbers."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from hookflash.domain.inbox.receiving import LONGEST_BODY, InvalidText
from hookflash.domain.policy.caller_id import LONGEST_RECEIVED
from hookflash.domain.value import Value
from hookflash.orchestrator.http.auth import Center, Operator
from hookflash.orchestrator.http.idempotency import IdempotencyKey
from hookflash.orchestrator.http.problems import at_fault
from hookflash.orchestrator.http.routes.calls import check_number
from hookflash.orchestrator.runtime.inbound_texts import ReceivedText

router = APIRouter(prefix="/texts", tags=["inbox"])


class IncomingText(Value):
    """A text from a contact to ``to``, a number of the workspace; ``body`` may be empty."""

    to: str = Field(max_length=LONGEST_RECEIVED, examples=["+14155550100"])
    from_: Annotated[
        str, Field(alias="from", max_length=LONGEST_RECEIVED, examples=["+14155550199"])
    ]
    body: str = Field(max_length=LONGEST_BODY, examples=["STOP"])


@router.post("", status_code=HTTPStatus.CREATED)
async def receive_text(
    body: IncomingText, center: Center, asker: Operator, key: IdempotencyKey = None
) -> ReceivedText:
    """Record a text from a contact in its thread. A keyword such as STOP takes effect at once."""
    await check_number("to", body.to, center, asker)
    message_id = f"http/{key}" if key else ""
    try:
        return await center.receive_text(
            to=body.to, from_=body.from_, body=body.body, message_id=message_id
        )
    except InvalidText as error:
        field = error.field.removesuffix("_")
        raise at_fault(field, error.problem.wrong, error.problem.right) from error
