"""Tools that hold a test call: play the caller and the phones, all simulated."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Annotated, Any, Final

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult
from pydantic import Field

from hookflash import Call, CallCenter, PhonePlan
from hookflash.domain.policy.caller_id import LONGEST_RECEIVED, called_number
from hookflash.orchestrator.mcp.access import Lookup
from hookflash.orchestrator.mcp.results import WhichCall, answer
from hookflash.orchestrator.mcp.shown import event_line
from hookflash.orchestrator.sandbox.sessions import CONTACT
from hookflash.orchestrator.wording import plain
from hookflash.projections.replay.timeline import timeline

PATIENCE: Final = 3.0
"""Seconds that a simulated phone has to do what it was told."""
OpenCenter = Callable[[], Awaitable[CallCenter]]
"""Opens the call center that holds test calls; it has no telephony and no messaging."""
Number = Annotated[
    str, Field(max_length=LONGEST_RECEIVED, description="The business number that is called.")
]
Caller = Annotated[
    str | None, Field(max_length=LONGEST_RECEIVED, description="The caller's number, or null.")
]
Phones = Annotated[
    dict[str, PhonePlan],
    Field(max_length=100, description="What phones do, by member or number. Others just ring."),
]
Words = Annotated[str, Field(min_length=1, max_length=10_000, description="What the caller says.")]
Keys = Annotated[str, Field(pattern=r"^[0-9*#]{1,40}$", description="0-9, * and #.")]
Who = Annotated[str, Field(min_length=1, max_length=200, description="A member, or a number.")]


class TestCallTools:
    """Holds test calls. Every tool refuses a call that is not a test."""

    __test__ = False  # for pytest: this is no class of tests

    def __init__(self, lookup: Lookup, open_center: OpenCenter) -> None:
        self._lookup = lookup
        self._open = open_center
        self.all = (
            self.begin_test_call,
            self.say_in_test_call,
            self.press_in_test_call,
            self.answer_test_call_phone,
            self.decline_test_call_phone,
            self.end_test_call,
        )

    async def begin_test_call(
        self,
        context: Context[Any, Any],
        number: Number,
        *,
        caller: Caller = CONTACT,
        phones: Phones = {},  # noqa: B006 - it is never changed
    ) -> CallToolResult:
        """Begin a test call to a business number; the agent answers. Nothing real is reached."""
        self._check_role(context)
        wanted = called_number(number)
        if wanted is None:
            raise ToolError(f"number: “{number}” is not a phone number; write +14155550100.")
        owner = await self._lookup.reader.owner(wanted)
        if owner is None or owner not in await self._lookup.workspaces(context):
            raise ToolError(f"number: no workspace has {wanted}; list_workspaces shows numbers.")
        center = await self._open()
        call = await center.sandbox.begin(to=wanted, from_=caller, phones=phones)
        return await _state(center, call, 0)

    async def say_in_test_call(
        self, context: Context[Any, Any], call: WhichCall, words: Words
    ) -> CallToolResult:
        """Say something as the caller of a test call; once voicemail plays, it is the message."""
        center, test, position = await self._test(context, call)
        await center.sandbox.say(test, words)
        return await _state(center, test, position)

    async def press_in_test_call(
        self, context: Context[Any, Any], call: WhichCall, keys: Keys
    ) -> CallToolResult:
        """Press keys as the caller of a test call: 1 is yes, 2 is no."""
        center, test, position = await self._test(context, call)
        await center.press(test, keys)
        return await _state(center, test, position)

    async def answer_test_call_phone(
        self, context: Context[Any, Any], call: WhichCall, who: Who
    ) -> CallToolResult:
        """Answer a simulated phone that rings on a test call."""
        center, test, position = await self._test(context, call)
        await center.until(test, _has_no_phone_waiting, PATIENCE)
        await center.sandbox.answer_phone(test, who)
        await center.until(test, _is_not_transferring, PATIENCE)
        return await _state(center, test, position)

    async def decline_test_call_phone(
        self, context: Context[Any, Any], call: WhichCall, who: Who
    ) -> CallToolResult:
        """Decline a test call on a simulated phone that rings."""
        center, test, position = await self._test(context, call)
        now = await center.until(test, _has_no_phone_waiting, PATIENCE)
        await center.sandbox.decline_phone(test, who)
        await center.until(test, partial(_is_beyond, now.position), PATIENCE)
        return await _state(center, test, position)

    async def end_test_call(self, context: Context[Any, Any], call: WhichCall) -> CallToolResult:
        """Hang up as the caller of a test call."""
        center, test, position = await self._test(context, call)
        await center.end(test)
        return await _state(center, test, position)

    def _check_role(self, context: Context[Any, Any]) -> None:
        if not self._lookup.access_of(context).may_test:
            raise ToolError("This key has the role “read”; test calls need “operate”.")

    async def _test(self, context: Context[Any, Any], named: str) -> tuple[CallCenter, str, int]:
        """The center that holds a test call, the call's id, and its last position."""
        self._check_role(context)
        call = await self._lookup.call(context, named)
        if not call.test:
            raise ToolError(f"{call.call} is a live call; nothing was done. Begin a test call.")
        return await self._open(), call.call, call.position


def _has_no_phone_waiting(call: Call) -> bool:
    """Whether every phone that the call rings has begun to ring."""
    phones = call.current.legs.values() if call.current is not None else ()
    return all(phone.status != "waiting" for phone in phones)


def _is_not_transferring(call: Call) -> bool:
    return call.state != "transferring"


def _is_beyond(position: int, call: Call) -> bool:
    return call.position > position


async def _state(center: CallCenter, call: str, after: int) -> CallToolResult:
    """A test call as it is now, with what has happened on it since ``after``."""
    events = await center.events(call)
    snapshot = await center.snapshot(call)
    new = [line for line in timeline(events) if line.position > after]
    phones = await center.sandbox.phones(call)
    suggested = await center.sandbox.suggested_lines(call)

    def lines() -> Iterator[str]:
        yield f"{call}  test call, {plain(snapshot.state)}"
        yield from map(event_line, new)
        yield from (f"phone of {p.who} ({p.phone}): {plain(p.status)}" for p in phones)
        if suggested:
            yield "The caller might say: " + " / ".join(suggested)

    data = {
        "call": call,
        "state": snapshot.state,
        "position": snapshot.position,
        "happened": new,
        "phones": phones,
        "suggested": suggested,
    }
    return answer(lines(), data)
