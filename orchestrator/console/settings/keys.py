"""API keys: issued with a role that one's own includes, revoked for good."""

from collections.abc import Sequence

from nicegui import ui

from hookflash.domain.access.events import Role
from hookflash.domain.access.keys import ROLES, AskerRevoked, Key, NoSuchKey
from hookflash.orchestrator.console.badges import badge
from hookflash.orchestrator.console.confirming import closing, confirmed, page_dialog
from hookflash.orchestrator.console.controls import Button
from hookflash.orchestrator.console.current import signed_in
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.settings.piece_dialog import PieceDialog, Spec, Values, Wrong
from hookflash.orchestrator.console.settings.piece_list import PieceList, adding, does
from hookflash.orchestrator.console.wording import moment

LONGEST = 100
"""Characters of a key's name, as over HTTP."""


class Keys:
    """The tab of the API keys."""

    def __init__(self) -> None:
        adding("New key", self._issue, may=True)
        headings = "Name", "Id", "Role", "Issued", "State", ""
        nothing = "No keys.", ""
        self._list = PieceList(headings, "API keys", _row, {"revoke": self._revoke}, nothing)

    async def refresh(self) -> None:
        """Show the keys as they are now, valid ones first."""
        known = (await running().center.keys.keys(signed_in().workspace)).by_id.values()
        ordered = sorted(known, key=lambda key: (key.revoked, -key.issued_at.timestamp()))
        mine = signed_in().key
        self._list.show((key.id, (key, mine.may(key.role), key.id == mine.id)) for key in ordered)

    def _issue(self) -> None:
        roles: Sequence[Role] = [role for role in ROLES if signed_in().key.may(role)]
        specs = (
            Spec("name", "Name", look={"hint": "What it is for.", "placeholder": "reception"}),
            Spec("role", "Role", "select", "read", None, [(role, role) for role in roles]),
        )
        PieceDialog("New API key", specs, self._save, words="Create")

    async def _save(self, values: Values) -> None:
        name, role = values["name"].strip(), values["role"]
        if len(name) > LONGEST:
            raise Wrong({"name": f"Write at most {LONGEST} characters."})
        if not signed_in().key.may(role):
            raise Wrong({"role": "Your own key has a lower role."})
        token = await running().center.keys.issue(signed_in().workspace, role, name)
        await self.refresh()
        show_once("The new API key", str(token))

    async def _revoke(self, key: str) -> None:
        mine, workspace = signed_in().key, signed_in().workspace
        known = (await running().center.keys.keys(workspace)).by_id.get(key)
        if known is None or key == mine.id or not mine.may(known.role):
            ui.notify("Your key cannot revoke this one.", type="negative")
            return
        about = "Programs that use it are refused at once, and its browsers are signed out."
        if await confirmed(f"Revoke “{known.name or key}”?", about, "Revoke"):
            try:
                await running().center.keys.revoke(workspace, key, mine.id)
            except (NoSuchKey, AskerRevoked):
                ui.notify("Nothing was changed.", type="negative")
            await self.refresh()


def show_once(title: str, secret: str) -> None:
    """Show a secret that cannot be shown again, with a button that copies it."""
    field = tag("textarea", secret, readonly=True, rows=3, aria_label=title, class_="hf-secret")
    copy = tag("button", "Copy", type="button", data_copy=True, class_="hf-button")
    with page_dialog(title) as dialog:
        ui.html(tag("p", "It is shown only now.", class_="hf-faint"), sanitize=escaped)
        ui.html(joined((field, copy)), sanitize=escaped).classes("hf-copy")
        with ui.element("div").classes("hf-bar hf-answers"):
            Button("Done", closing(dialog), "quiet")


def _row(known: tuple[Key, bool, bool]) -> tuple[object, ...]:
    key, may, mine = known
    state = badge("Revoked") if key.revoked else badge("Valid", "good")
    return (
        key.name or tag("span", "no name", class_="hf-faint"),
        tag("code", key.id),
        key.role,
        moment(key.issued_at),
        joined((state, " ", badge("This session", "progress") if mine else None)),
        does(
            key.id,
            "revoke",
            "Revoke",
            key.name or key.id,
            may=may and not mine and not key.revoked,
        ),
    )
