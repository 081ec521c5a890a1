"""The open thread: its head with what can be done, and the conversation, newest last."""

from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from markupsafe import Markup
from nicegui import ui

from hookflash.domain.policy.contact_key import is_number
from hookflash.orchestrator.console.badges import status_badge, test_mark
from hookflash.orchestrator.console.controls import Button
from hookflash.orchestrator.console.conversation import by_call
from hookflash.orchestrator.console.current import signed_in
from hookflash.orchestrator.console.forms import button
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.phone_numbers import contact_name, format_number, number
from hookflash.orchestrator.console.placeholders import empty
from hookflash.orchestrator.console.rows import Rows
from hookflash.projections.inbox.queries import Thread

_NONE: Final = empty("No thread selected.", "Select a thread to read it; J and K move, E is Done.")


class Linking(Protocol):
    """What knows the address of the list."""

    def link(self, thread: str = "", **other: str) -> str:
        """Return the address of a thread, or of the list."""
        ...


class ThreadPane:
    """The pane with one thread, or with a hint."""

    def __init__(
        self,
        done: Callable[[], Awaitable[None]],
        unread: Callable[[], Awaitable[None]],
        earlier: Callable[[int | None], Awaitable[None]],
    ) -> None:
        self._shown = ""
        self._next: int | None = None
        with ui.element("section").classes("hf-thread").props('aria-label="Conversation"'):
            self._none = ui.html(_NONE, sanitize=escaped).classes("hf-thread-none")
            with ui.element("header").classes("hf-thread-head") as self._head:
                self._who = ui.html(sanitize=escaped).classes("hf-thread-who")
                self._ways = ui.html(sanitize=escaped).classes("hf-thread-ways")
                self._build_marks(done, unread)
            with ui.element("div").classes("hf-thread-talk").props("tabindex=0") as self._talk:
                self._earlier = button("Earlier calls", lambda: earlier(self._next))
                self._calls = Rows(ui.element("div").classes("hf-calls"), "section")
                self._newer = button("Back to the newest calls", lambda: earlier(None))

    def _build_marks(
        self, done: Callable[[], Awaitable[None]], unread: Callable[[], Awaitable[None]]
    ) -> None:
        """Create the buttons; keys without the role ``operate`` have none."""
        self._done: Button | None = None
        if not signed_in().key.may("operate"):
            return
        with ui.element("div").classes("hf-bar"):
            Button("Mark unread", unread, "quiet")
            self._done = Button("Done", done)
            self._done.props('data-done aria-keyshortcuts="E" title="Done, and open the next (E)"')

    def show(self, thread: Thread | None, asked: Linking, *, older: bool = False) -> None:
        """Show a thread, or an ``older`` page of it; None shows a hint to choose one."""
        self._none.visible = thread is None
        self._head.visible = self._talk.visible = thread is not None
        if thread is None:
            self._shown = ""
            self._calls.show(())
            ui.page_title("Inbox · Hookflash")
            return
        name = thread.name or contact_name(thread.contact)
        ui.page_title(f"{name} · Inbox · Hookflash")
        self._who.content = _who(thread, asked.link())
        self._ways.content = _ways(thread)
        if self._done is not None:
            self._done.text = "Reopen" if thread.status == "done" else "Done"
        self._show_calls(thread, older=older)

    def _show_calls(self, thread: Thread, *, older: bool) -> None:
        if self._shown != thread.thread:
            self._shown = thread.thread
            self._calls.show(())
        self._next = thread.next
        self._earlier.visible = thread.next is not None
        self._newer.visible = older
        self._calls.show(by_call(thread))


def _who(thread: Thread, back: str) -> Markup:
    done = status_badge("done") if thread.status == "done" else None
    marks = done, test_mark(test=thread.test)
    title = tag("h2", tag("span", thread.name) if thread.name else number(thread.contact))
    own = (number(thread.contact), " · ") if thread.name else ()
    about = tag("p", *own, "to ", number(thread.number), class_="hf-faint")
    link = tag("a", "←", href=back, data_thread="", class_="hf-back", aria_label="All threads")
    return joined((link, tag("div", tag("div", title, *marks, class_="title"), about)))


def _ways(thread: Thread) -> Markup:
    """Return a link that calls the contact back, and what copies the number."""
    if not is_number(thread.contact):
        return tag("span", _contact_toggle())
    call = tag("a", "Call back", href=f"tel:{thread.contact}", class_="hf-button quiet")
    copy = tag(
        "button",
        "Copy number",
        type="button",
        class_="hf-button quiet",
        data_copy_text=thread.contact,
        data_local=True,
        aria_label=f"Copy number {format_number(thread.contact)}",
    )
    return joined((call, copy, _contact_toggle()))


def _contact_toggle() -> Markup:
    return tag(
        "button",
        "Contact",
        type="button",
        class_="hf-button quiet hf-contact-toggle",
        data_local=True,
        aria_expanded="false",
    )
