"""Notices a model that is slow, silent or fails, so that the caller is not left in silence."""

import asyncio
from collections.abc import Callable

from hookflash.domain.call.commands import AgentFailure


class Patience:
    """Calls ``fails`` with a reason if a run of the model leads to nothing; at most once a run."""

    def __init__(self, seconds: float, fails: Callable[[AgentFailure, str], None]) -> None:
        self._seconds = seconds
        self._fails = fails
        self._timer: asyncio.TimerHandle | None = None

    def run_begins(self) -> None:
        """The model is run; it has ``seconds`` to say its first word or call a tool."""
        self.satisfied()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._seconds, self.failed, "timeout")

    def satisfied(self) -> None:
        """The model said or did something, or has no longer to."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def failed(self, reason: AgentFailure, detail: str = "") -> None:
        """The run came to nothing."""
        if self._timer is not None:
            self.satisfied()
            self._fails(reason, detail)
