"""What the desks of one center share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from hookflash.domain.call.call import Call
from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.events import CallEvent
from hookflash.domain.errors import HookflashError
from hookflash.orchestrator.agents.desk.deliveries import Deliveries
from hookflash.orchestrator.log.protocol import Log
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from hookflash.orchestrator.runtime.dispatcher import Dispatcher
from hookflash.orchestrator.runtime.listening import Listening


class NotHosted(HookflashError, ValueError):
    """The agent of a call, or of this center, is not one that the host runs: it has no desk."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"{where}: the agent is not one that the host runs; open the center with "
            "agent=HostAgent(…), or start hookflash serve with --agent host, before the call is "
            "answered"
        )


@dataclass(frozen=True)
class DeskLine:
    """The parts of a center that its desks work with."""

    ports: Ports
    log: Log
    calls: CommandHandler
    dispatcher: Dispatcher
    listening: Listening
    deliveries: Deliveries

    def now(self) -> datetime:
        """The time by the center's clock."""
        return self.ports.clock.now()

    def new_id(self, given: str) -> str:
        """``given``, or a new id where the host gave none."""
        return given or self.ports.ids.new("desk")

    async def hosted(self, call_id: str) -> Call:
        """The call, as the log has it. Raises ``NoSuchCall`` and :class:`NotHosted`."""
        call = await self.calls.refresh(call_id)
        if not call.position:
            raise NoSuchCall(call_id)
        if not call.hosted:
            raise NotHosted(call_id)
        return call

    async def recorded(self, call_id: str, known: str) -> tuple[CallEvent, ...]:
        """What an earlier message with the command id ``known`` led to."""
        return tuple(event for event in await self.history(call_id) if event.cause == known)

    async def history(self, call_id: str) -> Sequence[CallEvent]:
        """Every event of the call."""
        return cast("Sequence[CallEvent]", await self.log.read_stream(call_id))
