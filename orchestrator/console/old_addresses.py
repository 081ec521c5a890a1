"""Redirects of addresses that pages had before, since people keep links."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from hookflash.domain.call.events import TransferEvent
from hookflash.orchestrator.console import signing_in
from hookflash.orchestrator.console.navigation import address, calls_address
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.session import COOKIE
from hookflash.orchestrator.workspaces.errors import NotFound

router = APIRouter(include_in_schema=False)


@router.get(address("/replay"))
async def replays() -> RedirectResponse:
    """Lead to all calls."""
    return RedirectResponse(calls_address())


@router.get(address("/replay/{call}"))
async def replay(call: str, request: Request) -> Response:
    """Lead to the call's page, at the same event."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(address(f"/calls/{call}{query}"))


@router.get(address("/transfers"))
async def transfers() -> RedirectResponse:
    """Lead to the calls with a transfer."""
    return RedirectResponse(calls_address(action="transfer"))


@router.get(address("/transfers/{transfer}"))
async def transfer(transfer: str, request: Request) -> Response:
    """Lead to the first event of the transfer on its call's page; else to all transfers."""
    console = running()
    asker = await console.sessions.asker(request.cookies.get(COOKIE, ""))
    if asker is None:
        return signing_in.to_sign_in(request)
    try:
        trail = await console.center.transfer(asker.workspace, transfer)
    except NotFound:
        return RedirectResponse(calls_address(action="transfer"))
    own = (
        one.position
        for one in await console.center.events(trail.call)
        if isinstance(one, TransferEvent) and one.effect_key == trail.effect_key
    )
    return RedirectResponse(address(f"/calls/{trail.call}?at={next(own, 1)}"))
