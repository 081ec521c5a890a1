"""The workspace that tests run on, or whose drafts are asked about."""

from hookflash import InvalidChange
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.reading import reading
from hookflash.orchestrator.workspaces.tested import document_under_test


def one_workspace(db: str, workspace: str | None) -> Workspace:
    """The workspace named so, or the only one that has a number. Raises :class:`CommandError`."""
    with reading(db) as reader:
        if workspace is not None:
            (chosen,) = reader.workspaces(workspace)
            return reader.ask(reader.center.workspace(chosen))
        numbers = reader.ask(reader.center.numbers())
        owned = {number: reader.workspace_with(number) for number in numbers}
    found = {one.slug: one for one in owned.values() if one}
    if len(found) == 1:
        return found.popitem()[1]
    if not found:
        raise CommandError(
            "No workspace in this database has a number. Apply one: hookflash apply FILE.yaml"
        )
    listed = "\n".join(f"  --workspace {slug}" for slug in found)
    raise CommandError(f"There are several workspaces. Choose one:\n{listed}", INVALID)


def document_to_test(now: Workspace, *, drafts: bool) -> WorkspaceDocument:
    """What is live or, with ``drafts``, would be. Raises :class:`CommandError` for mistakes."""
    try:
        return document_under_test(now, drafts=drafts)
    except InvalidChange as invalid:
        raise CommandError(f"the drafts have mistakes:\n{invalid}", INVALID) from invalid
