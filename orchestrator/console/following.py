"""Pages that keep up with the log: one follower a process wakes those whom an event concerns."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from nicegui import Client

from hookflash.domain.event import Event
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.log.resilience import until_log_closes
from hookflash.orchestrator.telemetry.logs import get_logger

PAUSE: Final = 0.25
"""Seconds between two refreshes of one page, at least."""
RETRY: Final = 1.0
"""Seconds before a page is tried again after the database did not answer."""
Refresh = Callable[[], Awaitable[None]]
Concerns = Callable[[Event], bool]
MayStay = Callable[[], Awaitable[bool]]
logger = get_logger(__name__)


class Following:
    """Follows the log for as long as there are pages that want to know."""

    def __init__(self, center: CallCenter) -> None:
        self._center = center
        self._pages: dict[str, set[Page]] = {}
        self._task: asyncio.Task[None] | None = None
        self._begun = asyncio.Event()
        self._position = 0

    async def enter(self, workspace: str, page: "Page") -> None:
        """Refresh ``page`` now, and after each event of ``workspace`` that concerns it."""
        pages = self._pages.setdefault(workspace, set())
        pages.add(page)
        if self._task is None or self._task.done():
            self._begun.clear()
            follow = until_log_closes(self._follow, "log_subscription_failed", asyncio.sleep)
            self._task = asyncio.create_task(follow)
        await self._begun.wait()  # what is appended while the page is built wakes it too
        await page.refresh()
        task = asyncio.create_task(page.run())
        task.add_done_callback(lambda _: self._leave(workspace, page))
        page.client.on_delete(lambda: task.cancel() and None)

    def _leave(self, workspace: str, page: "Page") -> None:
        pages = self._pages[workspace]
        pages.discard(page)
        if not pages:
            del self._pages[workspace]
        if not self._pages and self._task is not None:
            self._task.cancel()
            self._task = None

    async def _follow(self) -> None:
        if not self._begun.is_set():
            self._position = await self._center.position()
            self._begun.set()
        async for position, event in self._center.follow(self._position):
            self._wake(event)
            self._position = position

    def _wake(self, event: Event) -> None:
        for page in self._pages.get(event.stream.partition(".")[0], ()):
            page.wake(event)


class Page:
    """One page that is open in a browser.

    It is refreshed after the events that ``concerns`` accepts, until ``may_stay`` says that its
    session is over.
    """

    def __init__(
        self, client: Client, refresh: Refresh, concerns: Concerns, may_stay: MayStay
    ) -> None:
        self.client = client
        self.refresh = refresh
        self._concerns = concerns
        self._may_stay = may_stay
        self._news = asyncio.Event()
        self._stale = False

    def wake(self, event: Event) -> None:
        """Refresh soon if ``event`` concerns the page."""
        if self._concerns(event) or _is_about_keys(event):
            self._news.set()

    async def run(self) -> None:
        """Refresh the page whenever it was woken, until its session is over."""
        await self.client.connected()
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                with self.client:
                    if not await self._may_stay():
                        return
                    await self.refresh()
            except Exception:
                logger.exception("page_not_refreshed", page=self.client.page.path)
                self._show_stale(stale=True)
                self._news.set()
                await asyncio.sleep(RETRY)
            else:
                self._show_stale(stale=False)
                await asyncio.sleep(PAUSE)

    def _show_stale(self, *, stale: bool) -> None:
        """Tell the reader, in the frame, that the page is behind; or no more."""
        if stale != self._stale:
            self._stale = stale
            self.client.run_javascript(f"document.body.classList.toggle('hf-behind', {stale:d})")


def _is_about_keys(event: Event) -> bool:
    """A key may have been revoked: whoever came in by it is out at once."""
    return event.stream.endswith(".access")
