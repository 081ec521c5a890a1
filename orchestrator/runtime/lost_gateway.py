"""Ends the calls that a gateway took with it when it died."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import EndCall
from hookflash.domain.call.deciding.ending import INTERRUPTED
from hookflash.domain.call.identity import call_id
from hookflash.domain.errors import HookflashError
from hookflash.domain.event import Actor
from hookflash.domain.workspace.carrier import read_carrier_ref
from hookflash.orchestrator.log.errors import UnreadableEvent
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.runtime.command_handler import Ask
from hookflash.orchestrator.telemetry.logs import get_logger

AT_ONCE: Final = 16
"""Calls that are ended at the same time: the others go on meanwhile."""
OpenCalls = Callable[[], Awaitable[Mapping[str, int]]]
"""The calls with work left, each with the position of its last event."""
logger = get_logger(__name__)


class CarrierOfWorkspace(HookflashError, ValueError):
    """The name of a carrier that a workspace configured, without that workspace."""

    def __init__(self, carrier: str) -> None:
        super().__init__(f"{carrier} is a carrier of a workspace: name the workspace, too")


class LostGateway(NamedTuple):
    """What died, and when; ``provider_call_ids`` is None if all its calls died with it.

    ``carrier`` may be a kind of carriers that workspaces configured. ``workspace`` is None if those
    of all workspaces died.
    """

    carrier: str
    provider_call_ids: Collection[str] | None
    at: datetime
    workspace: str | None = None

    def carried(self, call: Call) -> bool:
        """Whether it carried ``call``, which may have come in after it was back."""
        came_in = call.received_at
        if call.test or came_in is None or came_in > self.at:
            return False
        configured = read_carrier_ref(call.carrier)
        return call.carrier == self.carrier or (
            configured is not None and configured[0] == self.carrier
        )

    def among(self, open_calls: Iterable[str]) -> Iterator[str]:
        """The open calls that may be meant; an id of a call follows from the provider's."""
        meant: dict[str, set[str]] = {}
        for one in open_calls:
            workspace = one.partition(".")[0]
            if self.workspace not in (None, workspace):
                continue
            if self.provider_call_ids is None:
                yield one
                continue
            if workspace not in meant:
                meant[workspace] = {call_id(workspace, known) for known in self.provider_call_ids}
            if one in meant[workspace]:
                yield one


async def end_lost_calls(
    lost: LostGateway, clock: Clock, open_calls: OpenCalls, ask: Ask
) -> tuple[str, ...]:
    """End the live calls that ``lost`` carried; returns their ids. Test calls are never ended."""

    def end(call: Call) -> EndCall | None:
        if call.state == "ended" or not lost.carried(call):
            return None
        known = f"gateway_lost/{call.call_id}"
        return EndCall(id=known, at=clock.now(), reason=INTERRUPTED, by=Actor.PROVIDER)

    ended: list[str] = []
    candidates = list(lost.among(await open_calls()))
    for begin in range(0, len(candidates), AT_ONCE):
        some = candidates[begin : begin + AT_ONCE]
        outcomes = await asyncio.gather(*(ask(one, end) for one in some), return_exceptions=True)
        for one, outcome in zip(some, outcomes, strict=True):
            if isinstance(outcome, UnreadableEvent):  # concerns this call alone
                logger.error("call_unreadable", call_id=one, error=str(outcome))
                continue
            if isinstance(outcome, BaseException):
                raise outcome
            if outcome:
                ended.append(one)
    return tuple(ended)
