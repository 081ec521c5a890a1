"""Receives one report as it came over HTTP, independent of any web framework."""

from collections.abc import Mapping
from http import HTTPStatus

from hookflash.domain.value import Value
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.log.errors import LogFault
from hookflash.orchestrator.provider_reports.message import Malformed, read_message
from hookflash.orchestrator.provider_reports.signature import Forged, Seal
from hookflash.orchestrator.telemetry.logs import get_logger

MAX_BODY = 256 * 1024
"""Bytes; longer reports are refused. A transcript takes kilobytes."""
logger = get_logger(__name__)


class Response(Value):
    """The HTTP response to send; ``body`` goes out as JSON."""

    status: HTTPStatus
    body: dict[str, str] = {}


class ReportReceiver:
    """Records the signed reports of a host in one call center."""

    def __init__(self, center: CallCenter, secret: str) -> None:
        """``secret`` is shared with the host: ``whsec_…``, or base64. Raises ``ValueError``."""
        self._center = center
        self._seal = Seal(secret)

    async def receive(self, headers: Mapping[str, str], body: bytes) -> Response:
        """Record a report from its HTTP headers and body; it is durable when this returns 2xx.

        A message id counts once. 403: the signature is wrong or older than five minutes. 400: not a
        report. 413: too long. Nothing was recorded then. 503: the host should send it again.
        """
        if len(body) > MAX_BODY:
            return _refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {MAX_BODY} bytes")
        try:
            message_id = self._seal.check(headers, body)
            call_id, report = read_message(body, message_id)
        except Forged as error:
            return _refused(HTTPStatus.FORBIDDEN, str(error))
        except Malformed as error:
            return _refused(HTTPStatus.BAD_REQUEST, str(error))
        try:
            await self._center.report(call_id, report)
        except LogFault as error:
            logger.exception("report_not_recorded", call_id=call_id, message_id=message_id)
            detail = f"not recorded, send it again: {type(error).__name__}"
            return Response(status=HTTPStatus.SERVICE_UNAVAILABLE, body={"detail": detail})
        return Response(status=HTTPStatus.OK)


def _refused(status: HTTPStatus, detail: str) -> Response:
    logger.warning("report_refused", status=int(status), detail=detail)
    return Response(status=status, body={"detail": detail})
