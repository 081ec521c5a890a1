"""Members and the inboxes that they share."""

from functools import partial
from typing import Final

from hookflash.domain.workspace.people import Inbox, Member
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.badges import badge
from hookflash.orchestrator.console.confirming import confirmed
from hookflash.orchestrator.console.controls import Look
from hookflash.orchestrator.console.phone_numbers import number
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.settings.piece_dialog import PieceDialog, Spec, Values
from hookflash.orchestrator.console.settings.piece_list import PieceList, adding, does, opens
from hookflash.orchestrator.console.settings.saving import removing, seconds
from hookflash.orchestrator.workspaces.etags import ABSENT, etag_of, inbox_piece, member_piece
from hookflash.orchestrator.workspaces.forms import InboxForm, MemberForm

_RING: Final[Look] = {"min": 15, "max": 120, "hint": "15 to 120, before voicemail answers."}
_ACCEPT: Final = (("", "As usual for the phone"), ("press_1", "Press 1"), ("answer", "Answer"))
_FREE_LINE: Final[Look] = {"hint": "Played before the tone; empty for the usual one."}


class Members:
    """The tab of the members."""

    def __init__(self, workspace: Workspace, *, may: bool) -> None:
        self._now, self._may = workspace, may
        adding("Add a member", lambda: self._edit(""), may=may)
        headings = "Name", "Phone", "Rings for", "Inboxes", "State", ""
        buttons = {"edit": self._edit, "remove": self._remove}
        nothing = "No members yet.", "Members are the people whose phones a transfer rings."
        self._list = PieceList(headings, "Members", self._row, buttons, nothing)
        self.show(workspace)

    def show(self, workspace: Workspace) -> None:
        """Show the members as they are now."""
        self._now = workspace
        inboxes = workspace.inboxes.values()
        self._list.show(
            (one.name, (one, [box.name for box in inboxes if one.name in box.members]))
            for one in workspace.members.values()
        )

    def _row(self, known: tuple[Member, list[str]]) -> tuple[object, ...]:
        member, inboxes = known
        return (
            opens(member.name, member.name, may=self._may),
            number(member.phone),
            f"{member.ring_seconds} s",
            ", ".join(inboxes),
            badge("Do not disturb", "followup") if member.do_not_disturb else "",
            does(member.name, "remove", "Delete", member.name, may=self._may),
        )

    def _edit(self, name: str) -> None:
        member = self._now.members.get(name)
        known = member or Member(name="", phone="")
        specs = (
            Spec("name", "Name", initial=known.name, look={"fixed": bool(member)}),
            Spec("phone", "Phone", initial=known.phone, look={"placeholder": "+14155550101"}),
            Spec("ring_seconds", "Seconds of ringing", "number", known.ring_seconds, _RING),
            Spec("accept", "Accepts a call by", "select", known.accept or "", None, _ACCEPT),
            Spec("voicemail", "Voicemail greeting", "area", known.voicemail, _FREE_LINE),
            Spec("do_not_disturb", "Do not disturb", "switch", known.do_not_disturb),
        )
        etag = etag_of(member_piece(self._now, name)) if member else ABSENT
        PieceDialog(name or "New member", specs, partial(self._save, etag), new=member is None)

    async def _save(self, etag: str, values: Values) -> None:
        form = MemberForm(
            name=values["name"].strip(),
            phone=values["phone"].strip(),
            do_not_disturb=values["do_not_disturb"],
            voicemail=values["voicemail"].strip() or None,
            ring_seconds=seconds(values["ring_seconds"]),
            accept=values["accept"] or None,
        )
        editor = running().center.workspaces
        self.show(await editor.save_member(self._now.slug, form, expected=etag))

    async def _remove(self, name: str) -> None:
        if await confirmed(f"Delete {name}?", "Transfers can no longer ring them.", "Delete"):
            editor = running().center.workspaces
            await removing(self, editor.remove_member(self._now.slug, name))


class Inboxes:
    """The tab of the shared inboxes."""

    def __init__(self, workspace: Workspace, *, may: bool) -> None:
        self._now, self._may = workspace, may
        adding("Add an inbox", lambda: self._edit(""), may=may)
        headings = "Name", "Members", "Rings for", ""
        buttons = {"edit": self._edit, "remove": self._remove}
        nothing = "No inboxes yet.", "An inbox rings the phones of its members at the same time."
        self._list = PieceList(headings, "Inboxes", self._row, buttons, nothing)
        self.show(workspace)

    def show(self, workspace: Workspace) -> None:
        """Show the inboxes as they are now."""
        self._now = workspace
        self._list.show(workspace.inboxes.items())

    def _row(self, inbox: Inbox) -> tuple[object, ...]:
        nobody = badge("Voicemail only", "followup")
        return (
            opens(inbox.name, inbox.name, may=self._may),
            ", ".join(inbox.members) or nobody,
            f"{inbox.ring_seconds} s",
            does(inbox.name, "remove", "Delete", inbox.name, may=self._may),
        )

    def _edit(self, name: str) -> None:
        inbox = self._now.inboxes.get(name)
        known = inbox or Inbox(name="")
        specs = (
            Spec("name", "Name", initial=known.name, look={"fixed": bool(inbox)}),
            *(
                Spec(f"member {one}", one, "switch", one in known.members)
                for one in self._now.members
            ),
            Spec("ring_seconds", "Seconds of ringing", "number", known.ring_seconds, _RING),
            Spec("voicemail", "Voicemail greeting", "area", known.voicemail, _FREE_LINE),
        )
        etag = etag_of(inbox_piece(self._now, name)) if inbox else ABSENT
        PieceDialog(name or "New inbox", specs, partial(self._save, etag), new=inbox is None)

    async def _save(self, etag: str, values: Values) -> None:
        names = [one for one in self._now.members if values.get(f"member {one}")]
        form = InboxForm(
            name=values["name"].strip(),
            members=tuple(names),
            voicemail=values["voicemail"].strip() or None,
            ring_seconds=seconds(values["ring_seconds"]),
        )
        editor = running().center.workspaces
        self.show(await editor.save_inbox(self._now.slug, form, expected=etag))

    async def _remove(self, name: str) -> None:
        if await confirmed(f"Delete {name}?", "Transfers can no longer ring it.", "Delete"):
            editor = running().center.workspaces
            await removing(self, editor.remove_inbox(self._now.slug, name))
