"""What is due happens, whatever went wrong when it was first tried and whatever else runs."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from unittest.mock import patch

import pytest

from hookflash import LegStatus
from hookflash.domain.call.timers import Timer, pending_timers
from hookflash.orchestrator.log.batch import Append, Outcome
from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.runtime.effects.executor import Executor
from hookflash.orchestrator.runtime.effects.timer_handlers import TimerHandlers
from hookflash.testing import in_virtual_time
from tests.unit.command_handler.shift import Shift, in_state, shift
from tests.unit.command_handler.test_log_away import away

TALKS = ("Could you text me the link to book?", "Could I talk to somebody?", "Yes please")


async def rings(at: Shift) -> str:
    """A call whose phones ring, and which waits for the receipt of a text as well."""
    call = await at.begin("CA1", *TALKS)
    kinds = [timer.kind for timer in pending_timers(await at.call(call))]
    assert {"ring_timeout", "receipt"} <= set(kinds)
    return call


def answers_lost(store: Store, number: int) -> None:
    """Commit number ``number`` is stored, and its answer is lost."""
    commit, count = store.commit, 0

    def commit_and_lose(appends: Sequence[Append]) -> list[Outcome]:
        nonlocal count
        count += 1
        outcomes = commit(appends)
        if count == number:
            raise LogUnavailable("the answer was lost")
        return outcomes

    store.commit = commit_and_lose  # type: ignore[method-assign]


@pytest.mark.parametrize("seconds", [5.0, 31.0])
def test_a_ring_ends_although_its_time_was_up_while_the_database_was_away(seconds: float) -> None:
    """Fault 62: with another timer of the call running, which must not hide it."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call = await rings(at)
            await asyncio.sleep(25)
            with away(at.center._log.store, range(1, 1_000_000)):
                await asyncio.sleep(seconds)
            await asyncio.sleep(3)
            assert "TransferUnanswered" in await at.kinds(call)

    scene()


def test_a_timer_whose_firing_failed_fires_again() -> None:
    """Fault 62: it stays in memory until its event is in the log, whatever was raised."""
    fire, failed = TimerHandlers.fire, 0

    async def fail_first(self: TimerHandlers, call_id: str, timer: Timer) -> bool:
        nonlocal failed
        if timer.kind == "ring_timeout" and failed < 3:
            failed += 1
            raise RuntimeError("the views' database is locked")
        return await fire(self, call_id, timer)

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call = await rings(at)
            await asyncio.sleep(40)
            assert failed == 3
            assert "TransferUnanswered" in await at.kinds(call)

    with patch.object(TimerHandlers, "fire", fail_first):
        scene()


def test_what_a_timer_led_to_is_carried_out_although_its_answer_was_lost() -> None:
    """Faults 21, 62: the end of the ring is in the log, and the voicemail begins."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call = await rings(at)
            await asyncio.sleep(25)
            answers_lost(at.center._log.store, 1)
            await asyncio.sleep(10)
            assert "VoicemailStarted" in await at.kinds(call)

    scene()


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_what_was_reported_is_carried_out_although_its_answer_was_lost(lost: int) -> None:
    """Faults 21, 63: the host gets an error, and the caller is connected, or sent to voicemail."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call = await in_state(at, "confirm_transfer")
            answers_lost(at.center._log.store, lost)
            with suppress(LogUnavailable):
                await at.center.hear(call, "Yes please", message_id="yes")
            await asyncio.sleep(5)
            transfer = (await at.call(call)).current
            assert transfer is not None
            assert transfer.effect == "accepted"
            await at.center.report(call, LegStatus(leg=next(iter(transfer.legs)), status="ringing"))

    scene()


def test_an_effect_that_failed_is_taken_up_while_timers_of_its_call_run() -> None:
    """Fault 62: recovery looks at what is due, not at whether anything runs."""
    perform, broken = Executor.perform, True

    async def fail(self: Executor, effect: Any) -> None:
        if broken and effect.kind == "ring_phones":
            raise RuntimeError("the views' database is locked")
        await perform(self, effect)

    @in_virtual_time
    async def scene() -> None:
        nonlocal broken
        async with shift() as at:
            call = await at.begin("CA1", *TALKS[1:])
            assert "TransferAttempted" not in await at.kinds(call)
            broken = False
            await at.recovery.sweep()
            await asyncio.sleep(1)
            assert "TransferAccepted" in await at.kinds(call)

    with patch.object(Executor, "perform", fail):
        scene()


def test_the_answer_of_a_provider_is_kept_until_the_database_is_back() -> None:
    """Fault 62: it is not looked for again, nor flagged."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call = await in_state(at, "confirm_transfer")
            store = at.center._log.store
            commit = store.commit

            def until_attempted(appends: Sequence[Append]) -> list[Outcome]:
                outcomes = commit(appends)
                if any(
                    "transfer_attempted" in str(event) for append in appends for event in append
                ):
                    store.commit = down  # type: ignore[method-assign,assignment]
                    asyncio.get_running_loop().call_later(20, setattr, store, "commit", commit)
                return outcomes

            def down(_: Sequence[Append]) -> list[Outcome]:
                raise LogUnavailable("the database is away")

            store.commit = until_attempted  # type: ignore[method-assign]
            await at.center.hear(call, "Yes please")
            await asyncio.sleep(24)
            kinds = await at.kinds(call)
            assert "TransferAccepted" in kinds
            assert "TransferSought" not in kinds

    scene()
