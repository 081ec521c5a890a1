"""Lists and shows the audit trails of transfers."""

from typing import Annotated

from fastapi import APIRouter, Query

from hookflash.orchestrator.http.auth import Center, Reader
from hookflash.orchestrator.http.paging import Before, Limit, Page, page
from hookflash.projections.transfers.fold import TransferOutcome
from hookflash.projections.transfers.queries import Trail

router = APIRouter(prefix="/transfers", tags=["transfers"])


@router.get("")
async def list_transfers(  # noqa: PLR0913 - one parameter a filter
    center: Center,
    asker: Reader,
    *,
    outcome: Annotated[
        TransferOutcome | None, Query(description="Only transfers with this outcome.")
    ] = None,
    call: Annotated[
        str | None, Query(max_length=200, description="Only transfers of this call.")
    ] = None,
    limit: Limit = 50,
    before: Before = None,
) -> Page[Trail]:
    """List audit trails, newest first: question, answer, agent's leaving, each phone, outcome."""
    found = await center.transfers(
        asker.workspace, call_id=call, outcome=outcome, limit=limit, before=before
    )
    return page(found, limit, "log_position")


@router.get("/{effect_key}")
async def get_transfer(effect_key: str, center: Center, asker: Reader) -> Trail:
    """Get the audit trail of one transfer, by its effect key."""
    return await center.transfer(asker.workspace, effect_key)
