"""The log as one process reads it for all its couriers."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from hookflash.domain.event import Event
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.notifier import Notifier

PAGE: Final = 500
RECENT: Final = 8
"""How many pages are at hand for who comes a little later."""
Page = Sequence[tuple[int, Event]]


class SharedReader:
    """What somebody reads at the end of the log is there for all; who is behind reads alone.

    Without it, every endpoint would ask the database after every append.
    """

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._bell = Notifier()
        self._recent: OrderedDict[int, Page] = OrderedDict()
        self._head = 0

    def begin(self, head: int) -> None:
        """Start at log position ``head``: what comes after it will be added."""
        self._recent.clear()
        self._head = head

    def add(self, page: Page) -> None:
        """Have the next page there, and wake who waits for it."""
        self._recent[self._head] = page
        self._head = page[-1][0]
        while len(self._recent) > RECENT:
            self._recent.popitem(last=False)
        self._bell.notify()

    async def beyond(self, position: int) -> Page:
        """What stands beyond log ``position``, from memory if it was just read; none at the end."""
        if position >= self._head:
            return ()
        page = self._recent.get(position)
        return page if page is not None else await self._log.read_log(position, PAGE)

    async def grown(self, position: int) -> None:
        """Wait for something beyond log ``position``."""
        while True:
            ring = self._bell.next_notification()
            if self._head > position:
                return
            await ring.wait()
