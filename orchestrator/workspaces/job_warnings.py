"""Warnings about jobs: instructions that would be refused, or read differently, if new."""

from collections.abc import Iterator

from hookflash.domain.job.directory import Directory
from hookflash.domain.job.instructions import parse
from hookflash.domain.job.job import Job
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.stored_steps import directory_of
from hookflash.orchestrator.workspaces.errors import PieceProblem

_KEPT = "unchanged instructions keep the actions that they were saved with"


def kept_readings(document: WorkspaceDocument) -> Iterator[PieceProblem]:
    """Yield a warning for each job whose stored steps are not what its instructions now mean."""
    directory = directory_of(document)
    for job in document.jobs:
        yield from kept_in(job, directory, f"jobs “{job.name}”: instructions")


def kept_in(job: Job, directory: Directory, path: str = "instructions") -> Iterator[PieceProblem]:
    """Yield the warnings about ``job``; see :func:`kept_readings`."""
    reading = parse(job.instructions, directory)
    for problem in reading.problems:
        wrong = f"{problem.wrong}; {_KEPT}"
        yield PieceProblem(path=path, wrong=wrong, right=problem.right, line=problem.line)
    if not reading.problems and reading.steps != job.steps:
        wrong = f"they would now be read differently; {_KEPT}"
        right = "Write each action in brackets to make its end clear."
        yield PieceProblem(path=path, wrong=wrong, right=right)
