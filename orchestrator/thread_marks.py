"""Marks inbox threads done, open, read or unread."""

from collections.abc import Sequence
from typing import NamedTuple, cast

from hookflash.domain.idempotency import refuse_reuse
from hookflash.domain.inbox.events import ThreadEvent
from hookflash.domain.inbox.marking import Mark, MarkThread, mark
from hookflash.domain.inbox.thread import thread_id
from hookflash.orchestrator.log.decide_and_append import decide_and_append
from hookflash.orchestrator.log.protocol import Log
from hookflash.orchestrator.ports.clock import Clock


class MarkedThread(NamedTuple):
    """What names a thread: ``call_id`` only if ``contact`` is None, which is withheld."""

    workspace: str
    contact: str | None
    number: str
    call_id: str


class ThreadMarks:
    """Records marks on inbox threads."""

    def __init__(self, log: Log, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    async def mark(self, thread: MarkedThread, wanted: Mark, command_id: str) -> None:
        """Mark ``thread``.

        A repeated ``command_id`` has no further effect; raises ``NameReused`` if it was used for
        another request. Does not check that the thread exists.
        """
        stream = thread_id(*thread)

        async def mark_now() -> Sequence[ThreadEvent]:
            command = MarkThread(
                id=command_id,
                at=self._clock.now(),
                mark=wanted,
                **thread._asdict(),
            )
            history = cast("Sequence[ThreadEvent]", await self._log.read_stream(stream))
            refuse_reuse(command_id, (event.cause for event in history))
            return mark(history, command)

        await decide_and_append(self._log, mark_now)
