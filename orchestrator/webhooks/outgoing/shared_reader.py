"""Reads the log once for all endpoint workers of a process."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from hookflash.domain.unreadable import Entry
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.notifier import Notifier

PAGE: Final = 500
"""Events per page that a worker reads on its own."""
RECENT_PAGES: Final = 8
"""Recent pages cached for readers slightly behind."""
Page = Sequence[tuple[int, Entry]]


class SharedReader:
    """Shares the newest pages of the log; a worker that is further behind reads its own pages.

    Without it, every endpoint would query the database after every append.
    """

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._notifier = Notifier()
        self._recent: OrderedDict[int, Page] = OrderedDict()
        self._head = 0

    def start(self, head: int) -> None:
        """Start at log position ``head``; the pages after it will be added."""
        self._recent.clear()
        self._head = head

    def add(self, page: Page) -> None:
        """Add the next page and wake its waiters."""
        self._recent[self._head] = page
        self._head = page[-1][0]
        while len(self._recent) > RECENT_PAGES:
            self._recent.popitem(last=False)
        self._notifier.notify()

    async def page_after(self, position: int) -> Page:
        """Return the events after log ``position``, from the cache if possible; () at the end."""
        if position >= self._head:
            return ()
        page = self._recent.get(position)
        return page if page is not None else await self._log.read_log(position, PAGE)

    async def wait_for_growth(self, position: int) -> None:
        """Wait until there are events after log ``position``."""
        while True:
            notification = self._notifier.next_notification()
            if self._head > position:
                return
            await notification.wait()
