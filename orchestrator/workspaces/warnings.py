"""What is worth knowing about a workspace, although it does not prevent applying it."""

from collections.abc import Callable, Iterator
from typing import Final

from hookflash.domain.value import Value
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.workspaces.changes import Change
from hookflash.orchestrator.workspaces.errors import PieceProblem
from hookflash.orchestrator.workspaces.job_warnings import kept_readings

Warn = Callable[[Workspace | None, WorkspaceDocument], Iterator[PieceProblem]]
"""Yields warnings about a document, given the workspace before it is applied (None: a new one)."""


class Applied(Value):
    """What applying a document changed, and what to know about the workspace.

    ``changes`` is empty if the workspace already matched the document. ``warnings`` are worded and
    placed like problems, but prevent nothing.
    """

    changes: tuple[Change, ...] = ()
    warnings: tuple[PieceProblem, ...] = ()


WARNINGS: Final[tuple[Warn, ...]] = (kept_readings,)
"""Every kind of warning, in the order in which they are shown."""


def warnings(before: Workspace | None, document: WorkspaceDocument) -> tuple[PieceProblem, ...]:
    """Return every warning about ``document``."""
    return tuple(found for warn in WARNINGS for found in warn(before, document))
