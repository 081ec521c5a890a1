"""Two workers decide on one call at once: one append succeeds, the other decides again."""

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
    """The call begins."""
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
    """A worker's agent answers."""
    return lambda _: AnswerCall(id=f"answer by {worker}", at=NOON, agent=worker)


def ended(_: Call) -> Command:
    """The caller hangs up."""
    return EndCall(id="ended", at=NOON, reason="caller_hung_up")


async def racing(*asked: Ask) -> tuple[list[list[str]], list[CallEvent]]:
    """Have several workers decide on the same cached state; returns their events and the log.

    They learn of each other's appends only from the conflict.
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


def test_the_same_decision_is_made_once() -> None:
    """Fault 19: the second worker sees from the log that it is done, and does nothing."""
    got, events = asyncio.run(racing(answered_by("one"), answered_by("two")))
    assert got == [["CallAnswered"], []]
    assert [event.type for event in events] == ["CallReceived", "CallAnswered"]


def test_different_decisions_are_made_one_after_the_other() -> None:
    """Fault 19: the second worker decides again, on the new state."""
    got, events = asyncio.run(racing(answered_by("one"), ended))
    assert got == [["CallAnswered"], ["CallEnded"]]
    assert [event.position for event in events] == [1, 2, 3]


def test_a_decision_that_became_impossible_is_not_made() -> None:
    """Fault 19: a call that has ended is not answered."""
    got, events = asyncio.run(racing(ended, answered_by("two")))
    assert got == [["CallEnded"], []]
    assert events[-1].type == "CallEnded"
