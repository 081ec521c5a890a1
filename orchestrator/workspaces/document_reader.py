"""Reads documents that were sent, and checks the forms of large workspaces, in side processes."""

from typing import Final

from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.orchestrator.system.side_processes import SideProcesses
from hookflash.orchestrator.workspaces.errors import InvalidChange, PieceProblem
from hookflash.orchestrator.workspaces.file.form_reader import document_of
from hookflash.orchestrator.workspaces.file.problems import FileProblem, InvalidWorkspace
from hookflash.orchestrator.workspaces.file.untrusted import Kind, read_content, read_form
from hookflash.orchestrator.workspaces.forms import WorkspaceForm
from hookflash.orchestrator.workspaces.packing import unpacked

_FEW_PIECES: Final = 100
_FEW_CHARACTERS: Final = 4_000
"""Of instructions. What is smaller than both is checked here: a process would take longer."""


class DocumentReader:
    """Reads for several workspaces at once, so that none holds up the calls of another."""

    def __init__(self, beside: SideProcesses | None = None) -> None:
        """Without ``beside``, everything is read in this process: for a command, or a test."""
        self._beside = beside

    async def read(self, workspace: str, content: bytes, kind: Kind) -> WorkspaceDocument:
        """Read a document that was sent for ``workspace``, an id.

        Raises ``InvalidWorkspace``, and what ``SideProcesses.run`` raises.
        """
        if self._beside is None:
            pieces, problems = read_content(content, kind)
        else:
            pieces, problems = await self._beside.run(workspace, read_content, content, kind)
        if pieces is None:
            raise InvalidWorkspace([FileProblem(**problem) for problem in problems])
        return await unpacked(pieces)

    async def check(self, workspace: str, form: WorkspaceForm, edited: str) -> WorkspaceDocument:
        """Check a form; see ``document_of``. Raises also what ``SideProcesses.run`` raises."""
        if self._beside is None or _is_small(form):
            return document_of(form, edited)
        sent = form.model_dump_json(exclude_none=True).encode()
        pieces, problems = await self._beside.run(workspace, read_form, sent, edited)
        if pieces is None:
            raise InvalidChange(PieceProblem(**problem) for problem in problems)
        return await unpacked(pieces)


def _is_small(form: WorkspaceForm) -> bool:
    pieces = (form.members, form.inboxes, form.numbers, form.jobs, form.opt_outs)
    if sum(map(len, pieces)) > _FEW_PIECES:
        return False
    return sum(len(job.instructions) for job in form.jobs) <= _FEW_CHARACTERS
