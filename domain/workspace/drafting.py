"""Decides changes to the drafts of jobs and call flows; what is live stays as it is.

A draft that equals the live version is not a draft: it is discarded, or not stored at all.
"""

from collections.abc import Iterator
from typing import Any

from hookflash.domain.flow.draft import FlowDraft
from hookflash.domain.flow.flow import Flow
from hookflash.domain.job.draft import JobDraft
from hookflash.domain.job.job import Job
from hookflash.domain.problem import Problem
from hookflash.domain.workspace import events as e
from hookflash.domain.workspace.names import folded
from hookflash.domain.workspace.plan import Change
from hookflash.domain.workspace.workspace import Workspace


def draft_job(now: Workspace, draft: JobDraft) -> Iterator[Change]:
    """Store the draft of a job, which may be a job that was never published."""
    live = now.jobs.get(draft.name)
    if live is not None and draft == JobDraft.of(live):
        yield from discard_job_draft(now, draft.name)
    elif now.job_drafts.get(draft.name) != draft:
        yield e.JobDrafted, {"draft": draft}


def discard_job_draft(now: Workspace, name: str) -> Iterator[Change]:
    """Discard the draft of a job; no change if it has none."""
    if name in now.job_drafts:
        yield e.JobDraftDiscarded, {"name": name}


def switch_job_draft(now: Workspace, name: str, *, on: bool) -> Iterator[Change]:
    """Switch a job's draft, if it has one, on or off together with the job."""
    draft, live = now.job_drafts.get(name), now.jobs.get(name)
    if draft is None or draft.on == on:
        return
    switched = draft.model_copy(update={"on": on})
    if live and JobDraft.of(live).model_copy(update={"on": on}) == switched:
        yield from discard_job_draft(now, name)
    else:
        yield e.JobDrafted, {"draft": switched}


def rename_job(name: str, new_name: str) -> Iterator[Change]:
    """Give a job, published or not, another name; no change if it has that name already."""
    if name != new_name:
        yield e.JobRenamed, {"name": name, "new_name": new_name}


def name_taken(now: Workspace, name: str, new_name: str) -> Problem | None:
    """What prevents that the job called ``name`` is called ``new_name``, if anything.

    The versions of a deleted job keep its name, since calls refer to them. The name is free again
    for a job that has the same versions: one that is renamed back.
    """
    for other in (*now.jobs, *now.job_drafts):
        if other != name and folded(other) == folded(new_name):
            return Problem(
                wrong=f"a job named “{other}” already exists", right="Choose another name."
            )
    own, before = now.history.get(name, ()), now.history.get(new_name, ())
    same = [job.model_copy(update={"name": new_name}) for job in own[: len(before)]]
    if name != new_name and same != [*before]:
        return Problem(
            wrong=f"calls refer to another job that was named “{new_name}”",
            right="Choose another name.",
        )
    return None


def save_scenarios(
    now: Workspace, name: str, scenarios: tuple[dict[str, Any], ...]
) -> Iterator[Change]:
    """Store the scenarios of a job in place of those it has; no change if they are the same."""
    if now.scenarios.get(name, ()) != scenarios:
        yield e.JobScenariosSaved, {"name": name, "scenarios": scenarios}


def settle_job(now: Workspace, published: Job) -> Iterator[Change]:
    """Discard the job's draft when ``published`` is saved.

    The saving itself discards a draft that is equal to ``published``; this one, any other.
    """
    if now.job_drafts.get(published.name) != JobDraft.of(published):
        yield from discard_job_draft(now, published.name)


def draft_flow(now: Workspace, number: str, draft: FlowDraft) -> Iterator[Change]:
    """Store the draft of the call flow of ``number`` (E.164), a number of the workspace."""
    if draft.steps == now.flows[number].steps:
        yield from discard_flow_draft(now, number)
    elif now.flow_drafts.get(number) != draft:
        yield e.FlowDrafted, {"number": number, "draft": draft}


def discard_flow_draft(now: Workspace, number: str) -> Iterator[Change]:
    """Discard the draft of a number's call flow; no change if it has none."""
    if number in now.flow_drafts:
        yield e.FlowDraftDiscarded, {"number": number}


def settle_flow(now: Workspace, number: str, published: Flow) -> Iterator[Change]:
    """Discard the number's flow draft when ``published`` goes live; see :func:`settle_job`."""
    if now.flow_drafts.get(number) != FlowDraft(steps=published.steps):
        yield from discard_flow_draft(now, number)
