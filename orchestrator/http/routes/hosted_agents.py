"""Answers the tool calls of agents that a platform hosts."""

from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse

from hookflash.orchestrator.agents.hosted.service import NO_ENTRY, HostedAgents, Vendor
from hookflash.orchestrator.http.auth import address_of
from hookflash.orchestrator.http.problems import HttpProblem, documented
from hookflash.orchestrator.http.rate_limits import Limits

_COST: Final = 5
_ASKED: Final = {
    "name": "send_sms_1",
    "args": {},
    "call": {
        "call_id": "call_5a6b",
        "from_number": "+14155550199",
        "to_number": "+14155550100",
        "transcript_object": [{"role": "user", "content": "Can you text me the link?"}],
    },
}
_ANSWERED: Final[dict[str, Any]] = {
    "description": "In the platform's shape: what to tell its model about each tool call.",
    "content": {
        "application/json": {
            "schema": {"type": "object"},
            "example": {"results": [{"toolCallId": "call_7f3a", "result": "The text was sent."}]},
        }
    },
}


def hosted_agents_router(agents: HostedAgents) -> APIRouter:
    """Return the route for tool calls. It needs no API key: the platform's credential counts."""
    router = APIRouter(prefix="/agents", tags=["hosted agents"])

    @router.post(
        "/{vendor}/tools",
        responses={
            HTTPStatus.OK: _ANSWERED,
            **documented(
                HTTPStatus.FORBIDDEN,
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                HTTPStatus.UNPROCESSABLE_ENTITY,
                HTTPStatus.TOO_MANY_REQUESTS,
                HTTPStatus.SERVICE_UNAVAILABLE,
            ),
        },
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"type": "object"}, "example": _ASKED}},
            }
        },
    )
    async def call_hosted_tools(
        vendor: Annotated[Vendor, Path(description="The platform.")], request: Request
    ) -> JSONResponse:
        """Answer the tool calls of a hosted agent; repeated, they have no second effect."""
        limits: Limits = request.app.state.limits

        def admit(workspace: str) -> None:
            limits.count_request(request.scope, workspace, f"agents/{vendor}", _COST)

        answered = await agents.answer(vendor, request.headers, await request.body(), admit)
        if not answered.workspace:
            limits.count_failure(address_of(request))
            raise HttpProblem(answered.status, NO_ENTRY)
        return JSONResponse(answered.body, status_code=answered.status)

    return router
