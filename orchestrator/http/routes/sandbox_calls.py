"""Test calls: play the caller and every phone; nothing reaches a real provider."""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Path, Response
from pydantic import Field

from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.evolve import fold
from hookflash.domain.call.identity import call_id as id_of
from hookflash.domain.idempotency import HEAR, command_id
from hookflash.domain.policy.caller_id import LONGEST_RECEIVED, read_caller_id
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
from hookflash.orchestrator.sandbox.sessions import (
    CONTACT,
    NoSuchPhone,
    NotATest,
    NotRinging,
    Phone,
    PhonePlan,
)
from hookflash.orchestrator.workspaces.forms import JobForm

router = APIRouter(prefix="/test-calls", tags=["test calls"])
_CONFLICT: Final = documented(HTTPStatus.CONFLICT)
Who = Annotated[str, Path(max_length=200, description="A member, a number, or a ringing leg.")]


class NewTestCall(Value):
    """A test call to ``number``; by default ``from`` is a fictional number.

    ``phones`` says what each phone does, by member or number. Other phones ring until they are
    answered or declined by a request. ``job``, published or not, is the only job of the call.
    """

    number: str = Field(max_length=LONGEST_RECEIVED, examples=["+14155550100"])
    from_: str | None = Field(
        CONTACT, alias="from", max_length=LONGEST_RECEIVED, examples=[CONTACT]
    )
    phones: dict[str, PhonePlan] = Field(
        {}, max_length=100, examples=[{"Front Desk": {"does": "answer", "after": 5}}]
    )
    job: JobForm | None = Field(None, exclude_if=lambda job: job is None)


class Words(Value):
    """What the caller says; once voicemail plays, their message."""

    text: str = Field(min_length=1, max_length=10_000, examples=["Could I talk to someone?"])


class TestCall(Value):
    """The state of a test call and of its phones.

    ``agent`` is the label of the agent that answered; ``note`` says if it is one that the host
    runs, and it took no part. ``said``: the agent's reply to this request. ``suggested``: what the
    caller might say next.
    """

    call: str
    state: CallState
    position: int
    agent: str = ""
    note: str = ""
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
    """Start a test call; the agent answers. 200 instead of 201 if it has already started."""
    await check_number("number", body.number, center, asker)
    known = f"test/{key or center.new_id('call')}"
    call_id = id_of(asker.workspace, known)
    greeted = f"answer/{call_id}"
    response.headers["Location"] = f"/v1/test-calls/{call_id}"
    if await is_known(center, call_id):
        await _refuse_another(center, call_id, body)
        response.status_code = HTTPStatus.OK
        return await _state(center, call_id, greeted)
    try:
        await center.sandbox.begin(
            to=body.number,
            from_=body.from_,
            phones=body.phones,
            provider_call_id=known,
            job=body.job,
        )
    except NoSuchPhone as error:
        raise at_fault("phones", str(error), "Name a member, or a number of a transfer.") from error
    # Again: of two concurrent requests, only one is recorded.
    await _refuse_another(center, call_id, body)
    return await _state(center, call_id, greeted)


@router.get("/{call_id}")
async def get_test_call(call_id: str, center: Center, asker: Reader) -> TestCall:
    """Get a test call: its state, its phones and what the caller might say next."""
    await _own_test(center, asker, call_id)
    return await _state(center, call_id)


@router.post("/{call_id}/say")
async def say(
    call_id: str, body: Words, center: Center, asker: Operator, command: CommandId
) -> TestCall:
    """Say something as the caller: to the agent, or as the voicemail message."""
    await _own_test(center, asker, call_id)
    await center.sandbox.say(call_id, body.text, message_id=command)
    return await _state(center, call_id, command_id(HEAR, command))


@router.put("/{call_id}/phones/{who}")
async def set_phone(
    call_id: str, who: Who, body: PhonePlan, center: Center, asker: Operator
) -> TestCall:
    """Set what a phone does; applied at once if it is ringing."""
    await _own_test(center, asker, call_id)
    try:
        await center.sandbox.set_phone(call_id, who, body)
    except NoSuchPhone as error:
        raise not_found(f"phone of “{who}” in this call") from error
    return await _state(center, call_id)


@router.post("/{call_id}/phones/{who}/decline", responses=_CONFLICT)
async def decline_phone(call_id: str, who: Who, center: Center, asker: Operator) -> TestCall:
    """Decline the call on a ringing phone. 409 if it is not ringing."""
    return await _by_hand(center, asker, call_id, who, pick_up=False)


@router.post("/{call_id}/phones/{who}/answer", responses=_CONFLICT)
async def answer_phone(call_id: str, who: Who, center: Center, asker: Operator) -> TestCall:
    """Answer a ringing phone. 409 if it is not ringing."""
    return await _by_hand(center, asker, call_id, who, pick_up=True)


@router.post("/{call_id}/skip-ringing")
async def skip_ringing(call_id: str, center: Center, asker: Operator) -> TestCall:
    """End the ringing now: phones do what they would do in the end. No effect if none rings."""
    await _own_test(center, asker, call_id)
    await center.sandbox.skip_ringing(call_id)
    return await _state(center, call_id)


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
    return await _state(center, call_id)


async def _own_test(center: CallCenter, asker: Asker, call_id: str) -> None:
    await call_events(center, asker, call_id)
    try:
        await center.sandbox.phones(call_id)
    except NotATest as error:
        raise not_found(f"test call “{call_id}”: it is a live call") from error


async def _state(center: CallCenter, call_id: str, cause: str = "") -> TestCall:
    events = await center.events(call_id)
    call = fold(call_id, events)
    return TestCall(
        call=call_id,
        state=call.state,
        position=call.position,
        agent=call.agent_label,
        note=await center.sandbox.note(call_id),
        said=said_to(cause, events, reported=True),
        suggested=await center.sandbox.suggested_lines(call_id),
        phones=await center.sandbox.phones(call_id),
    )


async def _refuse_another(center: CallCenter, call_id: str, body: NewTestCall) -> None:
    call = fold(call_id, await center.events(call_id))
    if call.contact != read_caller_id(body.from_, call.number).contact:
        raise reused()
