"""What is worth knowing about a workspace, although it does not prevent applying it."""

from collections.abc import Callable, Iterator
from typing import Final

from hookflash.domain.value import Value
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.stored_steps import directory_of
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.workspaces.changes import Change
from hookflash.orchestrator.workspaces.errors import PieceProblem
from hookflash.orchestrator.workspaces.job_warnings import kept_in, kept_readings
from hookflash.orchestrator.workspaces.region_limits import numbers_beyond
from hookflash.orchestrator.workspaces.understood import (
    UnderstoodAction,
    people_of,
    understood,
    unread_conditions,
    unread_in,
)

Warn = Callable[[Workspace | None, WorkspaceDocument], Iterator[PieceProblem]]
"""Yields warnings about a document, given the workspace before it is applied (None: a new one)."""


class Applied(Value):
    """What applying a document changed, and what to know about the workspace.

    ``changes`` is empty if the workspace already matched the document. ``warnings`` are worded and
    placed like problems, but prevent nothing. ``actions`` are those of its jobs, as they will run.
    """

    changes: tuple[Change, ...] = ()
    warnings: tuple[PieceProblem, ...] = ()
    actions: tuple[UnderstoodAction, ...] = ()


class ReadJob(Value):
    """How a job is read: the ``problems`` that prevent publishing it, or its ``actions``."""

    problems: tuple[PieceProblem, ...] = ()
    warnings: tuple[PieceProblem, ...] = ()
    actions: tuple[UnderstoodAction, ...] = ()


WARNINGS: Final[tuple[Warn, ...]] = (kept_readings, unread_conditions, numbers_beyond)
"""Every kind of warning, in the order in which they are shown."""


def warnings(before: Workspace | None, document: WorkspaceDocument) -> tuple[PieceProblem, ...]:
    """Return every warning about ``document``."""
    return tuple(found for warn in WARNINGS for found in warn(before, document))


def reading_of(name: str, document: WorkspaceDocument | None) -> ReadJob:
    """Return how the job called ``name`` is read in ``document``, which is valid."""
    jobs = [job for job in document.jobs if job.name == name] if document else []
    if document is None or not jobs:
        return ReadJob()
    (job,) = jobs
    kept = kept_in(job, directory_of(document))
    return ReadJob(warnings=(*kept, *unread_in(job)), actions=understood(jobs, people_of(document)))
