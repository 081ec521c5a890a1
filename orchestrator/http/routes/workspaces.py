"""Reads and replaces the workspace document."""

import json
from typing import Any, Final

from fastapi import APIRouter, Request
from pydantic_core import from_json

from hookflash.orchestrator.http.auth import Center, Configurer, Reader
from hookflash.orchestrator.http.conditional_requests import READ, WRITTEN, IfNew, When
from hookflash.orchestrator.http.problems import at_fault
from hookflash.orchestrator.workspaces.errors import NotFound
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in
from hookflash.orchestrator.workspaces.forms import WorkspaceForm, form_of
from hookflash.orchestrator.workspaces.warnings import Applied

router = APIRouter(prefix="/workspaces/{workspace}", tags=["workspace"])
_LINE_BREAKS: Final = {"\x85": r"\u0085", "\u2028": r"\u2028", "\u2029": r"\u2029"}
_DOCUMENT: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/yaml": {"schema": {"type": "string"}},
            "application/json": {"schema": {"$ref": "#/components/schemas/WorkspaceForm"}},
        },
    }
}


class AppliedTo(Applied):
    """What was changed in ``workspace``."""

    workspace: str


@router.get("", responses=READ)
async def get_workspace(
    workspace: str, center: Center, asker: Reader, when: IfNew
) -> WorkspaceForm:
    """Get the whole workspace as a document to edit and put back. Drafts are not included."""
    asker.owns(workspace)
    try:
        found = form_of(await center.workspace(workspace))
    except NotFound:  # the key is older than the workspace
        found = None
    return when.show(found, "document yet")


@router.put("", openapi_extra=_DOCUMENT, responses=WRITTEN)
async def put_workspace(
    workspace: str, request: Request, center: Center, asker: Configurer, when: When
) -> AppliedTo:
    """Replace the workspace with a YAML or JSON document; pieces not in it are removed.

    The document is validated as a whole: if it has mistakes, all are listed and nothing changes.
    """
    asker.owns(workspace)
    body = await request.body()
    is_json = body and "json" in request.headers.get("content-type", "").lower()
    stored = await center.workspaces.stored_jobs(workspace)
    document = workspace_in(_as_yaml(body) if is_json else body, "body", stored)
    if document.slug != workspace:
        wrong = f"“{document.name}” has the id “{document.slug}”, not “{workspace}”"
        raise at_fault("workspace", wrong, "Send this workspace's name, or use the other path.")
    done = await center.workspaces.replace(document, expected=when.expected)
    return AppliedTo(workspace=workspace, **dict(done))


def _as_yaml(body: bytes) -> bytes:
    """Rewrite JSON as valid YAML, which has no surrogate pairs and more line breaks."""
    text = json.dumps(from_json(body), ensure_ascii=False)
    for char, escape in _LINE_BREAKS.items():
        text = text.replace(char, escape)
    return text.encode()
