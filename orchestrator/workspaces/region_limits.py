"""Refuses numbers that may not be dialled, when a workspace is saved.

What was saved before stays, with a warning: an older workspace can be mended piece by piece.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.reach import Beyond, beyond, still_beyond
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.workspaces.errors import InvalidChange, PieceProblem
from hookflash.orchestrator.workspaces.file.problems import FileProblem, InvalidWorkspace

logger = get_logger(__name__)


def check_reach(
    now: Workspace | None,
    document: WorkspaceDocument | None,
    edited: tuple[str, str] = ("", ""),
) -> None:
    """Raise ``InvalidChange`` for the numbers that ``document`` adds beyond its regions.

    ``edited``: the list and the name of the piece being edited, to which the paths are relative.
    """
    problems = [_problem(one, edited) for one in _added(now, document)]
    if problems:
        raise InvalidChange(problems)


def check_reach_of_file(
    now: Workspace | None, document: WorkspaceDocument, file: Path | str
) -> None:
    """As :func:`check_reach`, but raise ``InvalidWorkspace`` with places in ``file``."""
    places = {
        "members": [member.name for member in document.members],
        "jobs": [job.name for job in document.jobs],
    }
    problems = [
        FileProblem(
            file=str(file),
            path=f"{one.kind}[{places[one.kind].index(one.name)}].{one.field}",
            **dict(one.problem),
        )
        for one in _added(now, document)
    ]
    if problems:
        raise InvalidWorkspace(problems)


def log_numbers_beyond(workspace: Workspace) -> None:
    """Log the numbers that are dialled although they lie beyond the regions."""
    for one in still_beyond(workspace):
        about = {"workspace": workspace.slug, one.kind.removesuffix("s"): one.name}
        logger.warning("number_beyond_regions", **about, number=one.number)


def numbers_beyond(document: WorkspaceDocument) -> Iterator[PieceProblem]:
    """Yield a warning for each number that an applied document dials beyond the regions."""
    for one in beyond(None, document):
        yield PieceProblem(
            path=f"{one.kind} “{one.name}”: {one.field}",
            wrong=f"{one.problem.wrong}; it stays allowed, as it was saved before",
            right=one.problem.right,
        )


def _added(now: Workspace | None, document: WorkspaceDocument | None) -> Sequence[Beyond]:
    return [one for one in beyond(now, document) if not one.known] if document else []


def _problem(one: Beyond, edited: tuple[str, str]) -> PieceProblem:
    own = (one.kind, one.name) == edited
    path = one.field if own else f"{one.kind} “{one.name}”: {one.field}"
    return PieceProblem(path=path, **dict(one.problem))
