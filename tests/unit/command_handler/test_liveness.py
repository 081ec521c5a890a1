"""Calls that gave no sign of life: what is silent for too long ends, and is marked before."""

import asyncio
from typing import Any, Literal

import pytest

from hookflash import (
    Settings,
)
from hookflash.domain.call.liveness import STALE_SECONDS
from hookflash.domain.event import Actor
from hookflash.orchestrator.log.store import open_store
from hookflash.testing import in_virtual_time
from tests.unit.command_handler.shift import HOUR, LIMIT, die, in_state, shift


def test_a_silent_call_ends_after_the_set_time() -> None:
    """By the timer, where the provider cannot be asked; not a moment earlier."""

    @in_virtual_time
    async def scene() -> None:
        async with shift(settings=Settings(silent_call_seconds=HOUR), find_call=False) as at:
            call = await at.begin("CA1")
            await asyncio.sleep(HOUR - 10)
            await at.center.hear(call, "Hello?")
            await asyncio.sleep(HOUR - 10)
            assert (await at.call(call)).state == "conversing"
            await asyncio.sleep(11)
            assert (await at.end(call)).by == Actor.TIMER
            assert at.line.asked == []

    scene()


@pytest.mark.parametrize("knows", ["unknown", None])
def test_a_provider_that_cannot_tell_ends_no_call_before_that_time(knows: Any) -> None:
    """A failure tells nothing about the call."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            at.line.knows = knows
            call = await at.begin("CA1")
            for _ in range(3):
                await asyncio.sleep(HOUR)
                await at.checks.check()
                assert (await at.call(call)).state == "conversing"
            assert len(at.line.asked) == 3
            await asyncio.sleep(HOUR)
            assert (await at.end(call)).by == Actor.TIMER

    scene()


def test_a_call_that_the_provider_has_does_not_end_by_silence() -> None:
    """It is asked before the end; its answer is a sign of life, and starts the time again."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call = await at.begin("CA1")
            await asyncio.sleep(LIMIT)
            assert (await at.kinds(call))[-1] == "CallFoundLive"
            assert [one.provider_call_id for one in at.line.asked] == ["CA1"]
            at.line.knows = "unknown"
            await asyncio.sleep(LIMIT - 10)
            assert (await at.call(call)).state == "conversing"
            await asyncio.sleep(20)
            await at.end(call)

    scene()


def test_a_provider_that_lost_the_call_is_believed_when_the_time_is_over() -> None:
    """Recorded as its word."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call = await at.begin("CA1")
            at.line.knows = "gone"
            await asyncio.sleep(LIMIT + 10)
            assert (await at.end(call)).by == Actor.PROVIDER

    scene()


def test_words_at_the_last_moment_save_the_call() -> None:
    """They come while the provider is being asked."""

    @in_virtual_time
    async def scene() -> None:
        async with shift(settings=Settings(silent_call_seconds=HOUR)) as at:
            at.line.knows, at.line.takes = "unknown", 2.0
            call = await at.begin("CA1")
            last = (await at.call(call)).last_sign_at
            assert last is not None
            left = HOUR - (at.center.now() - last).total_seconds()
            await asyncio.sleep(left + 1)
            assert len(at.line.asked) == 1
            await at.center.hear(call, "Sorry, I was away.")
            await asyncio.sleep(10)
            assert (await at.call(call)).state == "conversing"

    scene()


def test_two_people_who_talk_for_hours_are_left_alone() -> None:
    """Of a call that a member took, nothing is reported until its end."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call = await in_state(at, "dropped")
            known = await at.kinds(call)
            answers: list[Literal["live", "unknown"] | None] = ["live", "unknown", None]
            for at.line.knows in answers:
                await asyncio.sleep(LIMIT)
                await at.checks.check()
            assert await at.kinds(call) == known
            assert not (await at.center.call(call)).stale
            assert len(at.line.asked) == 3

    scene()


def test_a_test_call_that_was_left_ends_without_a_question_to_anyone() -> None:
    """Its phones are simulated, and no provider has it."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call = await at.begin("CA1", test=True)
            await asyncio.sleep(LIMIT + 10)
            assert (await at.end(call)).by == Actor.TIMER
            assert at.line.asked == []

    scene()


def test_without_a_limit_no_call_ends_by_silence() -> None:
    """``Settings(silent_call_seconds=0)``; a provider that lost it still ends it."""

    @in_virtual_time
    async def scene() -> None:
        async with shift(settings=Settings(silent_call_seconds=0)) as at:
            call = await at.begin("CA1")
            await asyncio.sleep(10 * LIMIT)
            assert at.line.asked == []
            await die(at, call, "gone")
            await at.end(call)

    scene()


@pytest.mark.parametrize("seconds", [-1, 1, 299.9, 604_801, float("inf"), float("nan")])
def test_a_limit_below_what_a_call_needs_is_refused(seconds: float) -> None:
    """A voicemail is silent for three minutes."""
    with pytest.raises(ValueError, match="silent_call_seconds"):
        Settings(silent_call_seconds=seconds)


def test_a_restart_does_not_end_a_call_that_was_found_live() -> None:
    """The answer is in the log: the next worker takes the time from there."""

    @in_virtual_time
    async def scene() -> None:
        store = open_store("sqlite://")
        async with shift(store=store, opens=True) as first, shift(store=store) as second:
            call = await first.begin("CA1")
            await asyncio.sleep(LIMIT + 10)
            assert (await first.kinds(call))[-1] == "CallFoundLive"
            await first.center._dispatcher.close()
            second.line.knows = None
            await second.recovery.sweep()
            await asyncio.sleep(HOUR)
            assert (await second.call(call)).state == "conversing"
            await asyncio.sleep(LIMIT - HOUR)
            await second.end(call)

    scene()


@pytest.mark.parametrize(("knows", "ends"), [("live", False), ("unknown", True)])
def test_after_a_restart_the_provider_is_asked_before_a_call_ends(
    knows: Any, *, ends: bool
) -> None:
    """Its time was over while no worker ran."""

    @in_virtual_time
    async def scene() -> None:
        store = open_store("sqlite://")
        async with shift(store=store, opens=True) as first, shift(store=store) as second:
            call = await first.begin("CA1")
            await first.center._dispatcher.close()
            await asyncio.sleep(LIMIT + HOUR)
            second.line.knows = knows
            await second.recovery.sweep()
            await asyncio.sleep(1)
            assert len(second.line.asked) == 1
            assert ((await second.call(call)).state == "ended") == ends

    scene()


def test_a_stale_call_is_marked_until_it_gives_a_sign_of_life() -> None:
    """By the reader's clock, wherever calls are shown."""

    @in_virtual_time
    async def scene() -> None:
        async with shift(find_call=False) as at:
            call = await at.begin("CA1")
            center = at.center

            async def marks() -> set[bool]:
                (thread,) = await center.inbox("harbor-dental")
                one = await center.thread("harbor-dental", thread.thread)
                (found,) = await center.search_inbox("harbor-dental", "Thanks for calling")
                summaries = (
                    await center.call(call),
                    *await center.calls("harbor-dental"),
                    *await center.calls_in_progress("harbor-dental"),
                    *await center.find_calls(),
                )
                items = (thread.items[0], one.items[0], found.items[0])
                return {call.stale for call in summaries} | {item.stale for item in items}

            assert await marks() == {False}
            await asyncio.sleep(STALE_SECONDS)
            assert await marks() == {True}
            await center.hear(call, "Hello?")
            assert await marks() == {False}
            await asyncio.sleep(STALE_SECONDS)
            await center.end(call)
            assert await marks() == {False}

    scene()


def test_a_silence_timer_that_was_put_off_fires_once_and_at_its_new_time() -> None:
    """Each sign of life puts it off; its handle stays, comes too early, and is set again."""

    @in_virtual_time
    async def scene() -> None:
        async with shift(settings=Settings(silent_call_seconds=HOUR)) as at:
            at.line.knows = "unknown"
            call = await at.begin("CA1")
            for _ in range(3):
                await asyncio.sleep(HOUR / 2)
                await at.center.hear(call, "Hello?")
            last = (await at.call(call)).last_sign_at
            assert last is not None
            assert at.line.asked == [], "two handles, or the old time, would have asked by now"
            await asyncio.sleep(HOUR - (at.center.now() - last).total_seconds() - 1)
            assert at.line.asked == []
            await asyncio.sleep(2)
            assert len(at.line.asked) == 1
            await at.end(call)

    scene()
