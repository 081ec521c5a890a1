"""The inbox: the list of threads, and one thread as a conversation."""

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup
from nicegui import ui

from hookflash.domain.inbox.marking import Mark
from hookflash.orchestrator.console.badges import (
    follow_up_badge,
    promises_mark,
    status_badge,
    test_mark,
)
from hookflash.orchestrator.console.conversation import by_call, preview
from hookflash.orchestrator.console.current import (
    MARKED_EVERY,
    on_change,
    once_shown,
    parameters,
    path_part,
    permitted,
    signed_in,
)
from hookflash.orchestrator.console.forms import button, tabs
from hookflash.orchestrator.console.frame import page
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.phone_numbers import contact_name, number
from hookflash.orchestrator.console.placeholders import empty
from hookflash.orchestrator.console.rows import Rows
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.scripts import call_script
from hookflash.orchestrator.console.visit import NotThere
from hookflash.orchestrator.console.wording import moment
from hookflash.orchestrator.workspaces.errors import NotFound
from hookflash.projections.inbox.queries import Thread

SHOWN: Final = {"open": "Open", "unread": "Unread", "done": "Done", "all": "All"}
"""The filters, by their value in the URL, with their names."""
LIMIT: Final = 40
CALLS: Final = 20
"""How many calls of a thread one page shows."""
_EMPTY: Final = {
    "open": "No open threads.",
    "unread": "No unread threads.",
    "done": "No threads are marked done.",
    "all": "The inbox is empty.",
}
_MARKS: Final[dict[Mark, str]] = {
    "done": "Mark done",
    "open": "Reopen",
    "read": "Mark read",
    "unread": "Mark unread",
}
_HINT: Final = "A call to one of your numbers starts a thread."


class Asked(NamedTuple):
    """The filter, search and page in the URL."""

    show: str
    q: str
    before: int | None

    def link(self, thread: str = "", **other: str) -> str:
        """Return the URL of a thread or of the list; ``other`` replaces parts of the query."""
        wanted = {"show": self.show, "q": self.q} | other
        query = urlencode({name: value for name, value in wanted.items() if value})
        return address(f"/inbox/{thread}" if thread else "/inbox") + f"?{query}"


async def show() -> None:
    """Build the page with the list only."""
    asked = _asked()
    with page("Inbox", "One thread for each caller and number."), _split("list"):
        await _list(asked, "")
        with ui.element("section").classes("hf-thread"):
            ui.html(empty("No thread selected.", "Select a thread to read it."), sanitize=escaped)


async def show_thread() -> None:
    """Build the page with the list and one thread beside it."""
    asked = _asked()
    thread = path_part("thread")
    if await _thread(thread) is None:
        gone = tag("a", "All threads", href=asked.link())
        raise NotThere("This workspace has no such thread.", gone)
    with page("Inbox", "One thread for each caller and number."), _split("one"):
        await _list(asked, thread)
        with ui.element("section").classes("hf-thread").props('aria-label="Conversation"'):
            await _conversation(asked, thread)


def _asked() -> Asked:
    query = parameters()
    show, before = query.get("show", "open"), query.get("before", "")
    return Asked(
        show if show in SHOWN else "open",
        query.get("q", "").strip()[:200],
        _position(before),
    )


def _position(text: str) -> int | None:
    """Parse a log position; None if ``text`` is not one."""
    return int(text) if text.isdecimal() and len(text) < len(str(2**63)) else None


def _split(chosen: str) -> ui.element:
    """Lay out list and thread side by side; narrow screens show only the ``chosen`` one."""
    return ui.element("div").classes(f"hf-split {chosen}")


async def _list(asked: Asked, chosen: str) -> None:
    with ui.element("section").classes("hf-threads").props('aria-label="Threads"'):
        ui.html(_filters(asked), sanitize=escaped)
        nothing = ui.html(_nothing(asked), sanitize=escaped)
        listed = ui.element("ul").props("data-rows")
        rows = Rows(listed, "li", lambda thread: _entry(thread, asked, chosen))
        more = ui.html(sanitize=escaped)

    async def refresh() -> None:
        threads = await _find(asked)
        rows.show((thread.thread, thread) for thread in threads)
        nothing.visible = not threads
        more.content = _more(asked, threads)

    await on_change(signed_in().workspace, refresh, every=MARKED_EVERY)


async def _find(asked: Asked) -> tuple[Thread, ...]:
    center, workspace = running().center, signed_in().workspace
    if asked.q:
        return await center.search_inbox(workspace, asked.q, limit=LIMIT)
    return await center.inbox(
        workspace,
        status=asked.show if asked.show in ("open", "done") else None,  # type: ignore[arg-type]
        unread=asked.show == "unread",
        limit=LIMIT,
        before=asked.before,
        calls=1,
    )


def _filters(asked: Asked) -> Markup:
    search = tag(
        "form",
        tag(
            "input",
            type="search",
            name="q",
            value=asked.q,
            placeholder="Search words or a number",
            aria_label="Search the inbox",
            class_="hf-field",
        ),
        tag("input", type="hidden", name="show", value=asked.show),
        method="get",
        action=address("/inbox"),
        role="search",
    )
    if asked.q:
        cleared = tag("a", "Clear search", href=asked.link(q=""))
        return joined((search, tag("p", "Searching all threads. ", cleared, class_="hf-faint")))
    entries = [(asked.link(show=show), name) for show, name in SHOWN.items()]
    return joined((search, tabs("Filter threads", entries, SHOWN[asked.show])))


def _nothing(asked: Asked) -> Markup:
    if asked.q:
        return empty(f"No results for “{asked.q}”.", "Try a word as it was said, or a number.")
    return empty(_EMPTY[asked.show], _HINT)


def _entry(thread: Thread, asked: Asked, chosen: str) -> Markup:
    unread = tag("span", thread.unread, class_="hf-unread", title=f"{thread.unread} unread")
    return tag(
        "a",
        tag("span", tag("strong", number(thread.contact)), moment(thread.last_at), class_="top"),
        tag("span", preview(thread), class_="preview"),
        tag(
            "span",
            tag("span", "to ", number(thread.number), class_="hf-faint"),
            test_mark(test=thread.test),
            status_badge("done") if thread.status == "done" else _follow_up(thread),
            unread if thread.unread else None,
            class_="marks",
        ),
        href=asked.link(thread.thread),
        aria_current="true" if thread.thread == chosen else None,
    )


def _follow_up(thread: Thread) -> Markup | None:
    """Return the badge of a thread whose newest call needs a person; None if it does not."""
    calls = [item for item in thread.items if item.kind == "call"]
    if not calls:
        return None
    last = calls[-1]
    return joined((follow_up_badge(last.follow_up_reason), promises_mark(last.promises_flagged)))


def _more(asked: Asked, threads: Sequence[Thread]) -> Markup:
    if asked.q or len(threads) < LIMIT:
        return Markup()
    older = asked.link(before=str(threads[-1].last_position))
    return tag("p", tag("a", "Older threads", href=older), class_="hf-more")


async def _thread(name: str, before: int | None = None) -> Thread | None:
    workspace = signed_in().workspace
    try:
        return await running().center.thread(workspace, name, calls=CALLS, before=before)
    except NotFound:
        return None


async def _conversation(asked: Asked, name: str) -> None:
    workspace = signed_in().workspace
    before = _position(parameters().get("calls", ""))
    found = await _thread(name, before)
    if found is None:
        return
    ui.page_title(f"{contact_name(found.contact)} · Inbox · Hookflash")
    ui.html(tag("a", "← All threads", href=asked.link()), sanitize=escaped).classes("hf-back")
    with ui.element("header").classes("hf-thread-head"):
        head = ui.html(sanitize=escaped)
        buttons = _buttons(found)
    earlier = ui.html(sanitize=escaped).classes("hf-maybe")
    calls = Rows(ui.element("div").classes("hf-calls"), "section")

    async def refresh() -> None:
        thread = await _thread(name, before)
        if thread is not None:
            head.content = _head(thread)
            earlier.content = _earlier(asked, thread)
            calls.show(by_call(thread))
            for mark, pressed in buttons.items():
                pressed.visible = mark in _offered(thread)

    await on_change(workspace, refresh, every=MARKED_EVERY)
    client = ui.context.client
    once_shown(lambda: call_script(client, "hookflash.toTheNewest"))
    if found.unread and signed_in().key.may("operate"):
        once_shown(lambda: _mark(found, "read"))


def _earlier(asked: Asked, thread: Thread) -> Markup:
    if thread.next is None:
        return Markup()
    there = asked.link(thread.thread, calls=str(thread.next))
    return tag("p", tag("a", "Earlier calls", href=there), class_="hf-more")


def _head(thread: Thread) -> Markup:
    marks = status_badge(thread.status), test_mark(test=thread.test)
    title = tag("h2", number(thread.contact), " ", joined(marks))
    return joined((title, tag("p", "with ", number(thread.number), class_="hf-faint")))


def _buttons(thread: Thread) -> dict[Mark, ui.html]:
    """Create a button for each mark; none for keys without the role ``operate``."""
    if not signed_in().key.may("operate"):
        return {}

    def made(mark: Mark, words: str) -> ui.html:
        async def press() -> None:
            if await permitted("operate"):
                await _mark(thread, mark)

        return button(words, press)

    with ui.element("div").classes("hf-bar"):
        return {mark: made(mark, words) for mark, words in _MARKS.items()}


def _offered(thread: Thread) -> tuple[Mark, Mark]:
    """Return the marks that would change the thread."""
    return (
        "open" if thread.status == "done" else "done",
        "read" if thread.unread else "unread",
    )


async def _mark(thread: Thread, mark: Mark) -> None:
    await running().center.mark_thread(thread.workspace, thread.thread, mark)
