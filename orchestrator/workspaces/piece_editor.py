"""Changes one piece of a workspace in one commit, checked against the whole workspace."""

from collections.abc import Callable
from typing import Final

from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.system.side_processes import SideProcesses
from hookflash.orchestrator.workspaces import edits
from hookflash.orchestrator.workspaces.carrier_limits import check_change
from hookflash.orchestrator.workspaces.carrier_offers import CarrierLimits
from hookflash.orchestrator.workspaces.document_reader import DocumentReader
from hookflash.orchestrator.workspaces.errors import InvalidChange, NotFound, PieceProblem
from hookflash.orchestrator.workspaces.etags import Target
from hookflash.orchestrator.workspaces.job_scenarios import ScenarioRunner
from hookflash.orchestrator.workspaces.region_limits import check_reach
from hookflash.orchestrator.workspaces.repository import (
    NumberTaken,
    RequestedChange,
    WorkspaceRepository,
)

Edit = Callable[[Workspace], edits.Edited]
_LISTS: Final = {"job": "jobs", "inbox": "inboxes", "member": "members"}
"""Where each kind of piece is that may ask too much of the carrier, or dial too far."""


class PieceEditor:
    """What the editors of a workspace's pieces have in common."""

    def __init__(
        self,
        workspaces: WorkspaceRepository,
        limits: Callable[[], CarrierLimits] = CarrierLimits,
        beside: SideProcesses | None = None,
    ) -> None:
        """``beside`` reads documents and checks large workspaces; without it, this process does."""
        self._workspaces = workspaces
        self._limits = limits
        self._reader = DocumentReader(beside)
        self._scenarios = ScenarioRunner(beside)

    async def get(self, workspace: str) -> Workspace:
        """Return the current workspace."""
        found = await self._workspaces.get(workspace)
        if found is None:
            raise NotFound(f"workspace “{workspace}”")
        return found

    async def _change(self, target: Target, edit: Edit) -> Workspace:
        """Change a piece that must exist."""

        def decide(now: Workspace) -> edits.Edited:
            if not target.is_in(now):
                raise NotFound(target.what)
            target.check(now)
            return edit(now)

        return await self._decide(target.workspace, decide, target)

    async def _save(self, target: Target, edit: Edit) -> Workspace:
        """Add or change a piece."""

        def decide(now: Workspace) -> edits.Edited:
            target.check(now)
            return edit(now)

        return await self._decide(target.workspace, decide, target)

    async def _decide(self, workspace: str, edit: Edit, target: Target | None = None) -> Workspace:
        edited = (_LISTS.get(target.kind, ""), target.key) if target else ("", "")

        async def decide(now: Workspace | None) -> RequestedChange:
            if now is None:
                raise NotFound(f"workspace “{workspace}”")
            requested = await self._requested(now, edit(now))
            check_change(now, requested.document, self._limits(), edited)
            check_reach(now, requested.document, edited)
            return requested

        try:
            await self._workspaces.change(workspace, decide)
        except NumberTaken as error:
            wrong, right = str(error), "Choose another number."
            problem = PieceProblem(path="number", wrong=wrong, right=right)
            raise InvalidChange([problem]) from error
        return await self.get(workspace)

    async def _requested(self, now: Workspace, edited: edits.Edited) -> RequestedChange:
        """Check the form after an edit."""
        if edited.form is None:
            return RequestedChange(drafts=edited.drafts)
        document = await self._reader.check(now, edited.form, edited.place)
        return RequestedChange(document, (*edited.settle(document), *edited.drafts))
