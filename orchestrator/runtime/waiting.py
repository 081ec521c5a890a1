"""Waiting for a call to change."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from hookflash.domain.call.call import Call
from hookflash.orchestrator.log.notifier import Notifier
from hookflash.orchestrator.runtime.command_handler import CommandHandler


class CallWaiters:
    """Wakes those who wait for a call to be as they wish."""

    def __init__(self, calls: CommandHandler) -> None:
        self._calls = calls
        self._bells: dict[str, Notifier] = {}

    def changed(self, call_id: str) -> None:
        """Tell everybody who waits that the call has new events."""
        bell = self._bells.pop(call_id, None)
        if bell is not None:
            bell.notify()

    def forget(self, call_id: str) -> None:
        """Nobody waits for the call any more."""
        self._bells.pop(call_id, None)

    async def until(
        self, call_id: str, wished: Callable[[Call], bool], seconds: float | None = None
    ) -> Call:
        """The call once ``wished`` holds, or as it is after ``seconds``."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    ring = self._bells.setdefault(call_id, Notifier()).next_notification()
                    if wished(await self._calls.load(call_id)):
                        break
                    await ring.wait()
        return await self._calls.load(call_id)
