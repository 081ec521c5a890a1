"""The workspace: read as a document, and made what a document says."""

import json
from typing import Any, Final

from fastapi import APIRouter, Request
from pydantic_core import from_json

from hookflash.domain.value import Value
from hookflash.orchestrator.http.auth import Center, Configurer, Reader
from hookflash.orchestrator.http.conditional_requests import READ, WRITTEN, IfNew, When
from hookflash.orchestrator.http.problems import at_fault
from hookflash.orchestrator.workspaces.changes import Change
from hookflash.orchestrator.workspaces.errors import NotFound
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in
from hookflash.orchestrator.workspaces.forms import WorkspaceForm, form_of

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


class Applied(Value):
    """What changed; nothing, if the workspace was so already."""

    workspace: str
    changes: tuple[Change, ...]


@router.get("", responses=READ)
async def get_workspace(
    workspace: str, center: Center, asker: Reader, when: IfNew
) -> WorkspaceForm:
    """The whole workspace, as it can be changed and put back. Its drafts are not in it."""
    asker.owns(workspace)
    try:
        found = form_of(await center.workspace(workspace))
    except NotFound:  # the key is older than the workspace
        found = None
    return when.show(found, "document yet")


@router.put("", openapi_extra=_DOCUMENT, responses=WRITTEN)
async def put_workspace(
    workspace: str, request: Request, center: Center, asker: Configurer, when: When
) -> Applied:
    """Make the workspace what the document says, YAML or JSON; what is not in it is removed.

    It is checked as a whole; all that is wrong is named at once, and then nothing has changed.
    """
    asker.owns(workspace)
    body = await request.body()
    is_json = body and "json" in request.headers.get("content-type", "").lower()
    document = workspace_in(_as_yaml(body) if is_json else body, "body")
    if document.slug != workspace:
        wrong = f"“{document.name}” is the name of another workspace"
        raise at_fault("workspace", wrong, f"Send the name whose id is “{workspace}”.")
    done = await center.workspaces.replace(document, expected=when.expected)
    return Applied(workspace=workspace, changes=done)


def _as_yaml(body: bytes) -> bytes:
    """JSON as the YAML that it nearly is: without pairs of escapes for one character."""
    text = json.dumps(from_json(body), ensure_ascii=False)
    for char, escape in _LINE_BREAKS.items():
        text = text.replace(char, escape)
    return text.encode()
