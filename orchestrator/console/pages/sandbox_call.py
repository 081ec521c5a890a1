"""The test page: play the caller and every phone of a call that follows the real rules."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup
from nicegui import ui

from hookflash import UnknownNumber
from hookflash.domain.call.call import Call
from hookflash.domain.call.drawing import path_of
from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import fold
from hookflash.domain.event import Event
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.actions import actions
from hookflash.orchestrator.console.badges import status_badge, test_mark
from hookflash.orchestrator.console.caller_view import caller_view, event_rows
from hookflash.orchestrator.console.controls import Button, Field, Look, focus
from hookflash.orchestrator.console.current import (
    on_change,
    parameters,
    permitted,
    signed_in,
)
from hookflash.orchestrator.console.frame import page
from hookflash.orchestrator.console.hearing import Microphone, can_hear
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import ROOT, address, call_address
from hookflash.orchestrator.console.pages.sandbox_phones import Phones
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.console.placeholders import empty
from hookflash.orchestrator.console.rows import Rows
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.statechart import chart_svg
from hookflash.orchestrator.sandbox.sessions import CONTACT, NoSuchPhone, NotRinging, PhonePlan
from hookflash.projections.replay.event_text import describe

KEYS: Final = "123456789*0#"
_LISTENED_TO: Final = ("conversing", "confirm_transfer", "voicemail_fallback")


async def show() -> None:
    """Build the page: a test call in progress, or the form that starts one."""
    workspace = await running().center.workspace(signed_in().workspace)
    query = parameters()
    number = query.get("number", "") or next(iter(workspace.numbers), "")
    name = workspace.agent
    with page(f"Test {name}", "Play the caller. The rules are real; nothing reaches a real phone."):
        if not signed_in().key.may("operate"):
            hint = "Your key has the role “read”; test calls need “operate”."
            ui.html(empty("You cannot make test calls.", hint), sanitize=escaped)
        elif number not in workspace.numbers:
            ui.html(empty("This workspace has no such number."), sanitize=escaped)
        else:
            await _TestCall(workspace, number).build(query.get("call", ""))


class _TestCall:
    """One test call: the conversation on the left, its internals on the right."""

    def __init__(self, workspace: Workspace, number: str) -> None:
        self._calls = running().center.sandbox
        self._workspace = workspace
        self._number = number
        self._contact = CONTACT
        self._call_id = ""
        self._suggested: tuple[str, ...] = ()
        self._begun_here = False

    async def build(self, call_id: str) -> None:
        if call_id and await self._events(call_id):
            self._call_id = call_id
        with ui.element("div").classes("hf-test"):
            with ui.element("section").classes("hf-handset").props('aria-label="The call"'):
                self._build_handset()
            with ui.element("div").classes("hf-behind"):
                self._build_behind()
        await on_change(self._workspace.slug, self._refresh, self._concerns)

    def _build_handset(self) -> None:
        self._head = ui.html(sanitize=escaped)
        with ui.element("div").classes("hf-form") as self._start:
            self._build_start()
        with ui.element("hf-tail").props('tabindex=0 role=log aria-label="Conversation"') as tail:
            self._talk = Rows(ui.element("ol"), "li")
        with ui.element("div").classes("hf-composer") as self._composer:
            self._build_composer()
        with ui.element("div").classes("hf-bar hf-after") as self._after:
            Button("New call", self._new)
            self._links = ui.html(sanitize=escaped)
        self._tail = tail

    def _build_start(self) -> None:
        if len(self._workspace.numbers) > 1:
            numbers = [(number, format_number(number)) for number in self._workspace.numbers]
            chosen = Field("Number to call", self._choose, kind="select", initial=self._number)
            chosen.choose_from(numbers)
        look: Look = {"hint": "Any number: nothing is sent to it. Leave empty to withhold it."}
        Field("Caller’s number", self._from, initial=CONTACT, look=look)  # noqa: RUF001
        Button(f"Call {self._workspace.name}", self._begin)

    def _build_composer(self) -> None:
        self._lines = (
            ui.element("div")
            .classes("hf-lines")
            .props('role=group tabindex=-1 aria-label="Suggested lines"')
        )
        with ui.element("div").classes("hf-say"):
            look: Look = {"bare": True, "once": True, "placeholder": "Say something"}
            self._words = Field("What you say", lambda _: None, look=look)
            self._words.on_enter(self._say)
            if can_hear():
                Microphone(self._say)
            Button("Hang up", self._hang_up, "danger")
        with ui.element("div").classes("hf-keys").props('role=group aria-label="Keys"'):
            for key in KEYS:
                pressed = Button(key, partial(self._press, key), "quiet icon")
                pressed.props(f'aria-label="Press {_KEY_NAMES.get(key, key)}"')

    def _build_behind(self) -> None:
        self._chart = ui.html(sanitize=escaped)
        with ui.element("div").classes("hf-pair"):
            with ui.element("section").props('aria-label="Phones"'):
                ui.html(tag("h2", "Phones"), sanitize=escaped)
                self._phones = Phones(self._tell_phone, self._answer, self._decline)
            with ui.element("section").props('aria-label="Actions"'):
                ui.html(tag("h2", "Actions"), sanitize=escaped)
                self._actions = ui.html(sanitize=escaped).classes("hf-actions-list")
        with ui.element("section").classes("hf-log").props('aria-label="Events"') as self._log:
            ui.html(tag("h2", "Events"), sanitize=escaped)
            with ui.element("hf-tail").classes("hf-card").props("tabindex=0"):
                self._rows = Rows(ui.element("ol"), "li")

    def _concerns(self, event: Event) -> bool:
        return event.stream == self._call_id

    async def _events(self, call_id: str) -> Sequence[CallEvent]:
        """Return the events of a test call of this workspace; empty for any other call."""
        if call_id.partition(".")[0] != self._workspace.slug:
            return ()
        try:
            events = await running().center.events(call_id)
        except NoSuchCall:
            return ()
        return events if fold(call_id, events).test else ()

    async def _refresh(self) -> None:
        events = await self._events(self._call_id) if self._call_id else ()
        call = fold(self._call_id, events)
        under_way = bool(events) and call.state != "ended"
        note = await self._calls.note(self._call_id) if events else ""
        self._head.content = _head(self._workspace, call, self._number, note)
        self._start.set_visibility(not events)
        self._tail.set_visibility(bool(events))
        self._log.set_visibility(bool(events))
        self._composer.set_visibility(under_way)
        self._after.set_visibility(bool(events) and not under_way)
        self._talk.show(caller_view(self._call_id, events))
        self._rows.show(event_rows(events, describe))
        self._chart.content = chart_svg(path_of(events) if events else None)
        self._actions.content = actions(call) or _no_actions()
        self._links.content = _links(self._call_id) if events else ""
        await self._refresh_what_can_be_done(call, begun=bool(events))

    async def _refresh_what_can_be_done(self, call: Call, *, begun: bool) -> None:
        if not begun:
            self._phones.show(await self._calls.phones_of(self._number))
            return
        self._phones.show(await self._calls.phones(self._call_id))
        suggested = await self._calls.suggested_lines(self._call_id)
        if suggested != self._suggested:
            self._suggested = suggested
            self._lines.clear()
            with self._lines:
                for line in suggested:
                    Button(line, partial(self._say, line), "quiet small")
            if self._begun_here:
                focus(self._lines)
        deaf = call.state not in _LISTENED_TO
        self._composer.classes("deaf") if deaf else self._composer.classes(remove="deaf")

    def _choose(self, number: str) -> None:
        self._number = number

    def _from(self, number: str) -> None:
        self._contact = number

    async def _begin(self) -> None:
        if not await permitted("operate"):
            return
        plans = {who: plan for who, plan in self._phones.plans.items() if plan != PhonePlan()}
        try:
            self._call_id = await self._calls.begin(
                to=self._number, from_=self._contact.strip() or None, phones=plans
            )
        except (UnknownNumber, NoSuchPhone) as error:
            ui.notify(f"{error}.", type="negative")
            return
        self._begun_here = True
        here = urlencode({"number": self._number, "call": self._call_id})
        ui.navigate.history.replace(f"{ROOT}/test?{here}")
        await self._refresh()

    def _new(self) -> None:
        ui.navigate.to(f"/test?{urlencode({'number': self._number})}")

    async def _say(self, words: str) -> None:
        if words.strip() and await permitted("operate"):
            await self._calls.say(self._call_id, words.strip())

    async def _press(self, key: str) -> None:
        if await permitted("operate"):
            await running().center.press(self._call_id, key)

    async def _hang_up(self) -> None:
        if await permitted("operate"):
            await running().center.end(self._call_id)

    async def _tell_phone(self, who: str, plan: PhonePlan) -> None:
        if self._call_id and await permitted("operate"):
            await self._calls.set_phone(self._call_id, who, plan)

    async def _answer(self, who: str) -> None:
        if await permitted("operate"):
            try:
                await self._calls.answer_phone(self._call_id, who)
            except NotRinging as error:
                ui.notify(f"Too late: {error}.")

    async def _decline(self, who: str) -> None:
        if await permitted("operate"):
            try:
                await self._calls.decline_phone(self._call_id, who)
            except NotRinging as error:
                ui.notify(f"Too late: {error}.")


_KEY_NAMES: Final = {"*": "star", "#": "hash"}


def _head(workspace: Workspace, call: Call, number: str, note: str) -> Markup:
    state = status_badge(call.state) if call.position else None
    caller = format_number(call.contact) if call.contact else "A withheld number"
    line = f"{caller} calls" if call.position else "Call"
    return tag(
        "header",
        tag(
            "div",
            tag("h2", workspace.name),
            tag("p", f"{line} {format_number(call.number or number)}"),
            tag("p", f"Agent: {call.agent_label}") if call.hosted else None,
            tag("p", note, role="status") if note else None,
        ),
        tag("div", test_mark(test=True), " ", state),
        class_="hf-call-head",
    )


def _links(call_id: str) -> Markup:
    return joined(
        (
            tag("a", "Open call", href=call_address(call_id)),
            " ",
            tag("a", "Inbox", href=address("/inbox")),
        )
    )


def _no_actions() -> Markup:
    return tag("p", "None yet. Actions appear here as the agent uses them.", class_="hf-faint")
