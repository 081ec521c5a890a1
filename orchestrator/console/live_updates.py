"""Keeps open pages up to date: one log subscription per process wakes the pages concerned."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from nicegui import Client

from hookflash.domain.event import Event
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.console.scripts import call_script
from hookflash.orchestrator.console.visit import visit_of
from hookflash.orchestrator.log.resilience import until_log_closes
from hookflash.orchestrator.telemetry.logs import get_logger

PAUSE: Final = 0.25
"""Minimum seconds between two refreshes of a page."""
RETRY: Final = 1.0
"""Seconds before a failed refresh is retried."""
Refresh = Callable[[], Awaitable[None]]
Concerns = Callable[[Event], bool]
MayStay = Callable[[], Awaitable[bool]]
logger = get_logger(__name__)


class LiveUpdates:
    """Follows the log while any page is open, and wakes pages."""

    def __init__(self, center: CallCenter) -> None:
        self._center = center
        self._pages: dict[str, set[Page]] = {}
        self._task: asyncio.Task[None] | None = None
        self._begun = asyncio.Event()
        self._position = 0

    async def enter(self, workspace: str, page: "Page") -> "asyncio.Task[None]":
        """Refresh ``page`` now, and after each relevant event of ``workspace``.

        Returns the task that does so; cancelling it leaves the page.
        """
        pages = self._pages.setdefault(workspace, set())
        pages.add(page)
        if self._task is None or self._task.done():
            self._begun.clear()
            follow = until_log_closes(self._follow, "log_subscription_failed", asyncio.sleep)
            self._task = asyncio.create_task(follow)
        try:
            await self._begun.wait()  # so that events during the first refresh wake the page
            await page.refresh()
        except BaseException:  # also where another page is opened meanwhile
            self._leave(workspace, page)
            raise
        task = asyncio.create_task(page.run())
        task.add_done_callback(lambda _: self._leave(workspace, page))
        return task

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

    It is refreshed after events that ``concerns`` accepts, and ``every`` so many seconds without
    one, until ``may_stay`` returns False because its session has ended.
    """

    def __init__(
        self,
        client: Client,
        refresh: Refresh,
        concerns: Concerns,
        may_stay: MayStay,
        every: float | None = None,
    ) -> None:
        self.client = client
        self.refresh = refresh
        self._concerns = concerns
        self._may_stay = may_stay
        self._every = every
        self._news = asyncio.Event()
        self._stale = False
        self._connected = asyncio.Event()
        if not client.has_socket_connection:
            client.on_connect(self._connected.set)

    def wake(self, event: Event) -> None:
        """Refresh soon if ``event`` concerns the page."""
        if self._concerns(event) or _is_about_keys(event):
            self._news.set()

    async def run(self) -> None:
        """Refresh the page whenever it is woken, until its session ends.

        Awaiting ``client.connected()`` instead would have NiceGUI send the page at once, although
        parts of it are not built yet.
        """
        if not self.client.has_socket_connection:
            await self._connected.wait()
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._every):
                    await self._news.wait()
            self._news.clear()
            try:
                with self.client:
                    if not await self._may_stay():
                        return
                    await self.refresh()
            except Exception:
                logger.exception("page_not_refreshed", page=visit_of(self.client).path)
                self._show_stale(stale=True)
                self._news.set()
                await asyncio.sleep(RETRY)
            else:
                self._show_stale(stale=False)
                await asyncio.sleep(PAUSE)

    def _show_stale(self, *, stale: bool) -> None:
        """Show or hide the notice that the page is out of date."""
        if stale != self._stale:
            self._stale = stale
            call_script(self.client, "document.body.classList.toggle", "hf-behind", stale)


def _is_about_keys(event: Event) -> bool:
    """Tell whether a key may have been revoked, which ends its sessions at once."""
    return event.stream.endswith(".access")
