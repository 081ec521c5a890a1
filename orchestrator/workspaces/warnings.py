"""What is worth knowing about a workspace, although it does not prevent applying it."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from hookflash.domain.value import Value
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.stored_steps import directory_of
from hookflash.orchestrator.workspaces.carrier_offers import unscreened
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

Warn = Callable[[WorkspaceDocument], Iterator[PieceProblem]]
"""Yields warnings about a document."""


class Applied(Value):
    """What applying a document changed, and what to know about the workspace.

    ``changes`` is empty if the workspace already matched the document. ``warnings`` are worded and
    placed like problems, but prevent nothing: the first 100. ``actions`` are those of its jobs, as
    they will run, up to 1,000 with the phones that ring.
    """

    changes: tuple[Change, ...] = ()
    warnings: tuple[PieceProblem, ...] = ()
    actions: tuple[UnderstoodAction, ...] = ()


class ReadJob(Value):
    """How a job is read: the ``problems`` that prevent publishing it, or its ``actions``."""

    problems: tuple[PieceProblem, ...] = ()
    warnings: tuple[PieceProblem, ...] = ()
    actions: tuple[UnderstoodAction, ...] = ()


WARNINGS: Final[tuple[Warn, ...]] = (
    kept_readings,
    unread_conditions,
    numbers_beyond,
    unscreened,
)
"""Every kind of warning, in the order in which they are shown."""
MAX_WARNINGS: Final = 100


def warnings(document: WorkspaceDocument) -> tuple[PieceProblem, ...]:
    """Return the first ``MAX_WARNINGS`` warnings about ``document``."""
    found = (one for warn in WARNINGS for one in warn(document))
    return tuple(islice(found, MAX_WARNINGS))


def readings_of(document: WorkspaceDocument) -> ReadJob:
    """Return how all jobs of ``document``, which is valid, are read."""
    actions = understood(document.jobs, people_of(document))
    return ReadJob(warnings=warnings(document), actions=actions)


def reading_of(name: str, document: WorkspaceDocument) -> ReadJob:
    """Return how the job called ``name`` is read in ``document``, which is valid."""
    jobs = [job for job in document.jobs if job.name == name]
    if not jobs:
        return ReadJob()
    (job,) = jobs
    kept = kept_in(job, directory_of(document))
    found = tuple(islice((*kept, *unread_in(job)), MAX_WARNINGS))
    return ReadJob(warnings=found, actions=understood(jobs, people_of(document)))
