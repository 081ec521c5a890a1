"""The test handset beside the editor of a job: a call on the job as it is typed."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final
from urllib.parse import urlencode

from nicegui import ui

from hookflash import InvalidChange, NotRinging
from hookflash.domain.call.call import Call
from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import fold
from hookflash.domain.event import Event
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.badges import status_badge
from hookflash.orchestrator.console.controls import Button, focus
from hookflash.orchestrator.console.current import on_change, parameters, permitted, signed_in
from hookflash.orchestrator.console.handset_view import handset_view
from hookflash.orchestrator.console.hearing import Microphone, can_hear
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import ROOT, call_address
from hookflash.orchestrator.console.pages.keypad import keypad
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.console.rows import Rows
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.sandbox.sessions import Phone
from hookflash.orchestrator.workspaces.forms import JobForm

Current = Callable[[], tuple[Workspace, JobForm]]
"""The workspace, and the job as it is typed."""
Keep = Callable[[Sequence[CallEvent]], Awaitable[None]]
"""Offers to save a conversation as a scenario."""
_LISTENED_TO: Final = ("conversing", "confirm_transfer", "voicemail_fallback")
_ABOUT: Final = "Calls the job as it is typed, alone. Nothing reaches a real phone."
_OLDER: Final = "You have changed the job since this call began. Call again to hear the change."
_NO_NUMBER: Final = "Test calls need a number. Add one to the workspace first."


class Handset:
    """A phone that calls the job in the editor; ``keep`` makes a scenario of the conversation."""

    def __init__(self, current: Current, keep: Keep) -> None:
        self._current = current
        self._keep = keep
        self._calls = running().center.sandbox
        workspace = current()[0]
        self._slug = workspace.slug
        self._numbers = [*workspace.numbers]
        self._call_id = parameters().get("call", "")
        self._called: JobForm | None = None
        self._events: Sequence[CallEvent] = ()
        self._suggested: tuple[str, ...] = ()
        self._ringing: object = None
        self._box: ui.element | None = None

    async def build(self) -> None:
        """Build the handset; a call in the address goes on."""
        if not signed_in().key.may("operate"):
            return
        self._box = ui.element("section").classes("hf-handset hf-dock")
        with self._box.props('aria-label="Test handset"'):
            self._head = ui.html(sanitize=escaped)
            self._build_start()
            with ui.element("hf-tail").props(
                'tabindex=0 role=log aria-label="Conversation"'
            ) as tail:
                self._talk = Rows(ui.element("ol"), "li")
            self._tail = tail
            self._older = ui.html(tag("p", _OLDER), sanitize=escaped).classes("hf-older")
            self._rings = ui.element("div").classes("hf-rings")
            with ui.element("div").classes("hf-composer") as self._composer:
                self._build_composer()
            with ui.element("div").classes("hf-bar hf-after") as self._after:
                self._again = Button("Call again", self._begin)
                self._save = Button("Save as scenario", self._offer, "quiet")
                self._links = ui.html(sanitize=escaped)
        await on_change(self._slug, self._refresh, self._concerns)

    def typed(self) -> None:
        """Tell whether the call is on an older text than the one in the editor."""
        if self._box is None:
            return
        older = self._called is not None and self._called != self._current()[1]
        live = bool(self._events) and fold(self._call_id, self._events).state != "ended"
        self._older.set_visibility(older and live)
        self._again.set_visibility(older or not live)

    def _build_start(self) -> None:
        with ui.element("div").classes("hf-start") as self._start:
            if not self._numbers:
                ui.label(_NO_NUMBER).classes("hf-faint")
                return
            ui.label(_ABOUT).classes("hf-faint")
            shown = {number: format_number(number) for number in self._numbers}
            number = ui.select(shown, value=self._numbers[0], label="Number to call")
            self._number = number.props("outlined dense options-dense")
            number.set_visibility(len(self._numbers) > 1)
            Button("Call", self._begin)

    def _build_composer(self) -> None:
        self._lines = ui.element("div").classes("hf-lines")
        self._lines.props('role=group tabindex=-1 aria-label="Suggested lines"')
        with ui.element("div").classes("hf-say") as self._saying:
            words = ui.input(placeholder="Say something").props("outlined dense")
            self._words = words.props('aria-label="What the caller says"').on(
                "keydown.enter", self._send, args=[]
            )
            Button("Send", self._send)
            if can_hear():
                Microphone(self._say)
        with ui.element("div").classes("hf-bar"):
            self._keys = Button("Keys", lambda: None, "quiet small")
            with self._keys:
                keypad(self._press)
            self._skip = Button("Skip ringing", self._skip_ringing, "quiet small")
            Button("Hang up", self._hang_up, "danger small")

    def _concerns(self, event: Event) -> bool:
        return bool(self._call_id) and event.stream == self._call_id

    async def _read(self) -> Sequence[CallEvent]:
        """Return the events of the test call of this workspace that is shown; else none."""
        if self._call_id.partition(".")[0] != self._slug:
            return ()
        try:
            events = await running().center.events(self._call_id)
        except NoSuchCall:
            return ()
        return events if fold(self._call_id, events).test else ()

    async def _refresh(self) -> None:
        self._events = await self._read()
        call = fold(self._call_id, self._events)
        begun, live = bool(self._events), bool(self._events) and call.state != "ended"
        self._head.content = _head(call)
        self._start.set_visibility(not begun)
        self._tail.set_visibility(begun)
        self._composer.set_visibility(live)
        self._after.set_visibility(begun)
        said = any(line.by == "caller" for line in call.lines)
        self._save.set_visibility(said and signed_in().key.may("configure"))
        self._talk.show(handset_view(self._call_id, self._events))
        self._links.content = _links(self._call_id) if begun and not live else ""
        self.typed()
        await self._refresh_phones(call, live=live)
        if live:
            await self._refresh_lines(call)

    async def _refresh_phones(self, call: Call, *, live: bool) -> None:
        rings = call.state == "transferring" and live
        phones = await self._calls.phones(self._call_id) if rings else ()
        ringing = tuple(one for one in phones if one.status in ("waiting", "ringing"))
        self._skip.set_visibility(bool(ringing))
        if ringing == self._ringing:
            return
        self._ringing = ringing
        self._rings.clear()
        with self._rings:
            for phone in ringing:
                self._build_phone(phone)

    def _build_phone(self, phone: Phone) -> None:
        name = format_number(phone.who)
        group = ui.element("div").classes("hf-ringing").props("role=group")
        group.props["aria-label"] = f"{name} rings"
        with group:
            ui.icon("ring_volume").props("aria-hidden=true")
            ui.label(f"{name} rings")
            Button("Answer", partial(self._act, phone.who, "answer"), "small")
            Button("Decline", partial(self._act, phone.who, "decline"), "quiet small")

    async def _refresh_lines(self, call: Call) -> None:
        heard = call.state in _LISTENED_TO
        self._saying.set_visibility(heard)
        self._keys.set_visibility(heard)
        suggested = await self._calls.suggested_lines(self._call_id)
        if suggested == self._suggested:
            return
        self._suggested = suggested
        self._lines.clear()
        with self._lines:
            for line in suggested:
                Button(line, partial(self._say, line), "quiet small")
        focus(self._lines)

    async def _begin(self) -> None:
        if not await permitted("operate") or not self._numbers:
            return
        form = self._current()[1]
        named = form.model_copy(update={"name": form.name.strip() or "New job"})
        try:
            call_id = await self._calls.begin(to=str(self._number.value), job=named)
        except InvalidChange as invalid:
            first = invalid.problems[0]
            ui.notify(f"Mend the job first: {first.wrong}. {first.right}", type="negative")
            return
        if self._events and fold(self._call_id, self._events).state != "ended":
            await running().center.end(self._call_id)
        self._call_id, self._called, self._suggested = call_id, form, ()
        await self._show_address()
        await self._refresh()

    async def _show_address(self) -> None:
        """Name the call in the address, so that it goes on after a reload."""
        name = parameters().get("job")
        if name:
            here = urlencode({"job": name, "call": self._call_id})
            ui.navigate.history.replace(f"{ROOT}/jobs/edit?{here}")

    async def _send(self) -> None:
        words, self._words.value = str(self._words.value or ""), ""
        await self._say(words)

    async def _say(self, words: str) -> None:
        if words.strip() and await permitted("operate"):
            await self._calls.say(self._call_id, words.strip())

    async def _press(self, key: str) -> None:
        if await permitted("operate"):
            await running().center.press(self._call_id, key)

    async def _hang_up(self) -> None:
        if await permitted("operate"):
            await running().center.end(self._call_id)

    async def _skip_ringing(self) -> None:
        if await permitted("operate"):
            await self._calls.skip_ringing(self._call_id)

    async def _act(self, who: str, what: str) -> None:
        if not await permitted("operate"):
            return
        calls = self._calls
        try:
            await (calls.answer_phone if what == "answer" else calls.decline_phone)(
                self._call_id, who
            )
        except NotRinging as error:
            ui.notify(f"Too late: {error}.")

    async def _offer(self) -> None:
        await self._keep(self._events)


def _head(call: Call) -> object:
    state = status_badge(call.state) if call.position else None
    return tag("header", tag("h2", "Test handset"), state, class_="hf-call-head")


def _links(call_id: str) -> object:
    return joined((tag("a", "The call", href=call_address(call_id)),))
