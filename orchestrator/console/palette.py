"""The palette: pages, jobs, calls, threads and actions, found by typing."""

from collections.abc import AsyncIterator, Iterator
from typing import Final, NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup
from nicegui import Client, events, ui

from hookflash.orchestrator.console.current import signed_in
from hookflash.orchestrator.console.frame import THEMES
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import PLACES, address, call_address
from hookflash.orchestrator.console.phone_numbers import contact_name, format_number
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.scripts import call_script
from hookflash.orchestrator.wording import short

LIMIT: Final = 5
"""How many calls, and how many threads, are offered."""
SHORTEST: Final = 2
"""Characters from which on calls and threads are looked for."""
_TYPED: Final = "(event) => emit(event.target.value)"
_FIELD: Final = (
    "type=text role=combobox aria-expanded=true aria-controls=hf-offers autocomplete=off"
    ' aria-label="Search or jump to" placeholder="A page, a job, a phone number, words of a call"'
)


class Offer(NamedTuple):
    """One entry: its name, what kind it is, and where it leads; ``theme`` is chosen instead."""

    name: str
    kind: str
    to: str = ""
    theme: str = ""


class Palette:
    """The dialog, which is built when it is asked for first."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._dialog: ui.dialog | None = None
        client.sub_pages_router.on_path_changed(lambda _: self.close())

    async def open(self) -> None:
        """Show the dialog with what is offered before anything is typed."""
        if self._dialog is None:
            self._build()
        await self._find("")
        if self._dialog is not None:
            self._dialog.open()
        call_script(self._client, "hookflash.beginToFind")

    def close(self) -> None:
        """Hide the dialog."""
        if self._dialog is not None:
            self._dialog.close()

    def _build(self) -> None:
        self._dialog = ui.dialog().props("position=top no-focus no-refocus aria-label=Palette")
        with self._dialog, ui.element("div").classes("hf-palette").props("data-local"):
            field = ui.element("input").classes("hf-find").props(_FIELD)
            field.on("input", self._typed, js_handler=_TYPED, throttle=0.15)
            self._offers = ui.html(sanitize=escaped, tag="ul").props(
                "id=hf-offers role=listbox aria-label=Results"
            )

    async def _typed(self, event: events.GenericEventArguments) -> None:
        await self._find(str(event.args)[:100].strip())

    async def _find(self, words: str) -> None:
        found = [offer async for offer in _offers(words)]
        self._offers.content = joined(map(_entry, found)) if found else _NOTHING


_NOTHING: Final = tag("li", "Nothing found.", class_="hf-faint", role="presentation")


async def _offers(words: str) -> AsyncIterator[Offer]:
    for offer in (*_places(), *_actions()):
        if _fits(offer.name, words):
            yield offer
    workspace = await running().center.workspace(signed_in().workspace)
    for job in sorted({*workspace.jobs, *workspace.job_drafts}):
        if _fits(job, words):
            yield Offer(job, "Job", address(f"/jobs/edit?{urlencode({'job': job})}"))
    if len(words) >= SHORTEST:
        async for offer in _stored(words):
            yield offer


async def _stored(words: str) -> AsyncIterator[Offer]:
    center, workspace = running().center, signed_in().workspace
    for call in await center.find_calls(words, limit=LIMIT):
        if call.workspace == workspace:
            name = f"{short(call.call)} from {contact_name(call.contact)}"
            yield Offer(name, "Call", call_address(call.call))
    for thread in await center.search_inbox(workspace, words, limit=LIMIT):
        name = f"{contact_name(thread.contact)} with {format_number(thread.number)}"
        yield Offer(name, "Inbox", address(f"/inbox/{thread.thread}"))
    there = address(f"/inbox?{urlencode({'q': words})}")
    yield Offer(f"Search the inbox for “{words}”", "Search", there)


def _places() -> Iterator[Offer]:
    for place in PLACES:
        yield Offer(place.name, "Page", address(place.path))


def _actions() -> Iterator[Offer]:
    if signed_in().key.may("configure"):
        yield Offer("New job", "Action", address("/jobs/new"))
    for theme in THEMES:
        yield Offer(f"Theme: {theme}", "Action", theme=theme)


def _fits(name: str, words: str) -> bool:
    """Whether each of the words begins a word of the name."""
    parts = name.lower().split()
    return all(any(part.startswith(word) for part in parts) for word in words.lower().split())


def _entry(offer: Offer) -> Markup:
    inside = offer.name, tag("span", offer.kind, class_="hf-faint")
    if offer.theme:
        option = tag("button", *inside, type="button", data_theme=offer.theme, **_OPTION)
    else:
        option = tag("a", *inside, href=offer.to, **_OPTION)
    return tag("li", option, role="presentation")


_OPTION: Final = {"role": "option", "aria_selected": "false", "tabindex": "-1"}
