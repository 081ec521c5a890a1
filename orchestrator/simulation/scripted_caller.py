"""Plays scripted callers against the call center."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from hookflash.domain.call.call import Call
from hookflash.domain.call.effects import open_effects
from hookflash.domain.call.timers import pending_timers
from hookflash.domain.event import Actor
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.carriers.simulator.behaviour import Behaviour
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.script import HangUp, Line, Script
from hookflash.orchestrator.carriers.simulator.telephony import (
    SECONDS_A_CHARACTER,
    SimulatedTelephony,
)
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.reports import Recording
from hookflash.projections.projections import Projections

LINGER = 8.0
"""Seconds that a caller stays on the line after the last scripted words."""
TALK = 60.0
"""Seconds that a transferred caller talks before hanging up."""


@dataclass(frozen=True)
class Simulation:
    """A call center with simulated ports. ``seed`` is part of its calls' provider ids."""

    center: CallCenter
    telephony: SimulatedTelephony
    messaging: SimulatedMessaging
    clock: Clock
    store: Store
    views: Projections
    seed: str

    async def play(self, script: Script, number: int = 1) -> str:
        """Play one call to its end; returns its id. ``number`` distinguishes the calls of a run."""
        return await ScriptedCaller(self, script).call(f"simulated-{self.seed}-{number}")

    async def close(self) -> None:
        """Finish pending work and close the log."""
        await self.center.close()


class ScriptedCaller:
    """Makes one call and follows its script."""

    def __init__(self, simulation: Simulation, script: Script) -> None:
        self._center = simulation.center
        self._telephony = simulation.telephony
        self._messaging = simulation.messaging
        self._sleep = simulation.clock.sleep
        self._script = script
        self._keys = list(script.keys)

    async def call(self, provider_call_id: str) -> str:
        """Play the call to its end; returns its id."""
        script = self._script
        call_id = await self._center.receive_call(
            to=script.to, from_=script.from_, provider_call_id=provider_call_id, test=script.test
        )
        self._telephony.behave(call_id, Behaviour(phones=script.phones))
        self._messaging.behave(call_id, script.texts)
        doing = (self._hang_up(call_id), self._lose_gateway(call_id), self._talk(call_id))
        tasks = [asyncio.create_task(one) for one in doing]
        await self._center.until(call_id, _over)
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self._telephony.forget(call_id)
        self._messaging.forget(call_id)
        self._center.forget(call_id)
        return call_id

    async def _talk(self, call_id: str) -> None:
        await self._sleep(1.0)
        await self._center.answer(call_id)
        for line in self._script.caller:
            if not await self._say(call_id, line):
                break
        await self._see_it_out(call_id)

    async def _say(self, call_id: str, line: Line) -> bool:
        """Say or press a line; returns False if the agent has left."""
        await self._answer_by_key(call_id)
        await self._sleep(line.after)
        call = await self._center.until(call_id, _at_once)
        if call.state not in ("conversing", "confirm_transfer"):
            return False
        if line.press:
            await self._center.press(call_id, line.press)
        elif line.say.strip():
            await self._sleep(len(line.say) * SECONDS_A_CHARACTER)
            await self._center.hear(call_id, line.say)
        return True

    async def _answer_by_key(self, call_id: str) -> None:
        call = await self._center.until(call_id, _at_once)
        if self._keys and call.state == "confirm_transfer":
            await self._sleep(1.0)
            await self._center.press(call_id, self._keys.pop(0))
            await self._answer_by_key(call_id)

    async def _see_it_out(self, call_id: str) -> None:
        await self._answer_by_key(call_id)
        until = self._center.until
        call = await until(call_id, lambda call: call.state != "confirm_transfer")
        if call.state == "transferring":
            call = await until(call_id, lambda call: call.state != "transferring")
        if call.state == "voicemail_fallback":
            await leave_message(self._center, call_id, self._script.voicemail, self._sleep)
        if self._script.hang_up is not None and self._script.hang_up.after is not None:
            return
        await self._sleep(TALK if call.state == "dropped" else LINGER)
        await self._center.end(call_id)

    async def _hang_up(self, call_id: str) -> None:
        if self._script.hang_up is not None:
            await self._moment(call_id, self._script.hang_up)
            await self._center.end(call_id)

    async def _lose_gateway(self, call_id: str) -> None:
        if self._script.gateway_lost is not None:
            await self._moment(call_id, self._script.gateway_lost)
            await self._center.end(call_id, "interrupted", Actor.SYSTEM)

    async def _moment(self, call_id: str, plan: HangUp) -> None:
        if plan.after is not None:
            await self._sleep(plan.after)
        if plan.when is not None:
            until = self._center.until
            await until(call_id, lambda call: call.state == plan.when)
            await until(call_id, lambda call: call.state != "transferring" or _rings(call))
            await self._sleep(1.0)


def _at_once(_: Call) -> bool:
    return True


async def leave_message(
    center: CallCenter, call_id: str, message: str, sleep: Callable[[float], Awaitable[None]]
) -> None:
    """Wait for the voicemail and its greeting, then leave ``message``; none if it is empty."""
    call = await center.until(call_id, _voicemail_plays)
    if call.voicemail is None:
        return
    await sleep(len(call.voicemail.mailbox.greeting) * SECONDS_A_CHARACTER + 1.0)
    if message:
        seconds = round(len(message) * SECONDS_A_CHARACTER + 1.0, 1)
        await sleep(seconds)
        key = call.voicemail.effect_key
        recording = Recording(
            effect_key=key,
            recording=f"simulated:{key[:8]}",
            seconds=seconds,
            transcript=message,
        )
        await center.report(call_id, recording)


def _voicemail_plays(call: Call) -> bool:
    return call.voicemail is not None and call.voicemail.status == "started"


def _rings(call: Call) -> bool:
    """Whether a phone rings, so that the caller hangs up while hearing it ring."""
    transfer = call.current
    return transfer is not None and any(leg.status == "ringing" for leg in transfer.legs.values())


def _over(call: Call) -> bool:
    """Whether the call has ended and no timer or effect is open."""
    return call.state == "ended" and not pending_timers(call) and not open_effects(call)
