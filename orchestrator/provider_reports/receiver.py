"""Receives one report sent over HTTP; independent of any web framework."""

from collections.abc import Mapping
from http import HTTPStatus

from hookflash.domain.idempotency import NameReused
from hookflash.domain.inbox.receiving import InvalidText
from hookflash.domain.value import Value
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.log.errors import LogFault
from hookflash.orchestrator.provider_reports.message import (
    InboundText,
    Malformed,
    Message,
    read_message,
)
from hookflash.orchestrator.provider_reports.signature import Forged, Seal
from hookflash.orchestrator.runtime.inbound import UnknownNumber
from hookflash.orchestrator.telemetry.logs import get_logger

MAX_BODY = 256 * 1024
"""Maximum size of a report in bytes; even a long transcript takes only kilobytes."""
logger = get_logger(__name__)


class Response(Value):
    """The HTTP response to send; ``body`` is sent as JSON."""

    status: HTTPStatus
    body: dict[str, str] = {}


class ReportReceiver:
    """Receives reports for one call center, signed with a ``secret`` shared with the host."""

    def __init__(self, center: CallCenter, secret: str) -> None:
        """Raises ``ValueError`` if ``secret`` is not a valid webhook secret."""
        self._center = center
        self._seal = Seal(secret)

    async def receive(self, headers: Mapping[str, str], body: bytes) -> Response:
        """Record a report; it is durable once this returns 200.

        Repeated deliveries of a message id count once. Otherwise nothing was recorded: 403 means
        a missing, wrong or expired signature, 400 an invalid report, 413 one that is too large,
        422 a text to a number that no workspace has, or one whose message id another text had, and
        503 that the sender should retry.
        """
        if len(body) > MAX_BODY:
            detail = f"the report is too large; send at most {MAX_BODY} bytes"
            return _refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
        try:
            message_id = self._seal.check(headers, body)
            message = read_message(body, message_id)
        except Forged as error:
            return _refused(HTTPStatus.FORBIDDEN, str(error))
        except Malformed as error:
            return _refused(HTTPStatus.BAD_REQUEST, str(error))
        return await self._answer(message, message_id)

    async def _answer(self, message: Message | InboundText, message_id: str) -> Response:
        try:
            await self._record(message)
        except InvalidText as error:
            field = error.field.removesuffix("_")
            return _refused(HTTPStatus.BAD_REQUEST, f"data.{field}: {error.problem}")
        except UnknownNumber as error:
            return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, f"data.{error}")
        except NameReused:
            detail = "webhook-id: another text had this id; give each message its own"
            return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
        except LogFault as error:
            about = message.call_id if isinstance(message, Message) else ""
            logger.exception("report_not_recorded", call_id=about, message_id=message_id)
            detail = f"the report was not recorded; send it again ({type(error).__name__})"
            return Response(status=HTTPStatus.SERVICE_UNAVAILABLE, body={"detail": detail})
        return Response(status=HTTPStatus.OK)

    async def _record(self, message: Message | InboundText) -> None:
        if isinstance(message, Message):
            await self._center.report(message.call_id, message.report)
            return
        await self._center.receive_text(
            to=message.to, from_=message.from_, body=message.body, message_id=message.message_id
        )


def _refused(status: HTTPStatus, detail: str) -> Response:
    logger.warning("report_refused", status=int(status), detail=detail)
    return Response(status=status, body={"detail": detail})
