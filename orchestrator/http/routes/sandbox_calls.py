"""Test calls: be the caller and everybody's phone; nothing leaves the house."""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Path, Response
from pydantic import Field

from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.evolve import fold
from hookflash.domain.call.identity import call_id as id_of
from hookflash.domain.value import Value
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.auth import Asker, Center, Operator, Reader
from hookflash.orchestrator.http.idempotency import (
    CommandId,
    IdempotencyKey,
    reused,
)
from hookflash.orchestrator.http.lookups import call_events, is_known
from hookflash.orchestrator.http.problems import (
    HttpProblem,
    at_fault,
    documented,
    known_already,
    not_found,
)
from hookflash.orchestrator.http.replies import said_to
from hookflash.orchestrator.http.routes.calls import check_number
from hookflash.orchestrator.runtime.inbound import caller_id
from hookflash.orchestrator.sandbox.sessions import (
    CONTACT,
    NoSuchPhone,
    NotATest,
    NotRinging,
    Phone,
    PhonePlan,
)

router = APIRouter(prefix="/test-calls", tags=["test calls"])
_CONFLICT: Final = documented(HTTPStatus.CONFLICT)
Who = Annotated[str, Path(max_length=200, description="A member, a number, or the leg that rings.")]


class NewTestCall(Value):
    """A test call to ``number``, from a number that is nobody's if ``from`` says no other.

    ``phones``: what each phone does, by member or number; one that is not in it rings until it is
    answered or declined by hand.
    """

    number: str = Field(max_length=40, examples=["+14155550100"])
    from_: str | None = Field(CONTACT, alias="from", max_length=40, examples=[CONTACT])
    phones: dict[str, PhonePlan] = Field(
        {}, max_length=100, examples=[{"Front Desk": {"does": "answer", "after": 5}}]
    )


class Words(Value):
    """What the caller says; once voicemail plays, the message."""

    text: str = Field(min_length=1, max_length=10_000, examples=["Could I talk to somebody?"])


class TestCall(Value):
    """How a test call stands, and what the caller and the phones can do.

    ``said``: what the agent said to what was just sent. ``suggested``: what the caller might say.
    """

    call: str
    state: CallState
    position: int
    said: tuple[str, ...] = ()
    suggested: tuple[str, ...]
    phones: tuple[Phone, ...]


@router.post("", status_code=HTTPStatus.CREATED, responses=known_already(TestCall))
async def begin_test_call(
    body: NewTestCall,
    response: Response,
    center: Center,
    asker: Operator,
    key: IdempotencyKey = None,
) -> TestCall:
    """Call, and let the agent answer. 200 instead of 201: it was begun already."""
    await check_number("number", body.number, center, asker)
    known = f"test/{key or center.new_id('call')}"
    call_id = id_of(asker.workspace, known)
    greeted = f"answer/{call_id}"
    response.headers["Location"] = f"/v1/test-calls/{call_id}"
    if await is_known(center, call_id):
        await _refuse_another(center, call_id, body)
        response.status_code = HTTPStatus.OK
        return await _stands(center, call_id, greeted)
    try:
        await center.sandbox.begin(
            to=body.number, from_=body.from_, phones=body.phones, provider_call_id=known
        )
    except NoSuchPhone as error:
        raise at_fault("phones", str(error), "Name a member, or a number of a transfer.") from error
    # Again: of two requests in the same instant, one was taken.
    await _refuse_another(center, call_id, body)
    return await _stands(center, call_id, greeted)


@router.get("/{call_id}")
async def get_test_call(call_id: str, center: Center, asker: Reader) -> TestCall:
    """How a test call stands: the phones, and what the caller might say now."""
    await _own_test(center, asker, call_id)
    return await _stands(center, call_id)


@router.post("/{call_id}/say")
async def say(
    call_id: str, body: Words, center: Center, asker: Operator, command: CommandId
) -> TestCall:
    """The caller says something to the agent, or leaves it as the message."""
    await _own_test(center, asker, call_id)
    await center.sandbox.say(call_id, body.text, message_id=command)
    return await _stands(center, call_id, command)


@router.put("/{call_id}/phones/{who}")
async def set_phone(
    call_id: str, who: Who, body: PhonePlan, center: Center, asker: Operator
) -> TestCall:
    """Have a phone do something else: now, if it rings now."""
    await _own_test(center, asker, call_id)
    try:
        await center.sandbox.set_phone(call_id, who, body)
    except NoSuchPhone as error:
        raise not_found(f"phone of “{who}” in this call") from error
    return await _stands(center, call_id)


@router.post("/{call_id}/phones/{who}/decline", responses=_CONFLICT)
async def decline_phone(call_id: str, who: Who, center: Center, asker: Operator) -> TestCall:
    """Decline a call that rings on a phone. 409: it does not ring."""
    return await _by_hand(center, asker, call_id, who, pick_up=False)


@router.post("/{call_id}/phones/{who}/answer", responses=_CONFLICT)
async def answer_phone(call_id: str, who: Who, center: Center, asker: Operator) -> TestCall:
    """Pick up a phone that rings. 409: it does not ring."""
    return await _by_hand(center, asker, call_id, who, pick_up=True)


async def _by_hand(
    center: CallCenter, asker: Asker, call_id: str, who: str, *, pick_up: bool
) -> TestCall:
    await _own_test(center, asker, call_id)
    calls = center.sandbox
    try:
        await (calls.answer_phone if pick_up else calls.decline_phone)(call_id, who)
    except NoSuchPhone as error:
        raise not_found(f"phone of “{who}” in this call") from error
    except NotRinging as error:
        raise HttpProblem(HTTPStatus.CONFLICT, f"Nothing was changed: {error}.") from error
    return await _stands(center, call_id)


async def _own_test(center: CallCenter, asker: Asker, call_id: str) -> None:
    await call_events(center, asker, call_id)
    try:
        await center.sandbox.phones(call_id)
    except NotATest as error:
        raise not_found(f"test call “{call_id}”: it is a real one") from error


async def _stands(center: CallCenter, call_id: str, cause: str = "") -> TestCall:
    events = await center.events(call_id)
    call = fold(call_id, events)
    return TestCall(
        call=call_id,
        state=call.state,
        position=call.position,
        said=said_to(cause, events),
        suggested=await center.sandbox.suggested_lines(call_id),
        phones=await center.sandbox.phones(call_id),
    )


async def _refuse_another(center: CallCenter, call_id: str, body: NewTestCall) -> None:
    call = fold(call_id, await center.events(call_id))
    if call.contact != caller_id(body.from_):
        raise reused()
