"""The workspace that a document describes."""

from datetime import UTC, datetime

from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.plan import plan
from hookflash.domain.workspace.workspace import Workspace, evolve


def described_by(document: WorkspaceDocument) -> Workspace:
    """Return the workspace that ``document`` would create."""
    now = Workspace(document.slug)
    for event in plan(None, document, at=datetime.fromtimestamp(0, UTC), cause="test"):
        now = evolve(now, event)
    return now
