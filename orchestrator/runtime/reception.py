"""Receives calls: each in the workspace that owns its number when it is recorded."""

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import ReceiveCall
from hookflash.domain.call.repeats import is_another_call
from hookflash.domain.idempotency import NameReused
from hookflash.orchestrator.log.seen import Seen
from hookflash.orchestrator.runtime.command_handler import CommandHandler, Informed
from hookflash.orchestrator.runtime.dispatcher import Dispatcher
from hookflash.orchestrator.runtime.inbound import Arriving, Inbound
from hookflash.orchestrator.runtime.live_count import TooManyCalls


class Reception:
    """Records incoming calls, up to ``most`` live ones in this process."""

    def __init__(
        self, calls: CommandHandler, dispatcher: Dispatcher, inbound: Inbound, most: int
    ) -> None:
        self._calls = calls
        self._dispatcher = dispatcher
        self._inbound = inbound
        self._most = most

    async def receive(self, arriving: Arriving) -> str:
        """Record a call and return its id; again with the workspace that has its number now.

        What was read of that workspace may come from memory: the append verifies it.
        """
        while True:
            call_id = await self._inbound.call_id(arriving)
            await self._check_room(call_id)
            if await self._dispatcher.carry_out(self._record(call_id, arriving)):
                return call_id

    async def _check_room(self, call_id: str) -> None:
        """Refuse one call too many; one that is in the log already is none."""
        if len(self._calls.live) < self._most or call_id in self._calls.live:
            return
        known = await self._calls.load(call_id)
        if not known.position:
            self._calls.forget(call_id)
            raise TooManyCalls(self._most)

    async def _record(self, call_id: str, arriving: Arriving) -> bool:
        """Record the call; False if its number has gone to another workspace."""
        command: ReceiveCall | None = None

        async def receive(_: Call, seen: Seen) -> ReceiveCall | None:
            nonlocal command
            command = await self._inbound.receive(arriving, seen)
            return command if command.call_id == call_id else None

        events = await self._dispatcher.ask(call_id, Informed(receive))
        if command is None or command.call_id != call_id:
            return False
        if not events and is_another_call(await self._calls.load(call_id), command):
            raise NameReused(arriving.known)
        return True
