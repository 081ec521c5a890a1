"""Lists and edits shared inboxes."""

from http import HTTPStatus

from fastapi import APIRouter

from hookflash.orchestrator.http.auth import Center, Configurer, Reader
from hookflash.orchestrator.http.conditional_requests import READ, WRITTEN, IfNew, When, created
from hookflash.orchestrator.http.paging import Page, whole
from hookflash.orchestrator.http.path_params import InboxBody, Name, named
from hookflash.orchestrator.workspaces.etags import inbox_piece
from hookflash.orchestrator.workspaces.forms import InboxForm

router = APIRouter(prefix="/inboxes", tags=["inboxes"])


@router.get("")
async def list_inboxes(center: Center, asker: Reader) -> Page[InboxForm]:
    """List the shared inboxes."""
    now = await center.workspace(asker.workspace)
    return whole(inbox_piece(now, name) for name in now.inboxes)


@router.get("/{name:path}", responses=READ)
async def get_inbox(name: Name, center: Center, asker: Reader, when: IfNew) -> InboxForm:
    """Get an inbox."""
    now = await center.workspace(asker.workspace)
    return when.show(inbox_piece(now, name), f"inbox “{name}”")


@router.put("/{name:path}", responses=created(InboxForm))
async def put_inbox(
    name: Name, body: InboxBody, center: Center, asker: Configurer, when: When
) -> InboxForm:
    """Create or change an inbox."""
    form = named(body, name)
    before = inbox_piece(await center.workspace(asker.workspace), name)
    now = await center.workspaces.save_inbox(asker.workspace, form, expected=when.expected)
    return when.show(inbox_piece(now, name), f"inbox “{name}”", new=before is None)


@router.delete("/{name:path}", status_code=HTTPStatus.NO_CONTENT, responses=WRITTEN)
async def delete_inbox(name: Name, center: Center, asker: Configurer, when: When) -> None:
    """Delete an inbox. 422 if a job refers to it; the error names the job."""
    await center.workspaces.remove_inbox(asker.workspace, name, expected=when.expected)
