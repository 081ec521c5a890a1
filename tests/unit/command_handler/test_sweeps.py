"""A sweep costs what has happened, and still finds what another worker left."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from unittest.mock import patch

import pytest

from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.runtime import recovery
from hookflash.orchestrator.runtime.dispatcher import Dispatcher, Resumed
from hookflash.orchestrator.runtime.open_calls import OpenCall, OpenCalls
from hookflash.testing import in_virtual_time
from tests.unit.command_handler.shift import Shift, shift

SWEEP = 2.0
TURNS = 10_000
"""Turns of the event loop, more than any sweep here takes."""
QUIET = 30.0
"""Seconds after which nothing is said any more."""


class Asked:
    """The open calls of a worker, with a note of what was asked about them."""

    def __init__(self, behind: OpenCalls) -> None:
        self._behind = behind
        self.pages: list[int] = []
        self.fails = False

    async def page(self, after: int, limit: int) -> Sequence[OpenCall]:
        """Note how many calls it held."""
        page = await self._behind.page(after, limit)
        self.pages.append(len(page))
        return page

    async def among(self, calls: Collection[str]) -> Mapping[str, int]:
        """Fail, if it is to."""
        if self.fails:
            raise LogUnavailable("the views are away")
        return await self._behind.among(calls)

    async def last_position(self) -> int:
        """As it is."""
        return await self._behind.last_position()

    async def changed_since(self, after: int) -> tuple[int, Collection[str]]:
        """As it is."""
        return await self._behind.changed_since(after)


class Watched:
    """A worker whose resumed calls are noted."""

    def __init__(self, at: Shift) -> None:
        self.at = at
        self.asked = Asked(at.recovery._open_calls)
        at.recovery._open_calls = self.asked
        self.resumed: list[str] = []
        resume = at.center._dispatcher.resume

        async def noted(call_id: str, position: int | None = None) -> Resumed:
            self.resumed.append(call_id)
            return await resume(call_id, position)

        at.center._dispatcher.resume = noted  # type: ignore[method-assign]

    async def sweeps(self, number: int = 1) -> list[str]:
        """Sweep so often; returns the calls that were resumed."""
        self.resumed.clear()
        for _ in range(number):
            await self.at.recovery.sweep()
            await asyncio.sleep(SWEEP)
        return self.resumed


def test_a_call_that_owes_nothing_is_resumed_once_and_left_alone() -> None:
    """Its timers run here, and nothing else can be due before its next event."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call, worker = await at.begin("CA1"), Watched(at)
            assert await worker.sweeps() == [call]
            assert await worker.sweeps(2 * recovery.SWEEPS + 1) == []

    scene()


def test_a_call_with_a_new_event_is_resumed_once_it_is_quiet() -> None:
    """Whichever worker appended it may have died since."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call, worker = await at.begin("CA1"), Watched(at)
            await worker.sweeps(3)
            await at.center.hear(call, "What are your opening hours?")
            await asyncio.sleep(QUIET)
            assert await worker.sweeps() == []
            assert await worker.sweeps() == [call]
            assert await worker.sweeps(3) == []

    scene()


def test_the_open_calls_are_looked_at_a_share_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first sweep looks at all of them, in pages as well."""
    monkeypatch.setattr(recovery, "PAGE", 2)

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            calls = [await at.begin(f"CA{number}") for number in range(5)]
            worker = Watched(at)
            assert sorted(await worker.sweeps()) == sorted(calls)
            assert worker.asked.pages == [2, 2, 1, 0]
            worker.asked.pages.clear()
            await worker.sweeps()
            assert worker.asked.pages == [2]

    scene()


def test_a_settled_call_is_resumed_in_the_round_after_its_mark_was_lost() -> None:
    """Nothing but the mark keeps the round from looking at an open call."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call, worker = await at.begin("CA1"), Watched(at)
            await worker.sweeps()
            at.recovery._round = recovery._Round()
            assert await worker.sweeps(2) == [call]

    scene()


def test_words_that_another_worker_left_unsaid_are_said_although_the_call_was_settled() -> None:
    """This worker knows the call, and has settled it; the other one appends and dies."""

    async def nothing(*_: object) -> None:
        return

    @in_virtual_time
    async def scene() -> None:
        store = open_store("sqlite://")
        async with shift(store=store, opens=True) as first, shift(store=store) as second:
            call, worker = await first.begin("CA1"), Watched(second)
            assert await worker.sweeps(2) == [call]
            with patch.object(Dispatcher, "_dispatch", nothing):
                await first.center.hear(call, "Could I talk to somebody?")
            await first.center._dispatcher.close()
            assert (await first.kinds(call))[-1] == "AgentSpoke"
            await worker.sweeps(2)
            assert (await second.kinds(call))[-2:] == ["SpeechAccepted", "SpeechHeard"]

    scene()


def test_a_call_that_was_due_is_resumed_although_the_views_failed_in_between() -> None:
    """What is to be resumed is kept until it was."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            call, worker = await at.begin("CA1"), Watched(at)
            await worker.sweeps(2)
            await at.center.hear(call, "What are your opening hours?")
            await asyncio.sleep(QUIET)
            await worker.sweeps()
            worker.asked.fails = True
            with pytest.raises(LogUnavailable):
                await worker.sweeps()
            worker.asked.fails = False
            assert await worker.sweeps() == [call]

    scene()


def test_a_sweep_lets_others_run_between_two_calls() -> None:
    """So that no sweep stalls the calls in progress."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            for number in range(5):
                await at.begin(f"CA{number}")
            worker, resumed_at_each_turn = Watched(at), list[int]()
            sweeping = asyncio.create_task(worker.sweeps())
            while len(worker.resumed) < 5:
                await asyncio.sleep(0)
                resumed_at_each_turn.append(len(worker.resumed))
            await sweeping
            steps = pairwise(resumed_at_each_turn)
            assert max(after - before for before, after in steps) == 1

    scene()


def test_the_loop_gets_its_turn_between_any_two_calls_that_are_resumed() -> None:
    """However many are open at the start, what comes in meanwhile waits for one of them at most."""

    @in_virtual_time
    async def scene() -> None:
        async with shift() as at:
            calls = [await at.begin(f"CA{number}") for number in range(8)]
            worker, turns = Watched(at), 0
            at_turn: list[int] = []
            resume = at.center._dispatcher.resume

            async def noted(call_id: str, position: int | None = None) -> Resumed:
                at_turn.append(turns)
                return await resume(call_id, position)

            at.center._dispatcher.resume = noted  # type: ignore[method-assign]
            sweeping = asyncio.create_task(worker.at.recovery.sweep())
            while not sweeping.done() and turns < TURNS:
                await asyncio.sleep(0)
                turns += 1
            await sweeping
            assert len(at_turn) == len(calls)
            assert all(later > earlier for earlier, later in pairwise(at_turn))

    scene()
