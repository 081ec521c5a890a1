"""A carrier asks which phone to connect: one wins, also while the log cannot be reached."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from hookflash import (
    Answer,
    Bridged,
    CallCenter,
    LegStatus,
    LogUnavailable,
    PlayVoicemail,
    Unknown,
)
from hookflash.domain.call.call import Call, Transfer
from hookflash.domain.call.events import LateReportNoted
from hookflash.domain.call.timers import pending_timers
from hookflash.domain.event import Event
from hookflash.domain.quarantine.events import quarantine_stream
from hookflash.orchestrator.agents.scripted import ScriptedAgent
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.parts import build_parts
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.projection_runner import ProjectionRunner, open_views
from hookflash.orchestrator.runtime import screening
from hookflash.orchestrator.runtime.screening import RETRY_SECONDS
from hookflash.orchestrator.sandbox.line import SandboxLine
from hookflash.orchestrator.simulation.virtual_time import EPOCH, SeededIds, VirtualClock
from hookflash.testing import Behaviour, PhoneBehaviour, in_virtual_time
from tests.tree import ROOT

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"
NUMBER, CALLER = "+14155550100", "+14155550199"
NOBODY = "harbor-dental.call.00000000deadbeef"


class Line(SimulatedTelephony):
    """A carrier that screens; its phones do nothing of their own accord."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(clock, pace=0.0, screening=True)
        self.released: list[str] = []
        self.fails = False

    async def release(self, request: Any) -> None:
        """Note it; perhaps fail."""
        self.released.append(request.leg.leg)
        if self.fails:
            raise ConnectionError("the carrier is away")
        await super().release(request)

    async def play_voicemail(self, request: PlayVoicemail) -> Answer:
        """Give no clear answer while it fails."""
        return Unknown(reason="500") if self.fails else await super().play_voicemail(request)


class Desk:
    """A worker whose log can be taken away."""

    def __init__(self, store: Store, seed: str = "1") -> None:
        clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
        self.line = Line(clock)
        messaging = SimulatedMessaging(clock)
        ports = Ports(
            telephony=self.line,
            messaging=messaging,
            agent=ScriptedAgent(),
            clock=clock,
            ids=SeededIds(seed),
        )
        self.log = EventLog(store, live=False)
        runner = ProjectionRunner(self.log, open_views("sqlite://", store), live=False)
        self.center = CallCenter(
            build_parts(self.log, runner, ports, SandboxLine(self.line, messaging))
        )
        self.line.screen = self.center.phone_answered
        self.call = ""

    async def ring(self) -> list[str]:
        """A call that is being transferred; returns the legs that ring."""
        await self.center.apply(OFFICE)
        self.call = await self.center.receive_call(to=NUMBER, from_=CALLER, provider_call_id="CA1")
        await self.center.answer(self.call)
        for words in ("Could I talk to somebody?", "Yes please"):
            await self.center.hear(self.call, words)
        await self.center.until(self.call, lambda now: now.state == "transferring", 5)
        await asyncio.sleep(1)
        return list((await self.transfer()).legs)

    async def transfer(self) -> Transfer:
        """The transfer as the log has it."""
        call = await self.center._handler.reload(self.call)
        assert call.current is not None
        return call.current

    async def winner(self) -> str:
        """The leg that has the caller; empty if none has."""
        winner = (await self.transfer()).winner
        return winner.leg.leg if winner else ""

    async def state(self) -> str:
        """The state of the call in the log."""
        return (await self.center._handler.reload(self.call)).state

    async def seconds_left(self) -> float:
        """Until the ring time is over."""
        (timer,) = (one for one in pending_timers(self._known()) if one.kind == "ring_timeout")
        return timer.seconds - (self.center.now() - timer.since).total_seconds()

    def _known(self) -> Call:
        call = self.center._handler.cached(self.call)
        assert call is not None
        return call

    @asynccontextmanager
    async def away(self) -> AsyncIterator[None]:
        """The database cannot be reached."""

        async def append(_: Sequence[Event]) -> int:
            raise LogUnavailable("the database is away")

        async def fold(*_: Any) -> Any:
            raise LogUnavailable("the database is away")

        kept = self.log.append, self.log.fold_stream
        self.log.append = append  # type: ignore[method-assign, assignment]
        self.log.fold_stream = fold  # type: ignore[method-assign, assignment]
        try:
            yield
        finally:
            self.log.append, self.log.fold_stream = kept  # type: ignore[method-assign]


def play(scene: Callable[[Desk, list[str]], Coroutine[Any, Any, None]]) -> None:
    """Run a scene with two phones that ring."""

    @in_virtual_time
    async def main() -> None:
        desk = Desk(open_store("sqlite://"))
        try:
            await scene(desk, await desk.ring())
        finally:
            desk.line.tell = None
            await desk.center.close()

    main()


def now() -> float:
    """The time by the virtual clock."""
    return asyncio.get_running_loop().time()


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

        async def slowly(events: Sequence[Event]) -> int:
            await asyncio.sleep(10)
            return await append(events)

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
