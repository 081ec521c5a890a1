"""Reads and replaces the workspace document."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request

from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.auth import Center, Configurer, Reader
from hookflash.orchestrator.http.body_limits import is_json
from hookflash.orchestrator.http.conditional_requests import READ, WRITTEN, IfNew, When
from hookflash.orchestrator.http.problems import HttpProblem, at_fault
from hookflash.orchestrator.workspaces.editor import MAX_CHANGES
from hookflash.orchestrator.workspaces.errors import NotFound
from hookflash.orchestrator.workspaces.file.untrusted import Kind
from hookflash.orchestrator.workspaces.forms import SavedWorkspaceForm, saved_form_of
from hookflash.orchestrator.workspaces.warnings import Applied

router = APIRouter(prefix="/workspaces/{workspace}", tags=["workspace"])
_DOCUMENT: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/yaml": {"schema": {"type": "string"}},
            "application/json": {"schema": {"$ref": "#/components/schemas/SavedWorkspaceForm"}},
        },
    }
}


class AppliedTo(Applied):
    """What was changed in ``workspace``."""

    workspace: str


@router.get("", responses=READ)
async def get_workspace(
    workspace: str, center: Center, asker: Reader, when: IfNew
) -> SavedWorkspaceForm:
    """Get the whole workspace as a document to edit and put back. Drafts are not included."""
    asker.owns(workspace)
    try:
        found = saved_form_of(await center.workspace(workspace))
    except NotFound:  # the key is older than the workspace
        found = None
    return when.show(found, "document yet")


@router.put("", openapi_extra=_DOCUMENT, responses=WRITTEN)
async def put_workspace(
    workspace: str, request: Request, center: Center, asker: Configurer, when: When
) -> AppliedTo:
    """Replace the workspace with a YAML or JSON document; pieces not in it are removed.

    The document is validated as a whole: if it has mistakes, they are listed (the first 100), and
    nothing changes. 413 for more than 256 KiB of YAML, more than 1 MiB of JSON, a document that
    takes too long to read, or one that changes more than 1,000 pieces. 403 if it changes the
    carriers, unless the key has the role “administer”.
    """
    asker.owns(workspace)
    body = await request.body()
    sent_as_json = body and is_json(request.headers.get("content-type", ""))
    kind: Kind = "json" if sent_as_json else "yaml"
    document = await center.workspaces.read(workspace, body, kind)
    if document.slug != workspace:
        wrong = f"“{document.name}” has the id “{document.slug}”, not “{workspace}”"
        raise at_fault("workspace", wrong, "Send this workspace's name, or use the other path.")
    if not asker.key.may("administer"):
        await _check_carriers(center, document)
    done = await center.workspaces.replace(document, expected=when.expected, most=MAX_CHANGES)
    return AppliedTo(workspace=workspace, **dict(done))


async def _check_carriers(center: CallCenter, document: WorkspaceDocument) -> None:
    """Raise 403 if ``document`` would change the carriers."""
    try:
        now = (await center.workspace(document.slug)).carriers
    except NotFound:
        now = {}
    if {one.name: one for one in document.carriers} != now:
        detail = (
            "Nothing was changed: this document changes the carriers, which needs a key with the "
            "role “administer”. Leave “carriers” as it is."
        )
        raise HttpProblem(HTTPStatus.FORBIDDEN, detail)
