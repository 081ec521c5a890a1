"""Waiting for a call to change."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from weakref import WeakValueDictionary

from hookflash.domain.call.call import Call
from hookflash.orchestrator.log.notifier import Notifier
from hookflash.orchestrator.runtime.command_handler import CommandHandler


class CallWaiters:
    """Wakes waiters once a call meets their condition."""

    def __init__(self, calls: CommandHandler) -> None:
        self._calls = calls
        self._notifiers: WeakValueDictionary[str, Notifier] = WeakValueDictionary()
        """Each lives as long as something waits for it."""

    def changed(self, call_id: str) -> None:
        """Wake the call's waiters: it has new events."""
        notifier = self._notifiers.pop(call_id, None)
        if notifier is not None:
            notifier.notify()

    def forget(self, call_id: str) -> None:
        """Drop the call's notifier."""
        self._notifiers.pop(call_id, None)

    async def until(
        self, call_id: str, condition: Callable[[Call], bool], seconds: float | None = None
    ) -> Call:
        """The call once ``condition`` holds, or as it is after ``seconds``."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    notifier = self._notifiers.setdefault(call_id, Notifier())
                    notification = notifier.next_notification()
                    if condition(await self._calls.load(call_id)):
                        break
                    await notification.wait()
        return await self._calls.load(call_id)
