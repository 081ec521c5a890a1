"""The inbox: the list of threads, one thread as a conversation, and who the contact is.

Opening a thread builds no page: the list stays as it is, and the address follows.
"""

from typing import Final, NamedTuple
from urllib.parse import urlencode

from nicegui import events, ui

from hookflash.orchestrator.console.contact_panel import ContactPanel
from hookflash.orchestrator.console.current import (
    MARKED_EVERY,
    on_change,
    once_shown,
    parameters,
    path_part,
    permitted,
    signed_in,
)
from hookflash.orchestrator.console.frame import page
from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.phone_numbers import contact_name
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.scripts import call_script
from hookflash.orchestrator.console.thread_list import SHOWN, ThreadList
from hookflash.orchestrator.console.thread_pane import ThreadPane
from hookflash.orchestrator.console.visit import NotThere
from hookflash.orchestrator.workspaces.errors import NotFound
from hookflash.projections.inbox.queries import Thread

LONGEST_SEARCH: Final = 200
"""Characters."""
LIMIT: Final = 40
"""How many threads a group of the list begins with, and grows by."""
CALLS: Final = 20
"""How many calls of a thread are shown at once."""


class Asked(NamedTuple):
    """The filter and the search in the address."""

    show: str
    q: str

    def link(self, thread: str = "", **other: str) -> str:
        """Return the address of a thread, or of the list; ``other`` replaces parts of the query."""
        wanted = {"show": self.show, "q": self.q} | other
        query = urlencode({name: value for name, value in wanted.items() if value})
        return address(f"/inbox/{thread}" if thread else "/inbox") + f"?{query}"


async def show() -> None:
    """Build the page with no thread open."""
    await _build("")


async def show_thread() -> None:
    """Build the page with one thread open."""
    thread = path_part("thread")
    if await _thread(thread) is None:
        gone = tag("a", "All threads", href=_asked().link())
        raise NotThere("This workspace has no such thread.", gone)
    await _build(thread)


async def _build(thread: str) -> None:
    with page("Inbox"):
        inbox = _Inbox(_asked(), thread)
    await on_change(signed_in().workspace, inbox.refresh, every=MARKED_EVERY)
    if thread:
        once_shown(inbox.begin)


def _asked() -> Asked:
    query = parameters()
    show = query.get("show", "open")
    return Asked(show if show in SHOWN else "open", query.get("q", "").strip()[:LONGEST_SEARCH])


class _Inbox:
    """The page in one window: what is asked for, and which thread is open."""

    def __init__(self, asked: Asked, thread: str) -> None:
        self._asked = asked
        self._chosen = thread
        self._limit = LIMIT
        self._before: int | None = None
        self._client = ui.context.client
        self._root = ui.element("div").classes("hf-inbox")
        self._root.on("hf-open", self._on_open, args=["detail"])
        with self._root:
            self._list = ThreadList(asked, self._search, self._more)
            self._pane = ThreadPane(self._done, self._mark_unread, self._earlier)
            self._contact = ContactPanel()
        self._show_which()

    async def refresh(self) -> None:
        """Show the list, and the open thread, as they are now."""
        attention, others = await self._find()
        self._list.show(attention, others, self._chosen, self._limit)
        thread = await _thread(self._chosen, self._before) if self._chosen else None
        card = None
        if thread is not None and self._contact.is_about(thread):
            card = await running().center.card(thread.workspace, thread.contact)
        if thread is not None and thread.thread != self._chosen:
            return  # another one was opened meanwhile
        self._pane.show(thread, self._asked, older=self._before is not None)
        self._contact.show(thread, card)

    async def begin(self) -> None:
        """The open thread is on the screen: its newest call is in sight, and it has been read."""
        call_script(self._client, "hookflash.newestCall")
        if not signed_in().key.may("operate"):
            return
        thread = await _thread(self._chosen)
        if thread is not None and thread.unread:
            await running().center.mark_thread(thread.workspace, thread.thread, "read")

    async def _find(self) -> tuple[tuple[Thread, ...], tuple[Thread, ...]]:
        """The threads that need a person, and the others."""
        center, workspace = running().center, signed_in().workspace
        if self._asked.q:
            found = await center.search_inbox(workspace, self._asked.q, limit=self._limit)
            needing = tuple(thread for thread in found if thread.needs_attention)
            return needing, tuple(thread for thread in found if not thread.needs_attention)
        shown = self._asked.show

        async def listed(*, attention: bool) -> tuple[Thread, ...]:
            return await center.inbox(
                workspace,
                status=shown if shown in ("open", "done") else None,  # type: ignore[arg-type]
                unread=shown == "unread",
                attention=attention,
                limit=self._limit,
                calls=1,
            )

        return await listed(attention=True), await listed(attention=False)

    async def _on_open(self, event: events.GenericEventArguments) -> None:
        await self._open(str(event.args["detail"]))

    async def _open(self, thread: str) -> None:
        """Open ``thread``; empty closes the one that is open."""
        self._chosen, self._before = thread, None
        self._show_which()
        call_script(self._client, "hookflash.opened", self._asked.link(thread))
        await self.refresh()
        if thread:
            await self.begin()

    def _show_which(self) -> None:
        """Narrow screens show either the list or the open thread."""
        self._root.props["data-view"] = "one" if self._chosen else "list"

    async def _search(self, words: str) -> None:
        words = words.strip()[:LONGEST_SEARCH]
        if words != self._asked.q:
            self._asked, self._limit = self._asked._replace(q=words), LIMIT
            call_script(self._client, "hookflash.searched", self._asked.link(self._chosen))
            self._list.ask(self._asked)
            await self.refresh()

    async def _more(self) -> None:
        self._limit += LIMIT
        await self.refresh()

    async def _earlier(self, before: int | None) -> None:
        self._before = before
        await self.refresh()

    async def _done(self) -> None:
        """Mark the open thread done, and open the one after it; or open it again."""
        if not self._chosen or not await permitted("operate"):
            return
        thread = await _thread(self._chosen)
        if thread is None:
            return
        after = self._list.after(thread.thread)
        if thread.status == "done":
            await running().center.mark_thread(thread.workspace, thread.thread, "open")
            return
        await running().center.mark_thread(thread.workspace, thread.thread, "done")
        with self._client:
            ui.notify(f"Done: {thread.name or contact_name(thread.contact)}", timeout=2000)
        await self._open(after)

    async def _mark_unread(self) -> None:
        if self._chosen and await permitted("operate"):
            workspace, thread = signed_in().workspace, self._chosen
            await running().center.mark_thread(workspace, thread, "unread")
            await self._open("")


async def _thread(name: str, before: int | None = None) -> Thread | None:
    """The thread with that id; None if the workspace has none."""
    try:
        center = running().center
        return await center.thread(signed_in().workspace, name, calls=CALLS, before=before)
    except NotFound:
        return None
