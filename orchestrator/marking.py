"""What people do with the threads of the inbox."""

from collections.abc import Sequence
from typing import cast

from hookflash.domain.inbox.events import ThreadEvent
from hookflash.domain.inbox.marking import Mark, MarkThread, mark
from hookflash.domain.inbox.thread import thread_id
from hookflash.domain.requests import refuse_reuse
from hookflash.orchestrator.calls import Log
from hookflash.orchestrator.log.errors import Conflict
from hookflash.orchestrator.ports.clock import Clock


class Marking:
    """Marks threads done or open, read or unread."""

    def __init__(self, log: Log, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    async def mark(
        self, workspace: str, contact: str | None, number: str, wanted: Mark, command_id: str
    ) -> None:
        """Mark the thread of ``contact`` (None when withheld); the same ``command_id`` counts once.

        Whether there is such a thread is for the caller to know. Raises ``NameReused``.
        """
        stream = thread_id(workspace, contact, number)
        while True:
            command = MarkThread(
                id=command_id,
                at=self._clock.now(),
                workspace=workspace,
                contact=contact,
                number=number,
                mark=wanted,
            )
            history = cast("Sequence[ThreadEvent]", await self._log.read_stream(stream))
            refuse_reuse(command_id, (event.cause for event in history))
            try:
                await self._log.append(mark(history, command))
            except Conflict:
                continue
            return
