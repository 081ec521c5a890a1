"""Asks the provider whether it still has a call, and ends calls that are gone or silent."""

import asyncio
from typing import Final, Literal

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import EndCall, RecordLive
from hookflash.domain.call.deciding.ending import INTERRUPTED
from hookflash.domain.call.effects import find_call
from hookflash.domain.call.liveness import MAY_BE_SILENT
from hookflash.domain.call.timers import Timer
from hookflash.domain.event import Actor
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.runtime.command_handler import Ask, Build
from hookflash.orchestrator.telemetry.logs import get_logger

PATIENCE: Final = 5.0
"""Seconds the provider has to answer; after that, nothing is known about the call."""
AT_ONCE: Final = 16
"""Questions to the provider at the same time: timers of many calls may fire together."""

Found = Literal["live", "gone", "unknown"]
logger = get_logger(__name__)


class Liveness:
    """Decides whether calls still exist. No hang-up is asked of a provider that lost one."""

    def __init__(self, outside: Ports, ask: Ask) -> None:
        self._outside = outside
        self._ask = ask
        self._room = asyncio.Semaphore(AT_ONCE)

    async def check(self, call: Call) -> Found:
        """Ask the provider about ``call``; end it if it is gone, record it if it is live."""
        found = await self._look(call)
        if found == "gone":
            gone = self._end(call, "gone", Actor.PROVIDER)
            await self._interrupt(call, "gone", lambda _: gone)
        elif found == "live":
            known = f"found_live/{call.position}"
            command = RecordLive(id=known, at=self._outside.clock.now())
            await self._ask(call.call_id, lambda _: command)
        return found

    async def fall_silent(self, call: Call, timer: Timer) -> None:
        """``call`` gave no sign of life for long: end it, unless the provider still has it."""
        if await self.check(call) == "unknown":
            await self._interrupt(call, "silent", lambda now: self._silent(now, timer))

    async def _look(self, call: Call) -> Found:
        """What the provider knows. Calls from before an upgrade may have ids it never knew."""
        if call.test or not call.rules or not self._outside.voice_of(call).offers.find_call:
            return "unknown"
        try:
            async with self._room, asyncio.timeout(PATIENCE):
                return (await self._outside.voice_of(call).find_call(find_call(call))).status
        except Exception as error:  # noqa: BLE001 - a failed adapter tells nothing about the call
            logger.warning("call_not_found_out", call_id=call.call_id, error=repr(error))
            return "unknown"

    async def _interrupt(self, call: Call, why: str, build: Build) -> None:
        if await self._ask(call.call_id, build):
            logger.warning("call_interrupted", call_id=call.call_id, why=why)

    def _silent(self, call: Call, timer: Timer) -> EndCall | None:
        """Not if a sign of life came at the last moment."""
        if call.state in MAY_BE_SILENT or call.last_sign_at != timer.since:
            return None
        return self._end(call, "silent", Actor.TIMER)

    def _end(self, call: Call, why: str, by: Actor) -> EndCall:
        now = self._outside.clock.now()
        return EndCall(id=f"{why}/{call.call_id}", at=now, reason=INTERRUPTED, by=by)
