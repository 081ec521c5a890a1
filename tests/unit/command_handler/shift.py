"""A worker on a carrier that can look calls up, with what it runs beside its calls."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final, Literal

from hookflash import (
    CallCenter,
    CallFound,
    LegStatus,
    Settings,
    TelephonyOffers,
)
from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.effects import FindCall
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.runtime.effects.liveness import Liveness
from hookflash.orchestrator.runtime.live_checks import LiveChecks
from hookflash.orchestrator.runtime.recovery import Recovery
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.orchestrator.swept_calls import SweptCalls
from tests.tree import ROOT
from tests.unit.command_handler.opened import open_worker

OFFICE: Final = ROOT / "docs" / "tutorial" / "office.yaml"
NUMBER, CALLER = "+14155550100", "+14155550199"
TALKS: Final = ("Could I talk to somebody?", "Yes please")
HOUR: Final = 3600.0
LIMIT: Final = Settings().silent_call_seconds
OUTCOMES: Final = {
    "ringing": "",
    "conversing": "",
    "confirm_transfer": "abandoned",
    "transferring": "abandoned",
    "voicemail_fallback": "unanswered",
    "dropped": "connected",
}
"""What becomes of the transfer of a call that ends in a state."""
LIVE: Final = [*OUTCOMES]
Death = Literal["gateway_lost", "gone"]


class Line(SimulatedTelephony):
    """A carrier named ``main``. ``knows`` is what it answers about calls: None if it fails."""

    def __init__(self, clock: VirtualClock, *, find_call: bool = True) -> None:
        super().__init__(clock, pace=0.0)
        self.offers = TelephonyOffers(playback="say_waits", carrier="main", find_call=find_call)
        self.knows: Literal["live", "gone", "unknown"] | None = "live"
        self.takes = 0.0
        self.asked: list[FindCall] = []
        self.asked_at: list[float] = []
        self.at_once = self.most = 0
        self.told: list[str] = []
        self.dead = False

    async def find_call(self, request: FindCall) -> CallFound:
        """Answer after ``takes`` seconds."""
        self.asked.append(request)
        self.asked_at.append(asyncio.get_running_loop().time())
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            await asyncio.sleep(self.takes)
        finally:
            self.at_once -= 1
        if self.knows is None:
            raise ConnectionError("the carrier does not answer")
        return CallFound(status=self.knows)

    async def release(self, request: Any) -> None:
        """Note it."""
        self.told.append("release")
        if self.dead:
            raise ConnectionError("the gateway is dead")
        await super().release(request)

    async def hang_up(self, request: Any) -> None:
        """Note it."""
        self.told.append("hang_up")
        await super().hang_up(request)


class Shift:
    """One worker on that carrier, and what it runs beside its calls."""

    def __init__(self, center: CallCenter, line: Line) -> None:
        self.center = center
        self.line = line
        dispatcher, runner = center._dispatcher, center._runner
        self.checks = LiveChecks(center._ports, center._handler, dispatcher, runner.quiet_calls)
        self.recovery = Recovery(dispatcher, center._ports.clock, SweptCalls(center._log, runner))

    async def begin(self, known: str, *lines: str, test: bool = False) -> str:
        """A call on which the caller says ``lines``."""
        center = self.center
        call = await center.receive_call(to=NUMBER, from_=CALLER, provider_call_id=known, test=test)
        await center.answer(call)
        for words in lines:
            await center.hear(call, words)
        await asyncio.sleep(1)
        return call

    async def call(self, call: str) -> Call:
        """The call as it is."""
        return await self.center.until(call, lambda _: True)

    async def phones(self, call: str) -> set[str]:
        """The states of the phones of its transfer."""
        (transfer,) = (await self.call(call)).transfers.values()
        return {leg.status for leg in transfer.legs.values()}

    async def kinds(self, call: str) -> list[str]:
        """The kinds of its events."""
        return [event.type for event in await self.center.events(call)]

    async def end(self, call: str) -> e.CallEnded:
        """The end of the call, which was interrupted."""
        events = await self.center.events(call)
        (ended,) = (event for event in events if isinstance(event, e.CallEnded))
        assert ended.reason == "interrupted"
        return ended


@asynccontextmanager
async def shift(
    *,
    settings: Settings | None = None,
    store: Store | None = None,
    opens: bool = False,
    find_call: bool = True,
) -> AsyncIterator[Shift]:
    """A worker in virtual time; on a ``store``, it is the first one if it ``opens`` the office."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    line = Line(clock, find_call=find_call)
    center = open_worker("1", store or open_store("sqlite://"), clock, line, settings=settings)
    if store is None or opens:
        await center.apply(OFFICE)
    try:
        yield Shift(center, line)
    finally:
        await (center._dispatcher if opens else center).close()


async def in_state(at: Shift, state: CallState) -> str:
    """A call in ``state``, with a text whose receipt has not come."""
    center = at.center
    if state == "ringing":
        return await center.receive_call(to=NUMBER, from_=CALLER, provider_call_id="CA1")
    talks = {"conversing": 0, "confirm_transfer": 1}.get(state, 2)
    call = await at.begin("CA1", *TALKS[:talks])
    if state == "dropped":
        transfer = (await at.call(call)).current
        assert transfer is not None
        await center.report(call, LegStatus(leg=next(iter(transfer.legs)), status="answered"))
    elif state == "voicemail_fallback":
        await asyncio.sleep(31)
    assert (await at.call(call)).state == state
    at.line.told.clear()
    return call


async def die(at: Shift, call: str, death: Death) -> None:
    """The gateway dies, and is reported as lost, or the provider is asked."""
    if death == "gateway_lost":
        await at.center.gateway_lost("main")
    else:
        at.line.knows = "gone"
        found = await Liveness(at.center._ports, at.center._dispatcher.ask).check(
            await at.call(call)
        )
        assert found == "gone"
    await asyncio.sleep(1)
