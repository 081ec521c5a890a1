"""Keeps the calls in memory in step with what other processes append to the same log."""

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.calls import Calls
from hookflash.orchestrator.dispatch import Dispatch
from hookflash.orchestrator.log.log import EventLog


async def tail(log: EventLog, calls: Calls, dispatch: Dispatch, after: int) -> None:
    """Follow the log beyond position ``after`` until it closes.

    Without it nothing goes wrong, only later: a stale call is found out when its append conflicts.
    """
    async for batch in log.batches(after):
        for _, event in batch:
            if isinstance(event, CallEvent) and calls.absorb(event):
                await dispatch.notice(event.call_id)
