"""Which calls are kept in memory."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Command, HearCaller, ReceiveCall
from hookflash.domain.event import Event
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from tests.cast import ACTIONS, CALLER, NOON, NUMBER

P = ParamSpec("P")
R = TypeVar("R")
CAPACITY = 4


class RecordingLog:
    """A log in memory that records which streams are read."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.read: list[str] = []

    async def append(
        self,
        events: Sequence[Event],
        reads: Mapping[str, int] | None = None,  # noqa: ARG002 - nothing else appends
    ) -> int:
        """Store the events."""
        self.events += events
        return len(self.events)

    async def read_stream(self, stream: str, after: int = 0) -> Sequence[Event]:
        """Read the stream and record that."""
        self.read.append(stream)
        return [e for e in self.events if e.stream == stream and e.position > after]

    async def fold_stream(self, stream: str, fold: Callable[[Iterator[Event]], Call]) -> Call:
        """Fold the stream."""
        return fold(iter(await self.read_stream(stream)))

    async def compute(self, slow: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Compute at once."""
        return slow(*args, **kwargs)


def call_id(number: int) -> str:
    """The id of a call."""
    return f"harbor-dental.call.{number:016x}"


def received(call: Call) -> Command:
    """The command that begins a call."""
    return ReceiveCall(
        id=f"received/{call.call_id}",
        at=NOON,
        call_id=call.call_id,
        provider_call_id=call.call_id,
        contact=CALLER,
        number=NUMBER,
        agent_name="Sona",
        greeting="Hello.",
        voicemail_greeting="",
        actions=ACTIONS,
        jobs=(),
    )


def heard(_: Call) -> Command:
    """A command for a call that has begun."""
    return HearCaller(id="heard", at=NOON, text="Hello.")


async def receive(calls: CommandHandler, numbers: range) -> None:
    """Begin calls, one after another."""
    for number in numbers:
        await calls.handle(call_id(number), received)


def test_calls_within_the_capacity_are_read_once() -> None:
    """Up to the capacity, calls stay in memory."""
    log = RecordingLog()
    calls = CommandHandler(log, CAPACITY)

    async def play() -> None:
        await receive(calls, range(CAPACITY))
        log.read.clear()
        for number in range(CAPACITY):
            await calls.handle(call_id(number), heard)

    asyncio.run(play())
    assert log.read == []


def test_the_least_recently_used_call_is_evicted() -> None:
    """It is read again when it is needed."""
    log = RecordingLog()
    calls = CommandHandler(log, CAPACITY)

    async def play() -> None:
        await receive(calls, range(CAPACITY))
        await calls.load(call_id(0))
        await receive(calls, range(CAPACITY, CAPACITY + 1))
        log.read.clear()
        for number in (0, 2, 3, 4, 1):
            await calls.handle(call_id(number), heard)

    asyncio.run(play())
    assert log.read == [call_id(1)]


def test_a_call_with_a_pending_decision_is_not_evicted() -> None:
    """However many calls begin meanwhile, the decision need not be repeated."""
    log = RecordingLog()
    calls = CommandHandler(log, CAPACITY)

    async def play() -> None:
        await receive(calls, range(1))
        log.read.clear()
        gate = asyncio.Event()
        append = log.append

        async def slow(events: Sequence[Event], reads: Any = None) -> int:
            if events[0].stream == call_id(0):
                await gate.wait()
            return await append(events, reads)

        log.append = slow  # type: ignore[method-assign]
        deciding = asyncio.create_task(calls.handle(call_id(0), heard))
        await asyncio.sleep(0)
        await receive(calls, range(1, 2 * CAPACITY))
        gate.set()
        await deciding
        assert (await calls.load(call_id(0))).position == 2

    asyncio.run(play())
    assert call_id(0) not in log.read
