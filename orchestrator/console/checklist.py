"""The first-run checklist: a number, its carrier, people, a job, a test, and the job on calls."""

from typing import NamedTuple

from markupsafe import Markup
from nicegui import ui

from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.running import running

LOOKED_AT = 100
"""How many of the newest calls are looked at for a test call."""


class Task(NamedTuple):
    """One step: what to do, why, where, and whether it is done."""

    name: str
    why: str
    to: str
    done: bool


def tasks(workspace: Workspace, *, tested: bool, carried: bool = True) -> tuple[Task, ...]:
    """Return the steps for ``workspace``, in order; ``tested``: it has had a test call.

    ``carried``: numbers that name no carrier are connected all the same.
    """
    jobs = {**workspace.jobs, **workspace.job_drafts}
    attached = any(workspace.attached(number) for number in workspace.numbers)
    people = bool(workspace.members)
    return (
        Task(
            "Connect a number",
            "Callers reach your agent there.",
            "/settings?tab=numbers",
            bool(workspace.numbers),
        ),
        *(() if carried else (_connecting(workspace),)),
        Task("Add people", "Transfers ring their phones.", "/settings?tab=members", people),
        Task("Write a job", "What the agent does on a call.", "/jobs/new", bool(jobs)),
        Task("Test it", "Play the caller, without a phone.", "/test", tested),
        Task("Publish it", "Attach the job to a number's call flow.", "/flow", attached),
    )


def _connecting(workspace: Workspace) -> Task:
    """Add a carrier, then choose it for each number."""
    missing = [one for one in workspace.numbers.values() if not one.carrier]
    if not workspace.carriers:
        why = "It connects your numbers; this server brings none."
        return Task("Add a carrier", why, "/settings?tab=carriers", done=False)
    done = bool(workspace.numbers) and not missing
    why = "A number without one takes no calls."
    return Task("Choose the carrier of each number", why, "/settings?tab=numbers", done)


class Checklist:
    """The checklist on a page, until everything is done."""

    def __init__(self, workspace: str) -> None:
        self._workspace = workspace
        self._done = False
        self._shown = ui.html(sanitize=escaped).classes("hf-maybe")

    async def refresh(self, *, asked_for: bool = True) -> None:
        """Show how far the workspace is; nothing if that is not asked for, or all is done."""
        if self._done or not asked_for:
            self._shown.content = ""
            return
        center = running().center
        calls = await center.calls(self._workspace, limit=LOOKED_AT)
        workspace = await center.workspace(self._workspace)
        carried = center.has_telephony or any(not call.test for call in calls)
        steps = tasks(workspace, tested=any(call.test for call in calls), carried=carried)
        self._done = all(step.done for step in steps)
        self._shown.content = "" if self._done else _checklist(steps)


def _checklist(steps: tuple[Task, ...]) -> Markup:
    done = sum(step.done for step in steps)
    upcoming = next(step for step in steps if not step.done)
    return tag(
        "section",
        tag("header", tag("h2", "Set up your office"), tag("span", f"{done} of {len(steps)} done")),
        tag("ol", *(_step(step, now=step is upcoming) for step in steps)),
        class_="hf-card hf-checklist",
        aria_label="Set up your office",
    )


def _step(step: Task, *, now: bool) -> Markup:
    state = tag("span", "Done: " if step.done else "To do: ", class_="hf-hidden")
    name = step.name if step.done else tag("a", step.name, href=address(step.to))
    why = tag("span", step.why, class_="hf-faint")
    look = "done" if step.done else "now" if now else ""
    return tag("li", joined((state, name, " ", why)), class_=look or None)
