"""Reads documents that were sent, and checks the forms of large workspaces, in side processes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from hookflash.domain.job.job import Job
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.system.side_processes import SideProcesses
from hookflash.orchestrator.workspaces.errors import InvalidChange, PieceProblem
from hookflash.orchestrator.workspaces.file.form_reader import document_of
from hookflash.orchestrator.workspaces.file.problems import FileProblem, InvalidWorkspace
from hookflash.orchestrator.workspaces.file.untrusted import (
    Kind,
    read_actions,
    read_content,
    read_form,
)
from hookflash.orchestrator.workspaces.forms import WorkspaceForm
from hookflash.orchestrator.workspaces.packing import packed_in_turns, packed_jobs, unpacked
from hookflash.orchestrator.workspaces.warnings import ReadJob, reading_of, readings_of

_FEW_PIECES: Final = 100
_FEW_CHARACTERS: Final = 4_000
"""Of instructions. What is smaller than both is checked here: a process would take longer."""
_MOST_STORED: Final = 1_048_576
"""Of instructions of stored jobs that are sent along: no document that is sent may have more."""


class DocumentReader:
    """Reads for several workspaces at once, so that none holds up the calls of another."""

    def __init__(self, beside: SideProcesses | None = None) -> None:
        """Without ``beside``, everything is read in this process: for a command, or a test."""
        self._beside = beside

    async def read(
        self, workspace: str, content: bytes, kind: Kind, jobs: Mapping[str, Job]
    ) -> WorkspaceDocument:
        """Read a document that was sent for ``workspace``, an id, which has ``jobs``.

        Raises ``InvalidWorkspace``, and what ``SideProcesses.run`` raises.
        """
        stored = await packed_jobs(_within(jobs.values(), len(content)))
        if self._beside is None:
            pieces, problems = read_content(content, kind, stored)
        else:
            run = self._beside.run
            pieces, problems = await run(workspace, read_content, content, kind, stored)
        if pieces is None:
            raise InvalidWorkspace([FileProblem(**problem) for problem in problems])
        return await unpacked(pieces)

    async def check(self, now: Workspace, form: WorkspaceForm, edited: str) -> WorkspaceDocument:
        """Check a form of ``now``; see ``document_of``.

        Raises also what ``SideProcesses.run`` raises.
        """
        if self._beside is None or _is_small(form):
            return document_of(form, edited, now.jobs)
        sent = form.model_dump_json(exclude_none=True).encode()
        stored = await packed_jobs(now.jobs.values())
        pieces, problems = await self._beside.run(now.slug, read_form, sent, edited, stored)
        if pieces is None:
            raise InvalidChange(PieceProblem(**problem) for problem in problems)
        return await unpacked(pieces)

    async def actions(self, document: WorkspaceDocument, job: str | None = None) -> ReadJob:
        """Return how ``job``, or each job of ``document``, is read.

        Raises what ``SideProcesses.run`` raises.
        """
        jobs = tuple(one for one in document.jobs if job in (None, one.name))
        needed = document.model_copy(update={"jobs": jobs, "scenarios": {}, "opt_outs": ()})
        if self._beside is None or _is_small(needed):
            return readings_of(needed) if job is None else reading_of(job, needed)
        pieces = await packed_in_turns(needed)
        read = await self._beside.run(document.slug, read_actions, pieces, job)
        return ReadJob.model_validate_json(read)


def _within(jobs: Iterable[Job], size: int) -> Iterator[Job]:
    """The jobs that a document of ``size`` bytes may repeat, up to ``_MOST_STORED``."""
    left = _MOST_STORED
    for job in jobs:
        if len(job.instructions) <= min(size, left):
            left -= len(job.instructions)
            yield job


def _is_small(form: WorkspaceForm | WorkspaceDocument) -> bool:
    pieces = (form.members, form.inboxes, form.numbers, form.jobs, form.opt_outs)
    if sum(map(len, pieces)) > _FEW_PIECES:
        return False
    return sum(len(job.instructions) for job in form.jobs) <= _FEW_CHARACTERS
