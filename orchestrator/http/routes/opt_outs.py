"""The workspace's list of contacts who opted out of texts through other channels."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from hookflash.domain.value import Value
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.http.auth import Center, Configurer, Reader
from hookflash.orchestrator.http.paging import Page, whole
from hookflash.orchestrator.http.path_params import Number
from hookflash.orchestrator.http.problems import not_found

router = APIRouter(prefix="/opt-outs", tags=["opt-outs"])


class Contacts(Value):
    """Phone numbers to add to the list."""

    contacts: Annotated[tuple[str, ...], Field(min_length=1, max_length=1_000)] = Field(
        examples=[["+14155550177"]]
    )


class Consent(Value):
    """Whether a contact is ``listed``, and ``opted_out``: by the list or by texting STOP."""

    contact: str
    listed: bool
    opted_out: bool


@router.get("")
async def list_opt_outs(center: Center, asker: Reader) -> Page[str]:
    """List the contacts on the list. Contacts who texted STOP are opted out too, but not listed."""
    return _listed(await center.workspace(asker.workspace))


@router.get("/{number}")
async def get_consent(number: Number, center: Center, asker: Reader) -> Consent:
    """Get a contact's consent. 404 if the workspace has no record of it."""
    now = await center.workspace(asker.workspace)
    contact = await center.contact(asker.workspace, number)
    listed = number in now.opt_outs
    if not listed and not contact.position and not contact.opted_out:
        raise not_found(f"consent record for {number}")
    return Consent(contact=number, listed=listed, opted_out=contact.opted_out)


@router.post("")
async def add_opt_outs(body: Contacts, center: Center, asker: Configurer) -> Page[str]:
    """Add contacts to the list; they are opted out at once."""
    return _listed(await center.workspaces.list_opt_outs(asker.workspace, body.contacts))


@router.delete("/{number}", status_code=HTTPStatus.NO_CONTENT)
async def delete_opt_out(number: Number, center: Center, asker: Configurer) -> None:
    """Remove a contact from the list. Opt-outs by their own STOP stay."""
    await center.workspaces.unlist_opt_out(asker.workspace, number)


def _listed(workspace: Workspace) -> Page[str]:
    return whole(sorted(workspace.opt_outs))
