"""Two workers decide on one call at once: the log takes one append, the loser decides again."""

import asyncio
from collections.abc import Callable

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import AnswerCall, Command, EndCall, ReceiveCall
from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from tests.cast import ACTIONS, CALL, CALLER, NOON, NUMBER

Ask = Callable[[Call], Command | None]


def received(_: Call) -> Command:
    """The command with which the call comes in."""
    return ReceiveCall(
        id="received",
        at=NOON,
        call_id=CALL,
        provider_call_id="CA1",
        contact=CALLER,
        number=NUMBER,
        agent_name="Sona",
        greeting="Hello.",
        voicemail_greeting="",
        actions=ACTIONS,
        jobs=(),
    )


def answered_by(worker: str) -> Ask:
    """The agent of one worker answers."""
    return lambda _: AnswerCall(id=f"answer by {worker}", at=NOON, agent=worker)


def ended(_: Call) -> Command:
    """The caller hangs up."""
    return EndCall(id="ended", at=NOON, reason="caller_hung_up")


async def racing(*asked: Ask) -> tuple[list[list[str]], list[CallEvent]]:
    """Send one command to each of several workers with the same stale call; gives results and log.

    They learn about each other's appends only from the conflict.
    """
    store = open_store("sqlite://")
    workers = [CommandHandler(EventLog(store, live=False)) for _ in asked]
    await workers[0].handle(CALL, received)
    for worker in workers:
        assert (await worker.load(CALL)).position == 1
    got = [await w.handle(CALL, ask) for w, ask in zip(workers, asked, strict=True)]
    events = [event for event in store.read_stream(CALL) if isinstance(event, CallEvent)]
    store.close()
    return [[event.type for event in events] for events in got], events


def test_of_two_workers_with_the_same_command_one_acts() -> None:
    """Fault 19: the second learns from the log that it is done, and does nothing."""
    got, events = asyncio.run(racing(answered_by("one"), answered_by("two")))
    assert got == [["CallAnswered"], []]
    assert [event.type for event in events] == ["CallReceived", "CallAnswered"]


def test_of_two_different_commands_both_happen_in_turn() -> None:
    """Fault 19: the second is decided again, on the call after the first."""
    got, events = asyncio.run(racing(answered_by("one"), ended))
    assert got == [["CallAnswered"], ["CallEnded"]]
    assert [event.position for event in events] == [1, 2, 3]


def test_a_command_that_the_first_made_impossible_is_not_executed() -> None:
    """Fault 19: a call that has ended is not answered."""
    got, events = asyncio.run(racing(ended, answered_by("two")))
    assert got == [["CallEnded"], []]
    assert events[-1].type == "CallEnded"
