"""Shows what is used of the workspace's daily limits."""

from fastapi import APIRouter

from hookflash.orchestrator.http.auth import Center, Reader
from hookflash.orchestrator.workspaces.used_today import UsedToday

router = APIRouter(prefix="/usage", tags=["workspace"])


@router.get("")
async def get_usage(center: Center, asker: Reader) -> UsedToday:
    """Get today's texts and transfers to outside numbers, with the limits and warnings."""
    return await center.usage(asker.workspace)
