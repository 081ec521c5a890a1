"""Warnings about jobs: instructions that would be refused, or read differently, if new."""

from collections.abc import Iterator

from hookflash.domain.job.instructions import parse
from hookflash.domain.job.job import Job
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.stored_steps import directory_of
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.workspaces.errors import PieceProblem

_KEPT = "unchanged instructions keep the actions that they were saved with"


def kept_readings(_: Workspace | None, document: WorkspaceDocument) -> Iterator[PieceProblem]:
    """Yield a warning for each job whose stored steps are not what its instructions now mean."""
    directory = directory_of(document)
    for job in document.jobs:
        reading = parse(job.instructions, directory)
        if reading.problems:
            for problem in reading.problems:
                wrong = f"{problem.wrong}; {_KEPT}"
                yield _warning(job, wrong, problem.right, problem.line)
        elif reading.steps != job.steps:
            right = "Write each action in brackets to make its end clear."
            yield _warning(job, f"they would now be read differently; {_KEPT}", right)


def _warning(job: Job, wrong: str, right: str, line: int = 1) -> PieceProblem:
    return PieceProblem(
        path=f"jobs “{job.name}”: instructions", wrong=wrong, right=right, line=line
    )
