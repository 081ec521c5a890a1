"""Shows a job's status, problems and length, and lists the destinations it may use."""

from collections.abc import Sequence

from nicegui import ui

from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.workspaces.errors import PieceProblem
from hookflash.orchestrator.workspaces.etags import JobPiece


def choices(workspace: Workspace) -> list[dict[str, str]]:
    """Return the possible destinations of a transfer: members, then inboxes."""
    members = [
        {"kind": "Member", "name": member.name, "about": format_number(member.phone)}
        for member in workspace.members.values()
    ]
    inboxes = [
        {"kind": "Inbox", "name": inbox.name, "about": ", ".join(inbox.members) or "no members"}
        for inbox in workspace.inboxes.values()
    ]
    return members + inboxes


def words(problem: PieceProblem) -> str:
    """Word a problem as a sentence, followed by the fix."""
    return f"{problem.wrong[:1].upper()}{problem.wrong[1:]}. {problem.right}"


class Status:
    """The live version, where it is used, and whether there are unpublished changes."""

    def __init__(self) -> None:
        with ui.element("div").props("role=status"):
            self._live = ui.label().classes("hf-h2").props("role=heading aria-level=2")
            self._where = ui.label().classes("hf-faint")
            self._badges = ui.element("div").classes("hf-badges")
        self._shown: object = None

    def show(self, piece: JobPiece | None, workspace: Workspace, *, unsaved: bool) -> None:
        """Bring it up to date; a new job has no ``piece`` yet."""
        live = piece.version if piece else None
        self._live.text = f"Version {live} is live" if live else "Not published yet"
        self._where.text = _used(piece, workspace)
        draft = bool(piece and piece.draft)
        off = bool(piece and piece.newest and not piece.newest.on)
        if self._shown != (shown := (unsaved, draft, off)):
            self._shown = shown
            self._show_badges(unsaved=unsaved, draft=draft, off=off)

    def _show_badges(self, *, unsaved: bool, draft: bool, off: bool) -> None:
        self._badges.clear()
        self._badges.set_visibility(unsaved or draft or off)
        with self._badges:
            if unsaved:
                ui.label("Unsaved changes").classes("hf-badge followup")
            if draft:
                ui.label("Draft").classes("hf-badge followup")
            if off:
                ui.label("Off").classes("hf-badge")


class Mistakes:
    """The problems that prevent publishing; hidden while there are none."""

    def __init__(self) -> None:
        self._shown: Sequence[PieceProblem] = ()
        with ui.element("div").classes("hf-mistakes").props("role=alert") as self._box:
            head = ui.label("Fix before publishing").classes("hf-h3")
            head.props("role=heading aria-level=3")
            self._list = ui.element("ul")
        self._box.set_visibility(False)

    def show(self, problems: Sequence[PieceProblem]) -> None:
        """List ``problems``."""
        if problems == self._shown:
            return
        self._shown = problems
        self._box.set_visibility(bool(problems))
        self._list.clear()
        with self._list:
            for one in problems:
                with ui.element("li").classes("hf-line"):
                    ui.label(f"{one.path[:1].upper()}{one.path[1:]}:").classes("hf-faint")
                    ui.label(words(one))


def _used(piece: JobPiece | None, workspace: Workspace) -> str:
    attached = [
        number
        for number, flow in workspace.flows.items()
        if piece and piece.name in flow.agent.jobs
    ]
    if not attached:
        return "Not attached to a call flow yet."
    return "Used on calls to " + ", ".join(map(format_number, attached))
