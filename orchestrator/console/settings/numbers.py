"""Numbers, with their registration for texts, and contacts who want none."""

from functools import partial
from typing import Final
from urllib.parse import urlencode

from hookflash.domain.workspace.number import BusinessNumber
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.badges import badge
from hookflash.orchestrator.console.confirming import confirmed
from hookflash.orchestrator.console.controls import Look
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.phone_numbers import format_number, number
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.settings.piece_dialog import PieceDialog, Spec, Values
from hookflash.orchestrator.console.settings.piece_list import PieceList, adding, does, opens
from hookflash.orchestrator.console.settings.saving import removing
from hookflash.orchestrator.workspaces.etags import ABSENT, etag_of, number_piece
from hookflash.orchestrator.workspaces.forms import FlowForm, NumberForm, StepForm

REGISTRATIONS: Final = {
    "approved": ("Approved", "good"),
    "pending": ("Pending", "progress"),
    "unregistered": ("Not registered", "followup"),
    "rejected": ("Rejected", "failed"),
}
"""The registration of a number for texts, in words, each with its tone."""

_CARRIER: Final = "Add carriers on the tab Carriers."


class Numbers:
    """The tab of the numbers."""

    def __init__(self, workspace: Workspace, *, may: bool) -> None:
        self._now, self._may = workspace, may
        adding("Connect a number", lambda: self._edit(""), may=may)
        headings = "Number", "Registration for texts", "Carrier", "Language", "Jobs", ""
        buttons = {"edit": self._edit, "release": self._release}
        nothing = "No numbers yet.", "Callers reach your agent at a number."
        self._list = PieceList(headings, "Numbers", self._row, buttons, nothing)
        self.show(workspace)

    def show(self, workspace: Workspace) -> None:
        """Show the numbers as they are now."""
        self._now = workspace
        self._list.show(
            (one.number, (one, workspace.flows[one.number].agent.jobs))
            for one in workspace.numbers.values()
        )

    def _row(self, known: tuple[BusinessNumber, tuple[str, ...]]) -> tuple[object, ...]:
        one, jobs = known
        flow = address(f"/flow?{urlencode({'number': one.number})}")
        words = ", ".join(jobs) or "none attached"
        return (
            opens(one.number, number(one.number), may=self._may),
            joined((badge(*REGISTRATIONS[one.registration]), " ", one.rejection_reason)),
            one.carrier or ("the server's own" if running().center.has_telephony else "none"),
            one.language or self._now.language,
            tag("a", words, href=flow),
            does(one.number, "release", "Release", format_number(one.number), may=self._may),
        )

    def _edit(self, name: str) -> None:
        one = self._now.numbers.get(name)
        known = one or BusinessNumber(number="", kind="local", carrier=self._usual_carrier())
        states = [(state, words) for state, (words, _) in REGISTRATIONS.items()]
        own = "The server's own" if running().center.has_telephony else "None"
        carriers = [("", own), *((name, name) for name in self._now.carriers)]
        why: Look = {"hint": "The carrier's reason; only if it was rejected."}
        tongue: Look = {"hint": f"Such as es-MX; empty: {self._now.language}."}
        specs = (
            Spec("number", "Number", initial=known.number, look={"fixed": bool(one)}),
            Spec("registration", "Registration", "select", known.registration, None, states),
            Spec("rejection_reason", "Reason", initial=known.rejection_reason, look=why),
            Spec("carrier", "Carrier", "select", known.carrier, {"hint": _CARRIER}, carriers),
            Spec("language", "Language", initial=known.language, look=tongue),
        )
        etag = etag_of(number_piece(self._now, name)) if one else ABSENT
        title = format_number(name) if name else "New number"
        PieceDialog(title, specs, partial(self._save, etag, new=one is None), new=one is None)

    async def _save(self, etag: str, values: Values, *, new: bool) -> None:
        form = NumberForm(
            number=values["number"].strip(),
            registration=values["registration"],
            rejection_reason=values["rejection_reason"].strip() or None,
            language=values["language"].strip() or None,
            carrier=values["carrier"] or None,
            flow=self._first_flow() if new else None,
        )
        editor = running().center.workspaces
        self.show(await editor.save_number(self._now.slug, form, expected=etag))

    def _usual_carrier(self) -> str:
        """The carrier of a new number: the only one of the workspace, if it has just one."""
        return next(iter(self._now.carriers)) if len(self._now.carriers) == 1 else ""

    def _first_flow(self) -> FlowForm:
        """Greet callers, and take messages; jobs are attached on the page Call flow."""
        agent = StepForm(greeting=f"Thanks for calling {self._now.name}.", jobs=())
        return ({"agent": agent}, {"voicemail": StepForm(greeting="Please leave a message.")})

    async def _release(self, name: str) -> None:
        about = "Its call flow is deleted, and another workspace may connect it."
        if await confirmed(f"Release {format_number(name)}?", about, "Release"):
            editor = running().center.workspaces
            await removing(self, editor.release_number(self._now.slug, name))


class OptOuts:
    """The tab of the contacts on the opt-out list."""

    def __init__(self, workspace: Workspace, *, may: bool) -> None:
        self._now, self._may = workspace, may
        adding("Add a contact", self._add, may=may)
        nothing = (
            "No contact is on the list.",
            "Contacts who text STOP are opted out without being on it.",
        )
        buttons = {"remove": self._remove}
        self._list = PieceList(("Contact", ""), "Opt-outs", self._row, buttons, nothing)
        self.show(workspace)

    def show(self, workspace: Workspace) -> None:
        """Show the list as it is now."""
        self._now = workspace
        self._list.show((contact, contact) for contact in sorted(workspace.opt_outs))

    def _row(self, contact: str) -> tuple[object, ...]:
        about = format_number(contact)
        return number(contact), does(contact, "remove", "Remove", about, may=self._may)

    def _add(self) -> None:
        look: Look = {"placeholder": "+14155550177", "hint": "They are not texted from now on."}
        spec = Spec("contacts", "Phone number", look=look)
        PieceDialog("Add to the opt-out list", (spec,), self._save, words="Add")

    async def _save(self, values: Values) -> None:
        editor = running().center.workspaces
        self.show(await editor.list_opt_outs(self._now.slug, [values["contacts"].strip()]))

    async def _remove(self, contact: str) -> None:
        about = "They may be texted again, unless they texted STOP themselves."
        if await confirmed(f"Remove {format_number(contact)}?", about, "Remove"):
            editor = running().center.workspaces
            await removing(self, editor.unlist_opt_out(self._now.slug, contact))
