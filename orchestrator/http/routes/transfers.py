"""Transfers: the audit trail of each."""

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
        TransferOutcome | None, Query(description="Only those that came to this.")
    ] = None,
    call: Annotated[str | None, Query(max_length=200, description="Only this call's.")] = None,
    limit: Limit = 50,
    before: Before = None,
) -> Page[Trail]:
    """The trails, newest first: asked, confirmed, agent left, each phone, who answered."""
    found = await center.transfers(
        asker.workspace, call_id=call, outcome=outcome, limit=limit, before=before
    )
    return page(found, limit, "log_position")


@router.get("/{effect_key}")
async def get_transfer(effect_key: str, center: Center, asker: Reader) -> Trail:
    """One transfer, by its effect key."""
    return await center.transfer(asker.workspace, effect_key)
