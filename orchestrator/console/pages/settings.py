"""Settings: people, numbers, opt-outs, carriers, API keys and webhooks, each on a tab."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from nicegui import ui

from hookflash.domain.event import Event
from hookflash.orchestrator.console.checklist import Checklist
from hookflash.orchestrator.console.current import lacks, on_change, parameters, signed_in
from hookflash.orchestrator.console.forms import tabs
from hookflash.orchestrator.console.frame import page
from hookflash.orchestrator.console.markup import escaped
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.pages.jobs import is_about_the_workspace
from hookflash.orchestrator.console.placeholders import empty
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.settings.carriers import Carriers
from hookflash.orchestrator.console.settings.keys import Keys
from hookflash.orchestrator.console.settings.numbers import Numbers, OptOuts
from hookflash.orchestrator.console.settings.people import Inboxes, Members
from hookflash.orchestrator.console.settings.saving import Tab
from hookflash.orchestrator.console.settings.webhooks import Webhooks

TABS: Final = {
    "members": "Members",
    "inboxes": "Inboxes",
    "numbers": "Numbers",
    "opt-outs": "Opt-outs",
    "carriers": "Carriers",
    "keys": "API keys",
    "webhooks": "Webhooks",
}
"""The tabs, by their name in the address."""
OF_WORKSPACE: Final[Mapping[str, Callable[..., Tab]]] = {
    "members": Members,
    "inboxes": Inboxes,
    "numbers": Numbers,
    "opt-outs": OptOuts,
    "carriers": Carriers,
}
"""Those that show a piece of the workspace; the others need the role configure."""
Refresh = Callable[[], Awaitable[None]]


async def show() -> None:
    """Build the page with the tab in the address."""
    chosen = parameters().get("tab", "")
    chosen = chosen if chosen in TABS else "members"
    with page("Settings", "Your office: its people, numbers, and who may use what."):
        checklist = Checklist(signed_in().workspace)
        entries = [(address(f"/settings?tab={tab}"), name) for tab, name in TABS.items()]
        strip = ui.html(tabs("Settings", entries, TABS[chosen]), sanitize=escaped)
        strip.classes("hf-strip")
        refresh = await _tab(chosen)

    async def refresh_all() -> None:
        await checklist.refresh()
        await refresh()

    await on_change(signed_in().workspace, refresh_all, _concerns)


def _concerns(event: Event) -> bool:
    return is_about_the_workspace(event) or event.stream.endswith((".access", ".webhooks"))


async def _tab(chosen: str) -> Refresh:
    """Build the tab; returns what brings it up to date."""
    if chosen not in OF_WORKSPACE:
        return _of_configurers(chosen)
    slug = signed_in().workspace
    may = signed_in().key.may("configure")
    built = OF_WORKSPACE[chosen](await running().center.workspace(slug), may=may)

    async def refresh() -> None:
        built.show(await running().center.workspace(slug))

    return refresh


def _of_configurers(chosen: str) -> Refresh:
    webhooks = running().center.webhooks
    if not signed_in().key.may("configure"):
        return _nothing("You cannot see these settings.", lacks("configure"))
    if chosen == "keys":
        return Keys().refresh
    if webhooks is None:
        return _nothing("This server sends no webhooks.", "Start it with a webhook sender.")
    return Webhooks(webhooks).refresh


def _nothing(words: str, hint: str) -> Refresh:
    ui.html(empty(words, hint), sanitize=escaped)

    async def refresh() -> None:
        """There is nothing to bring up to date."""

    return refresh
