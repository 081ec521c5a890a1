"""Shows a job's status, problems and length, and lists the destinations it may use."""

from markupsafe import Markup

from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.badges import badge
from hookflash.orchestrator.console.markup import joined, tag
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


def mistakes(problems: list[PieceProblem]) -> Markup:
    """List the problems that prevent publishing; empty if there are none."""
    if not problems:
        return Markup()
    listed = (
        tag("li", tag("span", _place(one), class_="hf-faint"), " ", words(one)) for one in problems
    )
    head = tag("h3", "Fix before publishing")
    return tag("div", head, tag("ul", *listed), class_="hf-mistakes", role="alert")


def _place(problem: PieceProblem) -> str:
    if problem.path == "instructions":
        return f"Line {problem.line}:"
    return f"{problem.path[:1].upper()}{problem.path[1:]}:"


def status(piece: JobPiece | None, workspace: Workspace, *, unsaved: bool) -> Markup:
    """Show the live version, where it is used, and whether there are unpublished changes."""
    live = f"Version {piece.version} is live" if piece and piece.version else "Not published yet"
    badges = [badge("Unsaved changes", "followup") if unsaved else None]
    if piece and piece.draft:
        badges.append(badge("Draft", "followup"))
    if piece and piece.newest and not piece.newest.on:
        badges.append(badge("Off"))
    attached = [
        number
        for number, flow in workspace.flows.items()
        if piece and piece.name in flow.agent.jobs
    ]
    where = (
        "Used on calls to " + ", ".join(map(format_number, attached))
        if attached
        else "Not attached to a call flow yet."
    )
    return joined(
        (
            tag("h2", live),
            tag("p", where, class_="hf-faint"),
            tag("p", joined(badges), class_="hf-badges"),
        )
    )
