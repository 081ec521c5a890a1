"""Fault 46: the provider is asked about quiet calls, again and again, a few at a time."""

import asyncio

from hookflash.orchestrator.runtime.effects.liveness import AT_ONCE, PATIENCE
from hookflash.orchestrator.runtime.live_checks import EVERY_SECONDS, PAUSE_SECONDS
from hookflash.testing import in_virtual_time
from tests.unit.command_handler.shift import CALLER, HOUR, LIMIT, NUMBER, Shift, shift


def test_only_quiet_live_calls_are_looked_up() -> None:
    """Not those with a recent sign of life, and no test call, whose phones are simulated."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            at.line.knows = "gone"
            test = await at.begin("CA1", test=True)
            quiet = await at.begin("CA2")
            await asyncio.sleep(EVERY_SECONDS - 5)
            fresh = await at.begin("CA3")
            await asyncio.sleep(5)
            await at.checks.check()
            assert [one.provider_call_id for one in at.line.asked] == ["CA2"]
            await at.end(quiet)
            for call in (test, fresh):
                assert (await at.call(call)).state == "conversing"

    scene()


def test_a_process_that_cannot_look_calls_up_does_not_try() -> None:
    """Without the offer, and without telephony."""

    @in_virtual_time
    async def scene() -> None:
        async with shift(find_call=False) as at:
            await at.begin("CA1")
            await asyncio.sleep(EVERY_SECONDS)
            await at.checks.run()
            await at.checks.check()
            assert at.line.asked == []

    scene()


def test_calls_are_looked_up_at_the_start_and_again_and_again() -> None:
    """A gateway may have died while no worker ran; a failed round is not the last."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call = await at.begin("CA1")
            await asyncio.sleep(EVERY_SECONDS)
            running = asyncio.create_task(at.checks.run())
            await asyncio.sleep(0.5)
            assert len(at.line.asked) == 1
            look, at.checks._quiet_calls = at.checks._quiet_calls, _fails
            await asyncio.sleep(2 * EVERY_SECONDS)
            at.checks._quiet_calls = look
            at.line.knows = "gone"
            await asyncio.sleep(EVERY_SECONDS + 2)
            await at.end(call)
            running.cancel()

    scene()


async def _fails(_: object) -> tuple[str, ...]:
    raise OSError("the database is away")


def test_many_quiet_calls_are_looked_up_a_few_at_a_time() -> None:
    """No stampede: neither from the rounds, nor from timers that fire together."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            at.line.takes = 0.1
            calls = [await _received(at, n) for n in range(AT_ONCE * 5)]
            await asyncio.sleep(EVERY_SECONDS)
            await at.checks.check()
            assert (len(at.line.asked), at.line.most) == (len(calls), AT_ONCE)
            began, *_, last = at.line.asked_at
            assert last - began >= 4 * PAUSE_SECONDS
            at.line.most = 0
            await asyncio.sleep(LIMIT)
            assert (len(at.line.asked), at.line.most) == (2 * len(calls), AT_ONCE)

    scene()


async def _received(at: Shift, n: int) -> str:
    return await at.center.receive_call(to=NUMBER, from_=CALLER, provider_call_id=f"CA{n}")


def test_a_call_that_the_provider_confirms_is_not_stale() -> None:
    """The mark would send people after a call that is fine."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call = await at.begin("CA1")
            running = asyncio.create_task(at.checks.run())
            for _ in range(12):
                await asyncio.sleep(300)
                assert not (await at.center.call(call)).stale
            running.cancel()
            assert 4 <= (await at.kinds(call)).count("CallFoundLive") <= 12

    scene()


def test_a_provider_that_does_not_answer_is_not_waited_for() -> None:
    """One that hangs must not keep others from being looked up."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            at.line.takes = 10 * HOUR
            call = await at.begin("CA1")
            await asyncio.sleep(EVERY_SECONDS)
            before = at.center.now()
            await at.checks.check()
            waited = (at.center.now() - before).total_seconds()
            assert waited == PATIENCE + PAUSE_SECONDS
            assert (await at.call(call)).state == "conversing"

    scene()
