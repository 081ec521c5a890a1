"""Unchanged instructions keep the steps they were saved with, however they are read now.

So a workspace file from an earlier version can still be applied: only new or changed instructions
are refused.
"""

from collections.abc import Iterable

from hookflash.domain.job.action import Action, TransferCall
from hookflash.domain.job.directory import Directory
from hookflash.domain.job.job import Job
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.workspace import Workspace


def keeps_steps(stored: Job | None, instructions: str, directory: Directory) -> bool:
    """Whether ``instructions`` are those of ``stored``, whose destinations are all still there."""
    if stored is None or stored.instructions != instructions:
        return False
    return all(_is_there(action, directory) for action in stored.actions)


def with_stored_steps(now: Workspace, desired: WorkspaceDocument) -> WorkspaceDocument:
    """``desired`` with the stored steps of every job whose instructions are unchanged."""
    directory = directory_of(desired)
    jobs = tuple(
        job.model_copy(update={"steps": stored.steps})
        if (stored := now.jobs.get(job.name)) and keeps_steps(stored, job.instructions, directory)
        else job
        for job in desired.jobs
    )
    return desired.model_copy(update={"jobs": jobs})


def directory_of(document: WorkspaceDocument) -> Directory:
    """The destinations that the jobs of ``document`` may name."""
    return Directory(
        tuple(member.name for member in document.members),
        tuple(inbox.name for inbox in document.inboxes),
        tuple(number.number for number in document.numbers),
    )


def _is_there(action: Action, directory: Directory) -> bool:
    if not isinstance(action, TransferCall):
        return True
    destination = action.destination
    known: dict[str, Iterable[str]] = {"member": directory.members, "inbox": directory.inboxes}
    if destination.kind == "external":
        return destination.name not in directory.own_numbers
    return destination.name in known[destination.kind]
