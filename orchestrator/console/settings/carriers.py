"""Carriers, and what a check of them finds; secrets are named, never shown."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from markupsafe import Markup
from nicegui import ui

from hookflash.carriers import KindSettings, kind_settings
from hookflash.domain.access.events import Role
from hookflash.domain.workspace.carrier import Carrier
from hookflash.domain.workspace.workspace import Workspace
from hookflash.maintenance import CarrierCheck
from hookflash.orchestrator.console.badges import badge
from hookflash.orchestrator.console.confirming import confirmed
from hookflash.orchestrator.console.controls import Button
from hookflash.orchestrator.console.current import lacks, permitted, signed_in
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.settings.carrier_form import (
    carrier_in,
    carrier_specs,
    is_asked,
    place_of,
)
from hookflash.orchestrator.console.settings.piece_dialog import PieceDialog, Values, Wrong
from hookflash.orchestrator.console.settings.piece_list import PieceList, adding, does, opens
from hookflash.orchestrator.console.settings.saving import removing
from hookflash.orchestrator.console.tables import table
from hookflash.orchestrator.ports.carriers import Finding
from hookflash.orchestrator.workspaces.errors import InvalidChange
from hookflash.orchestrator.workspaces.etags import ABSENT, carrier_piece, etag_of

_HINT: Final = "A carrier connects your numbers."
_SPARE: Final = "Without one, calls use the server's own."
_EMPTY: Final = "This is needed. Fill it in."
_ROLE: Final[Role] = "administer"
_UNCHECKED: Final = (
    "This server uses no carriers of workspaces, so there is nothing to check. Its operator starts "
    "it with --secrets-file or --public-url."
)
_TONES: Final = {"ok": "good", "warning": "followup", "problem": "failed"}
_FOUND: Final = ("What", "", "Found", "What to do")


class Carriers:
    """The tab of the carriers, which the role administer edits; secrets are only named."""

    def __init__(self, workspace: Workspace, *, may: bool) -> None:
        self._now, self._opens, self._may = workspace, may, signed_in().key.may(_ROLE)
        adding("Add a carrier", lambda: self._edit(""), may=self._may)
        if not self._may:
            ui.html(tag("p", f"Read-only. {lacks(_ROLE)}", class_="hf-faint"), sanitize=escaped)
        headings = "Name", "Kind", "Settings", "Numbers", ""
        buttons = {"edit": self._edit, "remove": self._remove}
        hint = f"{_HINT} {_SPARE}" if running().center.has_telephony else _HINT
        nothing = "No carriers of your own.", hint
        self._list = PieceList(headings, "Carriers", self._row, buttons, nothing)
        with ui.element("div").classes("hf-bar") as self._checking:
            Button("Check", self._check, "quiet")
            hint = "A check may ask the carriers, which may cost money."
            ui.html(tag("span", hint, class_="hf-faint"), sanitize=escaped)
        self._found = ui.html(sanitize=escaped).classes("hf-maybe").props("role=status")
        self.show(workspace)

    def show(self, workspace: Workspace) -> None:
        """Show the carriers as they are now; what was found about them before may be wrong."""
        if workspace.carriers != self._now.carriers:
            self._found.content = ""
        self._now = workspace
        self._checking.visible = self._opens and bool(workspace.carriers)
        self._list.show(
            (one.name, (one, sum(has.carrier == one.name for has in workspace.numbers.values())))
            for one in workspace.carriers.values()
        )

    def _row(self, known: tuple[Carrier, int]) -> tuple[object, ...]:
        carrier, numbers = known
        settings = (
            tag("span", f"{name}: {value}", class_="hf-setting")
            for name, value in carrier.settings.items()
        )
        return (
            opens(carrier.name, carrier.name, may=self._opens),
            carrier.kind,
            joined(settings),
            str(numbers),
            does(carrier.name, "remove", "Remove", carrier.name, may=self._may),
        )

    def _edit(self, name: str) -> None:
        carrier, kinds = self._now.carriers.get(name), _kinds(self._now)
        etag = etag_of(carrier_piece(self._now, name)) if carrier else ABSENT
        PieceDialog(
            name or "New carrier",
            tuple(carrier_specs(kinds, carrier)),
            partial(self._save, kinds, etag),
            new=carrier is None,
            role=_ROLE,
            asked=is_asked,
        )

    async def _save(self, kinds: Sequence[KindSettings], etag: str, values: Values) -> None:
        form = carrier_in(kinds, values)
        try:
            saved = await running().center.workspaces.save_carrier(
                self._now.slug, form, expected=etag
            )
        except InvalidChange as invalid:
            raise Wrong(_at_fields(invalid, form.kind, values)) from None
        self.show(saved)

    async def _remove(self, name: str) -> None:
        if not await permitted(_ROLE):
            return
        about = "Its calls under way cannot be continued through it."
        if await confirmed(f"Remove the carrier {name}?", about, "Remove"):
            editor = running().center.workspaces
            await removing(self, editor.remove_carrier(self._now.slug, name))

    async def _check(self) -> None:
        if await permitted("configure"):
            self._found.content = tag("p", "Checking …", class_="hf-faint")
            found = await running().center.check_carriers(self._now.slug)
            self._found.content = joined(map(_findings, found)) or tag("p", _UNCHECKED)


def _kinds(workspace: Workspace) -> tuple[KindSettings, ...]:
    """Every kind; first one that the workspace has, and last those that reach no phone."""
    used = {one.kind for one in workspace.carriers.values()}
    return tuple(sorted(kind_settings(), key=lambda one: (one.kind not in used, one.simulated)))


def _at_fields(invalid: InvalidChange, kind: str, values: Values) -> dict[str, str]:
    """What is wrong, by the field that it is about; the empty one has what is elsewhere."""
    found: dict[str, list[str]] = {}
    for one in invalid.problems:
        place = place_of(one, kind)
        words = f"{one.wrong}. {one.right}" if place else str(one)
        if place not in ("", "name") and values.get(place) == "":
            words = _EMPTY
        found.setdefault(place, []).append(words)
    return {place: " ".join(words) for place, words in found.items()}


def _findings(check: CarrierCheck) -> Markup:
    rows = [_finding(one) for one in check.findings]
    title = tag("h2", f"{check.carrier} ({check.kind})")
    return joined((title, table(_FOUND, rows, f"Findings about {check.carrier}")))


def _finding(one: Finding) -> tuple[object, ...]:
    return one.subject, badge(one.status.capitalize(), _TONES[one.status]), one.found, one.change
