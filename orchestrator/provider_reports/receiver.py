"""Receives one report sent over HTTP; independent of any web framework."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from hookflash.domain.idempotency import NameReused
from hookflash.domain.inbox.receiving import InvalidText
from hookflash.domain.value import Value
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.log.errors import LogFault
from hookflash.orchestrator.provider_reports.message import (
    GatewayLost,
    InboundText,
    Malformed,
    Message,
    PhoneAnswered,
    Receipt,
    read_message,
)
from hookflash.orchestrator.provider_reports.signature import Forged, Seal
from hookflash.orchestrator.runtime.inbound import UnknownNumber
from hookflash.orchestrator.runtime.lost_gateway import CarrierOfWorkspace
from hookflash.orchestrator.telemetry.logs import get_logger

MAX_BODY = 256 * 1024
"""Maximum size of a report in bytes; even a long transcript takes only kilobytes."""
logger = get_logger(__name__)


class Response(Value):
    """The HTTP response to send; ``body`` is sent as JSON."""

    status: HTTPStatus
    body: dict[str, Any] = {}


class ReportReceiver:
    """Receives reports for one call center, signed with a ``secret`` shared with the host."""

    def __init__(self, center: CallCenter, secret: str) -> None:
        """Raises ``ValueError`` if ``secret`` is not a valid webhook secret."""
        self._center = center
        self._seal = Seal(secret)

    async def receive(self, headers: Mapping[str, str], body: bytes) -> Response:
        """Record a report; it is durable once this returns 200.

        Repeated deliveries of a message id count once. Only the question ``phone.answered`` gets a
        body, ``leg`` and ``bridge``; repeated, it gets the same answer. Otherwise nothing was
        recorded: 403 means a missing, wrong or expired signature, 400 an invalid report, 413 one
        that is too large, 422 a text to a number that no workspace has, or a message whose
        id another one had, and 503 that the sender should retry.
        """
        if len(body) > MAX_BODY:
            detail = f"the report is too large; send at most {MAX_BODY} bytes"
            return _refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
        received = self._center.now()
        try:
            message_id, sent_at = self._seal.check(headers, body)
            message = read_message(body, message_id, Receipt(sent_at, received))
        except Forged as error:
            return _refused(HTTPStatus.FORBIDDEN, str(error))
        except Malformed as error:
            return _refused(HTTPStatus.BAD_REQUEST, str(error))
        return await self._answer(message, message_id)

    async def _answer(self, message: Message, message_id: str) -> Response:
        try:
            answer = await self._take(message)
        except InvalidText as error:
            field = error.field.removesuffix("_")
            return _refused(HTTPStatus.BAD_REQUEST, f"data.{field}: {error.problem}")
        except UnknownNumber as error:
            return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"data.{error}")
        except CarrierOfWorkspace as error:
            return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"data.carrier: {error}")
        except NameReused:
            detail = "webhook-id: another message had this id; give each message its own"
            return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
        except LogFault as error:
            about = message.call_id
            logger.exception("report_not_recorded", call_id=about, message_id=message_id)
            detail = f"the report was not recorded; send it again ({type(error).__name__})"
            return Response(status=HTTPStatus.SERVICE_UNAVAILABLE, body={"detail": detail})
        return Response(status=HTTPStatus.OK, body=answer)

    async def _take(self, message: Message) -> dict[str, Any]:
        call_id = message.call_id
        match message.report:
            case PhoneAnswered(leg=leg, of=of):
                verdict = await self._center.phone_answered(call_id, leg, of=of)
                return {"leg": leg, "bridge": verdict == "bridge"}
            case GatewayLost(carrier=carrier, provider_call_ids=known, at=at):
                await self._center.gateway_lost(carrier, known, at=at)
            case InboundText():
                await self._center.receive_text(**message.report.model_dump())
            case report:
                await self._center.report(call_id, report)
        return {}


def _refused(status: HTTPStatus, detail: str) -> Response:
    logger.warning("report_refused", status=int(status), detail=detail)
    return Response(status=status, body={"detail": detail})
