"""Unchanged instructions keep the steps they were saved with, however they are read now.

So a workspace file from an earlier version can still be applied: only new or changed instructions
are refused.
"""

from collections.abc import Iterator

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


def with_stored_steps(now: Workspace, desired: WorkspaceDocument) -> Iterator[Job]:
    """Yield the jobs of ``desired``, with their stored steps if the instructions are unchanged."""
    directory = directory_of(desired)
    for job in desired.jobs:
        stored = now.jobs.get(job.name)
        if stored is not None and keeps_steps(stored, job.instructions, directory):
            yield job.model_copy(update={"steps": stored.steps})
        else:
            yield job


def directory_of(document: WorkspaceDocument) -> Directory:
    """The destinations that the jobs of ``document`` may name."""
    return Directory(
        tuple(member.name for member in document.members),
        tuple(inbox.name for inbox in document.inboxes),
        frozenset(number.number for number in document.numbers),
    )


def _is_there(action: Action, directory: Directory) -> bool:
    if not isinstance(action, TransferCall):
        return True
    return directory.has(action.destination)
