"""Whatever a host asks for, cancelled at any await: the log and the outside world agree."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

from hookflash import CallCenter, LegStatus, SendText, Speech
from hookflash.domain.call import events as e
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.ports.answers import Answer
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.testing import in_virtual_time
from tests.tree import ROOT
from tests.unit.command_handler.opened import open_worker

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"
NUMBER, CALLER = "+14155550100", "+14155550199"
STEPS = [(step, 0.0) for step in range(12)] + [(0, after) for after in (0.1, 1.2)]
"""When the task is cancelled: after so many steps of the event loop, or so many seconds."""


@dataclass
class World:
    """A call center, its one call, and what the outside was asked to do."""

    center: CallCenter
    call: str = ""
    said: list[str] = field(default_factory=list)
    rung: list[str] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    texted: list[str] = field(default_factory=list)

    async def kinds(self) -> list[str]:
        """The kinds of events on the call."""
        return [event.type for event in await self.center.events(self.call)]


class Line(SimulatedTelephony):
    """Notes what it is asked to do."""

    world: World

    async def say(self, speech: Speech) -> None:
        """Note it, then play it."""
        self.world.said.append(speech.id)
        await super().say(speech)

    async def ring(self, request: Any) -> Any:
        """Note it, then ring."""
        self.world.rung.append(request.effect_key)
        return await super().ring(request)

    async def release(self, request: Any) -> None:
        """Note it, then stop."""
        self.world.released.append(request.leg.leg)
        await super().release(request)


class Texts(SimulatedMessaging):
    """Notes what it sends."""

    world: World

    async def send(self, request: SendText) -> Answer:
        """Note it, then send."""
        self.world.texted.append(request.effect_key)
        return await super().send(request)


async def ringing(world: World) -> None:
    """The call has come in."""
    world.call = await world.center.receive_call(to=NUMBER, from_=CALLER, provider_call_id="CA1")


async def conversing(world: World) -> None:
    """The agent has greeted."""
    await ringing(world)
    await world.center.answer(world.call)


async def asked(world: World) -> None:
    """The caller is asked about the transfer."""
    await conversing(world)
    await world.center.hear(world.call, "Could I talk to somebody?")


async def transferring(world: World) -> None:
    """Both phones ring."""
    await asked(world)
    await world.center.hear(world.call, "Yes please")
    await asyncio.sleep(1)


Act = Callable[[World], Awaitable[object]]
Check = Callable[[World], Awaitable[None]]


async def rings_once(world: World) -> None:
    """Once if the caller's yes is in the log, never otherwise."""
    confirmed = "TransferConfirmed" in await world.kinds()
    assert len(world.rung) == int(confirmed)


async def greets_once(world: World) -> None:
    """The greeting is heard if the call was answered."""
    answered = "CallAnswered" in await world.kinds()
    assert len(world.said) == int(answered)


async def texts_once(world: World) -> None:
    """One text if it was requested, and its outcome is in the log."""
    kinds = await world.kinds()
    assert len(world.texted) == kinds.count("SmsRequested") == kinds.count("SmsDelivered")


async def releases_the_other(world: World) -> None:
    """If one phone has the caller, the other one stops."""
    kinds = await world.kinds()
    assert len(world.released) == kinds.count("TransferConnected")


async def releases_both(world: World) -> None:
    """If the caller has hung up, no phone rings on."""
    ended = "CallEnded" in await world.kinds()
    assert len(world.released) == (2 if ended else 0)


async def leg_of(world: World) -> str:
    """The leg of the first phone that rings."""
    for event in await world.center.events(world.call):
        if isinstance(event, e.TransferConfirmed):
            return event.legs[0].leg
    raise AssertionError("no phone rings")


async def reports_an_answer(world: World) -> None:
    """The first phone is answered."""
    report = LegStatus(leg=await leg_of(world), status="answered", message_id="m9")
    await world.center.report(world.call, report)


ACTS: dict[str, tuple[Act, Act, Check]] = {
    "answer": (ringing, lambda w: w.center.answer(w.call), greets_once),
    "hear": (asked, lambda w: w.center.hear(w.call, "Yes", message_id="m9"), rings_once),
    "press": (asked, lambda w: w.center.press(w.call, "1", message_id="m9"), rings_once),
    "use_tool": (
        conversing,
        lambda w: w.center.use_tool(w.call, "send_sms_1", {}, "m9"),
        texts_once,
    ),
    "report": (transferring, reports_an_answer, releases_the_other),
    "end": (transferring, lambda w: w.center.end(w.call), releases_both),
}
"""By name: the situation, what the host asks for, and what has to be true afterwards."""


@pytest.mark.parametrize("name", ACTS)
def test_what_was_decided_is_carried_out_whenever_the_task_is_cancelled(name: str) -> None:
    """Fault 41: at every step of the request; repeated afterwards, it does nothing twice."""
    situation, act, check = ACTS[name]

    @in_virtual_time
    async def scene(steps: int, seconds: float) -> None:
        clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
        line, texts = Line(clock), Texts(clock)
        center = open_worker("1", open_store("sqlite://"), clock, line, messaging=texts)
        line.world = texts.world = world = World(center)
        texts.tell = center.report
        await center.apply(OFFICE)
        await situation(world)
        task = asyncio.ensure_future(act(world))
        for _ in range(steps):
            await asyncio.sleep(0)
        await asyncio.sleep(seconds)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await asyncio.sleep(8)
        await check(world)
        await act(world)
        await asyncio.sleep(8)
        await check(world)
        line.tell = texts.tell = None
        await center.close()

    for steps, seconds in STEPS:
        scene(steps, seconds)
