"""A carrier asks which phone to connect: one wins, also while the log cannot be reached."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest

from hookflash import (
    Bridged,
    LegStatus,
)
from hookflash.domain.call.events import LateReportNoted
from hookflash.domain.event import Event
from hookflash.domain.quarantine.events import quarantine_stream
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.runtime import screening
from hookflash.orchestrator.runtime.screening import RETRY_SECONDS
from hookflash.testing import Behaviour, PhoneBehaviour, in_virtual_time
from tests.unit.command_handler.screening_desk import NOBODY, Desk, now, play


def test_the_first_phone_wins_and_the_log_has_it_before_the_answer() -> None:
    """The other is released, and asking again gives the same answers."""

    async def scene(desk: Desk, legs: list[str]) -> None:
        one, other = legs
        answers = await asyncio.gather(
            *(desk.center.phone_answered(desk.call, leg, of=2) for leg in (one, other, one))
        )
        assert answers == ["bridge", "release", "bridge"]
        assert await desk.winner() == one
        await asyncio.sleep(1)
        assert one not in desk.line.released

    play(scene)


def test_another_worker_gives_the_same_answer() -> None:
    """It follows from the log."""

    async def scene(desk: Desk, legs: list[str]) -> None:
        other = Desk(desk.log.store, "2")
        await other.center.phone_answered(desk.call, "no-such-leg")  # it has the call in its cache
        assert await desk.center.phone_answered(desk.call, legs[1]) == "bridge"
        assert await other.center.phone_answered(desk.call, legs[1]) == "bridge"
        assert await other.center.phone_answered(desk.call, legs[0]) == "release"
        other.line.tell = None
        await other.center._dispatcher.settle()

    play(scene)


def test_a_winner_that_another_worker_saw_replaced_is_the_winner_no_more() -> None:
    """The answer comes from the log, not from what this worker remembers."""

    async def scene(desk: Desk, legs: list[str]) -> None:
        other = Desk(desk.log.store, "2")
        other.line.fails = True
        assert await other.center.phone_answered(desk.call, legs[0]) == "bridge"
        await desk.center.report(desk.call, Bridged(leg=legs[1]))
        assert await other.center.phone_answered(desk.call, legs[0]) == "release"
        other.line.tell, other.line.fails = None, False
        await other.center._dispatcher.settle()

    play(scene)


def test_a_release_that_failed_is_not_repeated_for_a_phone_that_has_the_caller() -> None:
    """The carrier had connected it before the ring time was over."""

    async def scene(desk: Desk, legs: list[str]) -> None:
        desk.line.fails = True
        await asyncio.sleep(await desk.seconds_left() + 0.1)
        assert set(desk.line.released) == set(legs)
        desk.line.released.clear()
        await desk.center.report(desk.call, Bridged(leg=legs[0]))
        await asyncio.sleep(8)
        desk.line.fails = False
        await desk.center._dispatcher.settle()
        assert set(desk.line.released) == {legs[1]}
        assert await desk.winner() == legs[0]
        late = [ev for ev in await desk.center.events(desk.call) if isinstance(ev, LateReportNoted)]
        assert "leg_stopped" not in [one.report for one in late]

    play(scene)


def test_an_answer_after_the_caller_hung_up_is_released() -> None:
    """Nobody is there to be connected with."""

    async def scene(desk: Desk, legs: list[str]) -> None:
        await desk.center.end(desk.call)
        assert await desk.center.phone_answered(desk.call, legs[0], of=2) == "release"

    play(scene)


def test_a_question_about_an_unknown_call_is_kept_and_answered_with_release() -> None:
    """As a report would be."""

    async def scene(desk: Desk, legs: list[str]) -> None:
        assert await desk.center.phone_answered(NOBODY, legs[0], of=1) == "release"
        (kept,) = await desk.log.read_stream(quarantine_stream(NOBODY))
        assert kept.type == "ReportQuarantined"

    play(scene)


@pytest.mark.parametrize("steps", range(12))
def test_cancelling_the_question_does_not_undo_the_answer(steps: int) -> None:
    """Fault 41: at every await, the log and what is released agree."""

    async def scene(desk: Desk, legs: list[str]) -> None:
        asking = asyncio.create_task(desk.center.phone_answered(desk.call, legs[0], of=2))
        for _ in range(steps):
            await asyncio.sleep(0)
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
        await desk.center._dispatcher.settle()
        won = await desk.winner() == legs[0]
        assert won == (steps > 0)
        assert desk.line.released == ([legs[1]] if won else [])

    play(scene)


def test_without_the_log_the_only_phone_is_connected() -> None:
    """At once; the log is told as soon as it is back, before the ring time is over in it."""

    async def scene(desk: Desk, legs: list[str]) -> None:
        await desk.center.report(desk.call, LegStatus(leg=legs[1], status="unavailable"))
        # The ring time is over halfway between two tries of the log, just after it is back.
        await asyncio.sleep(await desk.seconds_left() % RETRY_SECONDS + RETRY_SECONDS / 2)
        left = await desk.seconds_left()
        async with desk.away():
            began = now()
            for _ in range(2):
                assert await desk.center.phone_answered(desk.call, legs[0], of=1) == "bridge"
            assert now() == began
            await asyncio.sleep(left - 0.01)
        await asyncio.sleep(1)
        assert await desk.winner() == legs[0]
        assert desk.line.released == []
        await desk.center.report(desk.call, Bridged(leg=legs[0]))
        assert await desk.state() == "dropped"

    play(scene)


def test_without_the_log_one_of_several_phones_is_held_and_released(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """For 3 seconds; whoever is asked about once the log is back can still win."""
    # So that the log is back between the answer and the next try.
    monkeypatch.setattr(screening, "RETRY_SECONDS", 0.4)

    async def scene(desk: Desk, legs: list[str]) -> None:
        async with desk.away():
            began = now()
            assert await desk.center.phone_answered(desk.call, legs[0], of=2) == "release"
            assert now() - began == pytest.approx(3.0)
        await asyncio.sleep(1)
        assert await desk.center.phone_answered(desk.call, legs[0], of=2) == "release"
        assert await desk.center.phone_answered(desk.call, legs[1], of=2) == "bridge"
        assert await desk.winner() == legs[1]

    play(scene)


def test_a_cancelled_question_is_not_decided_long_afterwards() -> None:
    """Whoever asked has given up; the phone is hung up, and must not be named the winner."""

    async def scene(desk: Desk, legs: list[str]) -> None:
        async with desk.away():
            asking = asyncio.create_task(desk.center.phone_answered(desk.call, legs[0], of=2))
            await asyncio.sleep(1)
            asking.cancel()
            with suppress(asyncio.CancelledError):
                await asking
            await asyncio.sleep(4)
        await asyncio.sleep(1)
        assert await desk.winner() == ""

    play(scene)


def test_a_log_that_is_back_in_time_decides() -> None:
    """One of several waits for it."""

    async def scene(desk: Desk, legs: list[str]) -> None:
        async with desk.away():
            asking = asyncio.create_task(desk.center.phone_answered(desk.call, legs[0], of=2))
            await asyncio.sleep(2)
        assert await asking == "bridge"
        assert await desk.winner() == legs[0]

    play(scene)


def test_without_the_log_what_was_decided_is_still_known() -> None:
    """The call is in memory: the winner stays the winner, and the loser the loser."""

    async def scene(desk: Desk, legs: list[str]) -> None:
        assert await desk.center.phone_answered(desk.call, legs[0], of=2) == "bridge"
        async with desk.away():
            assert await desk.center.phone_answered(desk.call, legs[0], of=2) == "bridge"
            assert await desk.center.phone_answered(desk.call, legs[1], of=2) == "release"

    play(scene)


@pytest.mark.parametrize("of", [1, 2])
def test_a_log_that_answers_too_late_is_not_waited_for(of: int) -> None:
    """Whether the commit succeeds or not was not known in time."""

    async def scene(desk: Desk, legs: list[str]) -> None:
        if of == 1:
            await desk.center.report(desk.call, LegStatus(leg=legs[1], status="unavailable"))
        append = desk.log.append

        async def slowly(events: Sequence[Event], reads: Any = None) -> int:
            await asyncio.sleep(10)
            return await append(events, reads)

        desk.log.append = slowly  # type: ignore[method-assign]
        began = now()
        answer = await desk.center.phone_answered(desk.call, legs[0], of=of)
        assert answer == ("bridge" if of == 1 else "release")
        assert now() - began == pytest.approx(1.0 if of == 1 else 3.0)
        desk.log.append = append  # type: ignore[method-assign]
        await asyncio.sleep(12)
        # The phone that was hung up is not the one that the log says has the caller.
        assert await desk.winner() == (legs[0] if of == 1 else "")
        assert await desk.state() == ("dropped" if of == 1 else "voicemail_fallback")

    play(scene)


def test_a_carrier_that_connects_on_its_own_is_believed() -> None:
    """Fault 48: another phone's answer is reported first, and is not the one that was connected."""

    async def scene(desk: Desk, legs: list[str]) -> None:
        await desk.center.report(desk.call, LegStatus(leg=legs[0], status="answered"))
        await desk.center.report(desk.call, Bridged(leg=legs[1], message_id="b"))
        await desk.center.report(desk.call, Bridged(leg=legs[1], message_id="b"))
        assert await desk.winner() == legs[1]
        await asyncio.sleep(1)
        assert desk.line.released == [legs[0]]

    play(scene)


def test_two_phones_answer_at_the_same_instant() -> None:
    """The simulator, as a carrier that screens, connects exactly one of them."""

    @in_virtual_time
    async def main() -> None:
        desk = Desk(open_store("sqlite://"))
        legs = await desk.ring()
        transfer = await desk.transfer()
        names = [leg.leg.who for leg in transfer.legs.values()]
        answers = PhoneBehaviour(does="answer")
        desk.line.behave(desk.call, Behaviour(phones=dict.fromkeys(names, answers)))
        await asyncio.gather(*(desk.line.act(desk.call, leg, "answer") for leg in legs))
        await desk.center._dispatcher.settle()
        events = [event.type for event in await desk.center.events(desk.call)]
        assert events.count("RecipientBridged") == events.count("TransferConnected") == 1
        desk.line.tell = None
        await desk.center.close()

    main()
