"""Answers a request that was made before with what the agent said, or will have said, in answer.

The request may have come to another worker, which may have died since.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from hookflash.domain.call import events as e
from hookflash.domain.call.timers import REPLY_SECONDS
from hookflash.domain.call.turns import turn_due
from hookflash.domain.event import Event
from hookflash.orchestrator.log.protocol import Log
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from hookflash.orchestrator.runtime.dispatcher import Dispatcher

LOOK_SECONDS: Final = 0.25
"""Between two looks at a call whose agent has not moved yet."""
PATIENCE_SECONDS: Final = REPLY_SECONDS + 5.0
"""By then the caller has heard something in place of the agent."""


class RepeatedRequests:
    """Finds the answers to requests that are in the log already."""

    def __init__(
        self, log: Log, calls: CommandHandler, dispatcher: Dispatcher, clock: Clock
    ) -> None:
        self._log = log
        self._calls = calls
        self._dispatcher = dispatcher
        self._clock = clock

    async def said(self, call_id: str, known: str) -> list[str]:
        """What the agent said after the events that the request ``known`` led to.

        While its move is due, it is waited for; this worker makes it if it may.
        """
        if known not in (await self._calls.load(call_id)).seen:
            return []
        turns = self._dispatcher.turns
        if turns.was_cut_short(call_id):
            await turns.take(call_id, owes_reply=True)
        for _ in range(int(PATIENCE_SECONDS / LOOK_SECONDS)):
            due = turn_due(await self._calls.refresh(call_id)) is not None
            if not due and not turns.runs(call_id):
                break
            if due:
                await self._dispatcher.resume(call_id)
            await self._clock.sleep(LOOK_SECONDS)
        return list(_answer(await self._log.read_stream(call_id), known))


def _answer(events: Iterable[Event], known: str) -> Iterator[str]:
    """The words of the agent from the request on, until the caller says or presses more."""
    answers = False
    for event in events:
        if isinstance(event, e.CallAnswered | e.CallerSpoke | e.DigitsPressed):
            answers = event.cause == known
        elif answers and isinstance(event, e.AgentSpoke) and not event.reported:
            yield event.text
