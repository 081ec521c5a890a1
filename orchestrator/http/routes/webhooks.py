"""Receives reports that providers or the host send as signed webhooks."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from hookflash.orchestrator.http.problems import HttpProblem, documented
from hookflash.orchestrator.provider_reports.receiver import ReportReceiver


def webhook_router(webhooks: ReportReceiver) -> APIRouter:
    """Return the route for signed reports. It needs no API key: the signature authenticates."""
    router = APIRouter(prefix="/webhooks", tags=["webhooks"])

    @router.post(
        "",
        status_code=HTTPStatus.NO_CONTENT,
        responses=documented(
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.FORBIDDEN,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"type": "object"}}},
            }
        },
    )
    async def receive_report(request: Request) -> Response:
        """Receive a report as a Standard Webhooks message; each ``webhook-id`` counts once."""
        taken = await webhooks.receive(request.headers, await request.body())
        if taken.status != HTTPStatus.OK:
            raise HttpProblem(taken.status, taken.body["detail"])
        return Response(status_code=HTTPStatus.NO_CONTENT)

    return router
