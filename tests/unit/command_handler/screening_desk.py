"""A worker of a carrier that screens, whose log can be taken away."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from hookflash import (
    Answer,
    CallCenter,
    LogUnavailable,
    PlayVoicemail,
    Unknown,
)
from hookflash.domain.call.call import Call, Transfer
from hookflash.domain.call.timers import pending_timers
from hookflash.orchestrator.agents.scripted import ScriptedAgent
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.parts import build_parts
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.projection_runner import ProjectionRunner, open_views
from hookflash.orchestrator.sandbox.line import SandboxLine
from hookflash.orchestrator.simulation.virtual_time import EPOCH, SeededIds, VirtualClock
from hookflash.testing import in_virtual_time
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

        async def append(*_: Any) -> int:
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
