"""Waits for the final words of callers who have begun to speak."""

import asyncio
from collections.abc import Callable
from typing import Final, NamedTuple

from hookflash.domain.call.call import Call

FINAL_WORDS_SECONDS: Final = 1.5
"""How long the judgement waits for the final words after partial ones; then we ask again."""


class Interruption(NamedTuple):
    """The question that was open when the caller began to speak, and the last event by then."""

    position: int
    effect_key: str
    asks: int
    """How often it had been put; 0 without a question."""
    cut_short: bool = False
    """Whether the agent was in the middle of a turn, or was to have one."""

    @classmethod
    def of(cls, call: Call, *, cut_short: bool = False) -> "Interruption":
        """What is open on ``call`` now."""
        transfer = call.current
        if call.state != "confirm_transfer" or transfer is None:
            return cls(call.position, "", 0, cut_short)
        return cls(call.position, transfer.effect_key, transfer.asks)

    def answered(self, call: Call) -> bool:
        """Whether the final words are in the log."""
        since = (line for line in call.lines if line.position > self.position)
        return any(line.by == "caller" for line in since)


class Interruptions:
    """Calls on which the caller has begun to speak. ``give_up`` is called if nothing follows."""

    def __init__(self, give_up: Callable[[str, Interruption], None]) -> None:
        self._give_up = give_up
        self._waiting: dict[str, asyncio.TimerHandle] = {}
        self._owed: set[str] = set()

    def begin(self, call_id: str, what: Interruption) -> None:
        """Wait for the final words, from now on."""
        self._forget(call_id)
        if what.cut_short:
            self._owed.add(call_id)
        self._waiting[call_id] = asyncio.get_running_loop().call_later(
            FINAL_WORDS_SECONDS, self._expire, call_id, what
        )

    def owe_turn(self, call_id: str) -> None:
        """The agent is to have a turn if nothing follows; with final words it has one anyway."""
        self._owed.add(call_id)

    def end(self, call_id: str) -> bool:
        """Wait no more; returns whether final words were waited for."""
        self._owed.discard(call_id)
        return self._forget(call_id)

    def _forget(self, call_id: str) -> bool:
        waiting = self._waiting.pop(call_id, None)
        if waiting is not None:
            waiting.cancel()
        return waiting is not None

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._owed.clear()
        while self._waiting:
            self._waiting.popitem()[1].cancel()

    def __contains__(self, call_id: str) -> bool:
        """Whether the final words of a call are waited for."""
        return call_id in self._waiting

    def _expire(self, call_id: str, what: Interruption) -> None:
        del self._waiting[call_id]
        owed = call_id in self._owed
        self._owed.discard(call_id)
        self._give_up(call_id, what._replace(cut_short=owed))
