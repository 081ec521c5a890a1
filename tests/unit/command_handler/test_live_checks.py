"""Fault 46: the provider is asked about quiet calls, again and again, a few at a time."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from hookflash import CallCenter, CallFound, FindCall, SystemClock
from hookflash.orchestrator.runtime.effects.liveness import AT_ONCE, PATIENCE
from hookflash.orchestrator.runtime.live_checks import EVERY_SECONDS, PAUSE_SECONDS
from hookflash.testing import SimulatedTelephony, in_virtual_time
from tests.unit.command_handler.shift import CALLER, HOUR, LIMIT, NUMBER, OFFICE, Shift, shift


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


def test_what_was_found_out_is_carried_out_when_the_worker_closes() -> None:
    """A worker that closes stops asking; it does not leave a call half ended."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call = await at.begin("CA1")
            await asyncio.sleep(EVERY_SECONDS)
            at.line.knows, at.line.takes = "gone", 2.0
            running = asyncio.create_task(at.checks.run())
            await asyncio.sleep(1)
            running.cancel()
            await asyncio.sleep(2)
            await at.end(call)

    scene()


class LaterClock(SystemClock):
    """A clock that is two minutes ahead."""

    def now(self) -> datetime:
        """Two minutes from now."""
        return super().now() + timedelta(minutes=2)


class Lost(SimulatedTelephony):
    """A carrier that has lost every call."""

    async def find_call(self, request: FindCall) -> CallFound:
        """Say so."""
        assert request.provider_call_id == "CA1"
        return CallFound(status="gone")


def test_a_call_whose_gateway_died_while_no_worker_ran_ends_at_the_start(tmp_path: Path) -> None:
    """What a worker runs beside its calls includes the checks."""
    url = f"sqlite:///{tmp_path / 'office.db'}"

    async def scene() -> None:
        clock, later = SystemClock(), LaterClock()
        before, after = SimulatedTelephony(clock, pace=0.0), Lost(later)
        async with CallCenter.open(url, clock=clock, telephony=before) as center:
            await center.apply(OFFICE)
            call = await center.receive_call(to=NUMBER, from_=CALLER, provider_call_id="CA1")
        async with CallCenter.open(url, clock=later, telephony=after) as center:
            ended = await center.until(call, lambda one: one.state == "ended", 10)
            assert ended.state == "ended"

    asyncio.run(scene())
