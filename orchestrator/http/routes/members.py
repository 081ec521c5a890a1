"""Lists and edits members."""

from http import HTTPStatus

from fastapi import APIRouter

from hookflash.orchestrator.http.auth import Center, Configurer, Reader
from hookflash.orchestrator.http.conditional_requests import READ, WRITTEN, IfNew, When, created
from hookflash.orchestrator.http.paging import Page, whole
from hookflash.orchestrator.http.path_params import MemberBody, Name, named
from hookflash.orchestrator.workspaces.etags import member_piece
from hookflash.orchestrator.workspaces.forms import MemberForm

router = APIRouter(prefix="/members", tags=["members"])


@router.get("")
async def list_members(center: Center, asker: Reader) -> Page[MemberForm]:
    """List the members."""
    now = await center.workspace(asker.workspace)
    return whole(member_piece(now, name) for name in now.members)


@router.get("/{name:path}", responses=READ)
async def get_member(name: Name, center: Center, asker: Reader, when: IfNew) -> MemberForm:
    """Get a member."""
    now = await center.workspace(asker.workspace)
    return when.show(member_piece(now, name), f"member “{name}”")


@router.put("/{name:path}", responses=created(MemberForm))
async def put_member(
    name: Name, body: MemberBody, center: Center, asker: Configurer, when: When
) -> MemberForm:
    """Create or change a member."""
    form = named(body, name)
    before = member_piece(await center.workspace(asker.workspace), name)
    now = await center.workspaces.save_member(asker.workspace, form, expected=when.expected)
    return when.show(member_piece(now, name), f"member “{name}”", new=before is None)


@router.delete("/{name:path}", status_code=HTTPStatus.NO_CONTENT, responses=WRITTEN)
async def delete_member(name: Name, center: Center, asker: Configurer, when: When) -> None:
    """Delete a member. 422 if an inbox or a job refers to them; the error names it."""
    await center.workspaces.remove_member(asker.workspace, name, expected=when.expected)
