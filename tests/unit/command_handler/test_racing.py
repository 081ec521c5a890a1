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
    """The call comes in."""
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
    """A worker's agent picks up."""
    return lambda _: AnswerCall(id=f"answer by {worker}", at=NOON, agent=worker)


def ended(_: Call) -> Command:
    """The caller hangs up."""
    return EndCall(id="ended", at=NOON, reason="caller_hung_up")


async def racing(*asked: Ask) -> tuple[list[list[str]], list[CallEvent]]:
    """Have workers ask, each of a call that it knows as it came in: what each got, and the log.

    None hears of the others' appends but from the log that turns it away.
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


def test_of_two_who_want_the_same_one_acts() -> None:
    """Fault 19: the second learns from the log that it is done, and does nothing."""
    got, events = asyncio.run(racing(answered_by("one"), answered_by("two")))
    assert got == [["CallAnswered"], []]
    assert [event.type for event in events] == ["CallReceived", "CallAnswered"]


def test_of_two_who_want_different_things_both_happen_one_after_the_other() -> None:
    """Fault 19: the second decides again, on the call as the first has left it."""
    got, events = asyncio.run(racing(answered_by("one"), ended))
    assert got == [["CallAnswered"], ["CallEnded"]]
    assert [event.position for event in events] == [1, 2, 3]


def test_what_the_first_has_made_impossible_is_not_done() -> None:
    """Fault 19: nobody picks up a call that is over."""
    got, events = asyncio.run(racing(ended, answered_by("two")))
    assert got == [["CallEnded"], []]
    assert events[-1].type == "CallEnded"
