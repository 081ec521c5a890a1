"""Redirects of the lists that the Calls page replaces, since people keep links."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from hookflash.orchestrator.console.navigation import address, calls_address

router = APIRouter(include_in_schema=False)


@router.get(address("/replay"))
async def replay() -> RedirectResponse:
    """Lead to all calls."""
    return RedirectResponse(calls_address())


@router.get(address("/transfers"))
async def transfers() -> RedirectResponse:
    """Lead to the calls with a transfer."""
    return RedirectResponse(calls_address(action="transfer"))
