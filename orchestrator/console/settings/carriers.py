"""Carriers, and what a check of them finds; secrets are named, never shown."""

from typing import Final

from markupsafe import Markup
from nicegui import ui

from hookflash.domain.workspace.carrier import Carrier
from hookflash.domain.workspace.workspace import Workspace
from hookflash.maintenance import CarrierCheck
from hookflash.orchestrator.console.badges import badge
from hookflash.orchestrator.console.controls import Button
from hookflash.orchestrator.console.current import permitted
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.settings.piece_list import PieceList
from hookflash.orchestrator.console.tables import table
from hookflash.orchestrator.ports.carriers import Finding

_HINT: Final = (
    "Write “carriers:” in the workspace's file and apply it, or use PUT "
    "/v1/workspaces/ID/carriers/NAME. Without one, calls use the server's own."
)
_TONES: Final = {"ok": "good", "warning": "followup", "problem": "failed"}
_FOUND: Final = ("What", "", "Found", "What to do")


class Carriers:
    """The tab of the carriers. They are configured by key and file, where secrets belong."""

    def __init__(self, workspace: Workspace, *, may: bool) -> None:
        self._slug = workspace.slug
        if may and workspace.carriers:
            with ui.element("div").classes("hf-bar"):
                Button("Check", self._check, "quiet")
                hint = "A check may ask the carriers, which may cost money."
                ui.html(tag("span", hint, class_="hf-faint"), sanitize=escaped)
        headings = "Name", "Kind", "Settings", "Numbers"
        nothing = "No carriers of your own.", _HINT
        self._list = PieceList(headings, "Carriers", _row, {}, nothing)
        self._found = ui.html(sanitize=escaped).classes("hf-maybe").props("role=status")
        self.show(workspace)

    def show(self, workspace: Workspace) -> None:
        """Show the carriers as they are now."""
        self._list.show(
            (one.name, (one, sum(has.carrier == one.name for has in workspace.numbers.values())))
            for one in workspace.carriers.values()
        )

    async def _check(self) -> None:
        if await permitted("configure"):
            self._found.content = tag("p", "Checking …", class_="hf-faint")
            found = await running().center.check_carriers(self._slug)
            self._found.content = joined(map(_findings, found))


def _row(known: tuple[Carrier, int]) -> tuple[object, ...]:
    carrier, numbers = known
    settings = (
        tag("span", f"{name}: {value}", class_="hf-setting")
        for name, value in carrier.settings.items()
    )
    return carrier.name, carrier.kind, joined(settings), str(numbers)


def _findings(check: CarrierCheck) -> Markup:
    rows = [_finding(one) for one in check.findings]
    title = tag("h2", f"{check.carrier} ({check.kind})")
    return joined((title, table(_FOUND, rows, f"Findings about {check.carrier}")))


def _finding(one: Finding) -> tuple[object, ...]:
    return one.subject, badge(one.status.capitalize(), _TONES[one.status]), one.found, one.change
