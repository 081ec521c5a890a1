"""The list of threads beside the conversation: what needs a person comes first."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Protocol

from markupsafe import Markup
from nicegui import events, ui

from hookflash.orchestrator.console.action_failures import notify_here, reporting_failures
from hookflash.orchestrator.console.badges import (
    follow_up_badge,
    promises_mark,
    status_badge,
    test_mark,
)
from hookflash.orchestrator.console.conversation import preview
from hookflash.orchestrator.console.forms import button, tabs
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.phone_numbers import number
from hookflash.orchestrator.console.placeholders import empty
from hookflash.orchestrator.console.rows import Rows
from hookflash.orchestrator.console.wording import moment
from hookflash.projections.inbox.queries import Thread

SHOWN: Final = {"open": "Open", "unread": "Unread", "done": "Done", "all": "All"}
"""The filters, by their value in the address, with their names."""
_EMPTY: Final = {
    "open": "No open threads.",
    "unread": "No unread threads.",
    "done": "No threads are marked done.",
    "all": "The inbox is empty.",
}
_HINT: Final = "A call to one of your numbers starts a thread."
_NO_HIT: Final = "Try a word as it was said, a name, an outcome, or a number."


class Asked(Protocol):
    """The filter and the search in the address."""

    @property
    def show(self) -> str:
        """The filter."""
        ...

    @property
    def q(self) -> str:
        """What is searched for; empty if nothing is."""
        ...

    def link(self, thread: str = "", **other: str) -> str:
        """Return the address of a thread, or of the list."""
        ...


class ThreadList:
    """The pane with search, filters and threads."""

    def __init__(
        self,
        asked: Asked,
        search: Callable[[str], Awaitable[None]],
        more: Callable[[], Awaitable[None]],
    ) -> None:
        self._asked = asked
        self._order: list[str] = []
        with ui.element("section").classes("hf-threads").props('aria-label="Threads"'):
            with ui.element("div").classes("hf-threads-top"):
                self._build_search(search)
                self._tabs = ui.html(sanitize=escaped)
            with ui.element("div").classes("hf-threads-rows"):
                self._nothing = ui.html(sanitize=escaped)
                self._needing = self._group()
                self._others = self._group()
                self._more = button("Older threads", more).classes("hf-more-button")
        self.ask(asked)

    def _build_search(self, search: Callable[[str], Awaitable[None]]) -> None:
        typed = reporting_failures(search, notify_here())

        async def take(event: events.ValueChangeEventArguments[str | None]) -> None:
            await typed(event.value or "")

        field = ui.input(placeholder="Search", value=self._asked.q, on_change=take)
        field.classes("hf-search").props(
            'dense outlined debounce=200 type=search aria-label="Search the inbox" '
            "maxlength=200 data-search autocomplete=off"
        )

    def _group(self) -> tuple[ui.html, Rows]:
        head = ui.html(tag="h2", sanitize=escaped)
        return head, Rows(ui.element("ul").props("data-rows"), "li", self._entry)

    def ask(self, asked: Asked) -> None:
        """Something else is asked for."""
        self._asked = asked
        if asked.q:
            self._tabs.content = tag("p", "In all threads", class_="hf-faint hf-searching")
            return
        entries = [(asked.link(show=show, q=""), name) for show, name in SHOWN.items()]
        self._tabs.content = tabs("Filter threads", entries, SHOWN[asked.show])

    def show(
        self, needing: Sequence[Thread], others: Sequence[Thread], chosen: str, limit: int
    ) -> None:
        """Show these threads; ``limit`` is how many of each group were asked for at most."""
        self._order = [thread.thread for thread in (*needing, *others)]
        self._fill(self._needing, needing, chosen, f"Needs attention · {_many(needing, limit)}")
        self._fill(self._others, others, chosen, "Everything else" if needing else "")
        self._nothing.content = "" if self._order else self._about_nothing()
        self._nothing.visible = not self._order
        self._more.visible = limit in (len(needing), len(others), len(self._order))

    def _fill(
        self, group: tuple[ui.html, Rows], threads: Sequence[Thread], chosen: str, title: str
    ) -> None:
        head, rows = group
        head.content = tag("span", title)
        head.visible = bool(threads and title)
        rows.show((one.thread, (one, one.thread == chosen, self._asked)) for one in threads)

    def after(self, thread: str) -> str:
        """The thread that comes next, or the one before the last; empty without another."""
        if thread not in self._order:
            return self._order[0] if self._order else ""
        place = self._order.index(thread)
        left = [one for one in self._order if one != thread]
        return left[min(place, len(left) - 1)] if left else ""

    def _about_nothing(self) -> Markup:
        if self._asked.q:
            return empty(f"No results for “{self._asked.q}”.", _NO_HIT)
        return empty(_EMPTY[self._asked.show], _HINT)

    def _entry(self, drawn: tuple[Thread, bool, Asked]) -> Markup:
        thread, chosen, asked = drawn
        unread = tag("span", thread.unread, class_="hf-unread", title=f"{thread.unread} unread")
        return tag(
            "a",
            tag("span", tag("strong", who(thread)), moment(thread.last_at), class_="top"),
            tag("span", found_in(preview(thread), asked.q), class_="preview"),
            tag(
                "span",
                status_badge("done") if thread.status == "done" else _follow_up(thread),
                test_mark(test=thread.test),
                tag("span", "to ", number(thread.number), class_="hf-faint to"),
                unread if thread.unread else None,
                class_="marks",
            ),
            href=asked.link(thread.thread),
            data_thread=thread.thread,
            data_unread=bool(thread.unread),
            aria_current="true" if chosen else None,
        )


def who(thread: Thread) -> Markup:
    """Return the contact's name, or else the number."""
    return tag("span", thread.name, title=thread.contact) if thread.name else number(thread.contact)


def found_in(words: str, needle: str) -> Markup:
    """Return ``words`` with the first hit of ``needle`` marked, and near the beginning."""
    place = words.casefold().find(needle.casefold()) if needle else -1
    if place < 0:
        return joined((words,))
    begin = max(0, place - 24)
    end = place + len(needle)
    return joined(
        ("…" if begin else "", words[begin:place], tag("mark", words[place:end]), words[end:])
    )


def _many(threads: Sequence[Thread], limit: int) -> str:
    return f"{limit}+" if len(threads) >= limit else str(len(threads))


def _follow_up(thread: Thread) -> Markup | None:
    """Return the badges of what the newest call needs; None if it needs nothing."""
    calls = [item for item in thread.items if item.kind == "call"]
    if not calls:
        return None
    last = calls[-1]
    outcome = status_badge(last.outcome or last.status)
    if not thread.needs_attention:
        return joined((outcome, promises_mark(last.promises_flagged)))
    needed = follow_up_badge(last.follow_up_reason) if not last.outcome else None
    return joined((outcome, needed, promises_mark(last.promises_flagged)))
