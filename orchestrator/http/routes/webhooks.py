"""Receives reports that providers or the host send as signed webhooks."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from hookflash.orchestrator.http.problems import HttpProblem, documented
from hookflash.orchestrator.provider_reports.receiver import ReportReceiver

_RECORDED: Final = HTTPStatus.NO_CONTENT
_ANSWERED: Final[dict[str, Any]] = {
    "description": "The answer to `phone.answered`: whether to connect the phone.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["leg", "bridge"],
                "properties": {"leg": {"type": "string"}, "bridge": {"type": "boolean"}},
            },
            "example": {"leg": "9f1b2c3d-4e5f-5a6b-8c7d-0e1f2a3b4c5d.2", "bridge": True},
        }
    },
}


def webhook_router(webhooks: ReportReceiver) -> APIRouter:
    """Return the route for signed reports. It needs no API key: the signature authenticates."""
    router = APIRouter(prefix="/webhooks", tags=["webhooks"])

    @router.post(
        "",
        status_code=_RECORDED,
        responses={
            HTTPStatus.OK: _ANSWERED,
            **documented(
                HTTPStatus.BAD_REQUEST,
                HTTPStatus.FORBIDDEN,
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                HTTPStatus.UNPROCESSABLE_ENTITY,
                HTTPStatus.SERVICE_UNAVAILABLE,
            ),
        },
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"type": "object"}}},
            }
        },
    )
    async def receive_report(request: Request) -> Response:
        """Receive a report as a Standard Webhooks message; each ``webhook-id`` counts once.

        The question ``phone.answered`` is answered with 200 and ``leg`` and ``bridge``.
        """
        taken = await webhooks.receive(request.headers, await request.body())
        if taken.status != HTTPStatus.OK:
            raise HttpProblem(taken.status, taken.body["detail"])
        return JSONResponse(taken.body) if taken.body else Response(status_code=_RECORDED)

    return router
