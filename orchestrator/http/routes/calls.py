"""Receives and shows calls; ``call_lists`` lists them."""

from http import HTTPStatus

from fastapi import APIRouter, Response
from pydantic import Field, StrictBool

from hookflash.domain.call.events import CallEvent, CallReceived
from hookflash.domain.call.identity import call_id as id_of
from hookflash.domain.policy.caller_id import LONGEST_RECEIVED, called_number, read_caller_id
from hookflash.domain.value import Value
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.auth import Asker, Center, Operator, Reader
from hookflash.orchestrator.http.idempotency import IdempotencyKey, reused
from hookflash.orchestrator.http.lookups import find_call, is_known
from hookflash.orchestrator.http.problems import at_fault, documented, known_already
from hookflash.projections.calls.queries import CallSummary

router = APIRouter(prefix="/calls", tags=["calls"])
_E164 = "Write it with its country code, e.g. +14155550100."


class IncomingCall(Value):
    """An incoming call to ``to``, a number of the workspace.

    Both are read in the forms that carriers send: E.164, national, ``tel:`` or ``sip:``. ``from``
    is null or ``anonymous`` when withheld. A repeated ``provider_call_id`` is the same
    call; without one, the idempotency key is used instead.
    """

    to: str = Field(max_length=LONGEST_RECEIVED, examples=["+14155550100"])
    from_: str | None = Field(
        None, alias="from", max_length=LONGEST_RECEIVED, examples=["+14155550199"]
    )
    provider_call_id: str = Field("", max_length=200, examples=["CA7f3a"])
    test: StrictBool = Field(default=False, description="Whether this is a test call.")


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    responses=known_already(CallSummary) | documented(HTTPStatus.CONFLICT),
)
async def receive_call(
    body: IncomingCall,
    response: Response,
    center: Center,
    asker: Operator,
    key: IdempotencyKey = None,
) -> CallSummary:
    """Receive a call. 200 instead of 201 if it is already known.

    409 for a live call if this process carries none.
    """
    await check_number("to", body.to, center, asker)
    known = body.provider_call_id or key or center.new_id("call")
    call_id = id_of(asker.workspace, known)
    if await is_known(center, call_id):
        response.status_code = HTTPStatus.OK
    await center.receive_call(to=body.to, from_=body.from_, provider_call_id=known, test=body.test)
    # Checked after the append: of two concurrent requests, only one is recorded.
    _refuse_another(body, (await center.events(call_id))[0])
    response.headers["Location"] = f"/v1/calls/{call_id}"
    return await find_call(center, asker, call_id)


@router.get("/{call_id}")
async def get_call(call_id: str, center: Center, asker: Reader) -> CallSummary:
    """Get one call: its state, outcome and duration."""
    return await find_call(center, asker, call_id)


async def check_number(field: str, to: str, center: CallCenter, asker: Asker) -> None:
    """Raise 422 for ``field`` unless ``to`` is a number of the workspace."""
    number = called_number(to)
    if number is None:
        raise at_fault(field, f"“{to}” is not a phone number", _E164)
    if await center.owner(number) != asker.workspace:
        wrong = f"{number} is not a number of this workspace"
        raise at_fault(field, wrong, "Send a number that GET /v1/numbers lists.")


def _refuse_another(body: IncomingCall, before: CallEvent) -> None:
    assert isinstance(before, CallReceived)  # noqa: S101 - every call begins with it
    number = called_number(body.to)
    wanted = (read_caller_id(body.from_, number or "").contact, number, body.test)
    if wanted != (before.contact, before.number, before.test):
        raise reused()
