"""The message of an event as it is in the log now, so that erased data is never sent."""

from hookflash.domain.call.events import CallEvent, CallReceived
from hookflash.domain.unreadable import Unreadable
from hookflash.orchestrator.log.errors import UnreadableEvent
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.webhooks.outgoing.envelope import Message, message_of

logger = get_logger(__name__)


class StoredMessages:
    """Messages by the positions of their events in the log."""

    def __init__(self, log: EventLog, calls: CommandHandler) -> None:
        self._log = log
        self._calls = calls

    async def at(self, position: int, workspace: str) -> Message | None:
        """The message for ``workspace``; None if the event is not there or cannot be read."""
        found = await self._log.read_log(position - 1, 1)
        if not found or found[0][0] != position:
            return None
        event = found[0][1]
        if isinstance(event, Unreadable):
            logger.error("webhook_event_unreadable", stream=event.stream, position=event.position)
            return None
        test = isinstance(event, CallEvent) and await self._is_test(event.call_id)
        return message_of(event, position, workspace, test=test)

    async def _is_test(self, call_id: str) -> bool:
        """Whether it is a test call; one that begins with a damaged event counts as live."""
        try:
            return (await self._calls.load(call_id)).test
        except UnreadableEvent:
            entries = await self._log.read_placed(call_id)
            first = entries[0][1] if entries else None
            return isinstance(first, CallReceived) and first.test
