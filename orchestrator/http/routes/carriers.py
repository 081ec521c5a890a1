"""Lists and edits the workspace's carriers."""

from http import HTTPStatus

from fastapi import APIRouter

from hookflash.carriers import KindSettings, kind_settings
from hookflash.maintenance import CarrierCheck
from hookflash.orchestrator.http.auth import Administrator, Center, Configurer, Reader
from hookflash.orchestrator.http.conditional_requests import READ, WRITTEN, IfNew, When, created
from hookflash.orchestrator.http.paging import Page, whole
from hookflash.orchestrator.http.path_params import CarrierBody, CarrierName, named
from hookflash.orchestrator.workspaces.etags import carrier_piece
from hookflash.orchestrator.workspaces.forms import CarrierForm

router = APIRouter(prefix="/workspaces/{workspace}", tags=["carriers"])


@router.get("/carriers")
async def list_carriers(workspace: str, center: Center, asker: Reader) -> Page[CarrierForm]:
    """List the carriers. Their settings name secrets; the secrets themselves are never shown."""
    asker.owns(workspace)
    now = await center.workspace(workspace)
    return whole(carrier_piece(now, name) for name in now.carriers)


@router.get("/carrier-kinds")
async def list_carrier_kinds(workspace: str, asker: Reader) -> Page[KindSettings]:
    """List the kinds of carriers, and what a carrier of each may be set to."""
    asker.owns(workspace)
    return whole(kind_settings())


@router.post("/check-carriers")
async def check_carriers(workspace: str, center: Center, asker: Configurer) -> Page[CarrierCheck]:
    """Look at each carrier: what is set up wrongly, and what to change.

    It may ask the carriers, which may cost money.
    """
    asker.owns(workspace)
    return whole(await center.check_carriers(workspace))


@router.get("/carriers/{name}", responses=READ)
async def get_carrier(
    workspace: str, name: CarrierName, center: Center, asker: Reader, when: IfNew
) -> CarrierForm:
    """Get a carrier."""
    asker.owns(workspace)
    now = await center.workspace(workspace)
    return when.show(carrier_piece(now, name), f"carrier “{name}”")


@router.put("/carriers/{name}", responses=created(CarrierForm))
async def put_carrier(  # noqa: PLR0913, PLR0917 - what a request has
    workspace: str,
    name: CarrierName,
    body: CarrierBody,
    center: Center,
    asker: Administrator,
    when: When,
) -> CarrierForm:
    """Create or change a carrier. Secrets are named: a setting that is one itself is refused."""
    asker.owns(workspace)
    form = named(body, name)
    before = carrier_piece(await center.workspace(workspace), name)
    now = await center.workspaces.save_carrier(workspace, form, expected=when.expected)
    return when.show(carrier_piece(now, name), f"carrier “{name}”", new=before is None)


@router.delete("/carriers/{name}", status_code=HTTPStatus.NO_CONTENT, responses=WRITTEN)
async def delete_carrier(
    workspace: str, name: CarrierName, center: Center, asker: Administrator, when: When
) -> None:
    """Delete a carrier. 422 if a number has it; the error names it."""
    asker.owns(workspace)
    await center.workspaces.remove_carrier(workspace, name, expected=when.expected)
