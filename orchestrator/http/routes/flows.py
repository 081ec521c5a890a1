"""Shows, drafts, previews and publishes the call flow of a number."""

from http import HTTPStatus

from fastapi import APIRouter

from hookflash.domain.value import Value
from hookflash.orchestrator.http.auth import Center, Configurer, Reader
from hookflash.orchestrator.http.conditional_requests import READ, WRITTEN, IfNew, When
from hookflash.orchestrator.http.path_params import Number
from hookflash.orchestrator.http.problems import not_found
from hookflash.orchestrator.workspaces.etags import FlowPiece, flow_piece
from hookflash.orchestrator.workspaces.forms import FlowForm
from hookflash.orchestrator.workspaces.preview import FlowPreview

router = APIRouter(prefix="/numbers/{number}/flow", tags=["call flows"])


class FlowBody(Value):
    """The steps of a flow: an agent step, then a voicemail step."""

    flow: FlowForm


@router.get("", responses=READ)
async def get_flow(number: Number, center: Center, asker: Reader, when: IfNew) -> FlowPiece:
    """Get the call flow of a number: its live version and its draft."""
    now = await center.workspace(asker.workspace)
    return when.show(flow_piece(now, number), f"number “{number}”")


@router.put("/draft", responses=WRITTEN)
async def put_flow_draft(
    number: Number, body: FlowBody, center: Center, asker: Configurer, when: When
) -> FlowPiece:
    """Save a draft of a flow. It may have mistakes; the live version does not change."""
    now = await center.workspaces.draft_flow(
        asker.workspace, number, body.flow, expected=when.expected
    )
    return when.show(flow_piece(now, number), f"number “{number}”")


@router.delete("/draft", status_code=HTTPStatus.NO_CONTENT, responses=WRITTEN)
async def delete_flow_draft(number: Number, center: Center, asker: Configurer, when: When) -> None:
    """Discard the draft."""
    await center.workspaces.discard_flow_draft(asker.workspace, number, expected=when.expected)


@router.post("/publish", responses=WRITTEN)
async def publish_flow(number: Number, center: Center, asker: Configurer, when: When) -> FlowPiece:
    """Publish the draft, for calls from now on. No effect without a draft."""
    now = await center.workspaces.publish_flow(asker.workspace, number, expected=when.expected)
    return when.show(flow_piece(now, number), f"number “{number}”")


@router.get("/preview")
async def preview_draft(number: Number, center: Center, asker: Reader) -> FlowPreview:
    """Preview what publishing the draft would change, and the problems that prevent it."""
    piece = flow_piece(await center.workspace(asker.workspace), number)
    if piece is None:
        raise not_found(f"number “{number}”")
    return await center.workspaces.preview_flow(asker.workspace, number, piece.newest)


@router.post("/preview")
async def preview_flow(
    number: Number, body: FlowBody, center: Center, asker: Reader
) -> FlowPreview:
    """Preview what publishing this flow would change. Nothing is recorded."""
    return await center.workspaces.preview_flow(asker.workspace, number, body.flow)
