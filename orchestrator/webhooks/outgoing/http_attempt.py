"""Sends one message once: signs it, measures the time, classifies the response."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

from hookflash.domain.webhook.endpoint import Endpoint
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.retry_after import retry_after
from hookflash.orchestrator.ports.webhooks import Reply, WebhookSender
from hookflash.orchestrator.telemetry.masking import masked
from hookflash.orchestrator.webhooks.outgoing.delivery_store import AttemptOutcome
from hookflash.orchestrator.webhooks.outgoing.envelope import Message
from hookflash.orchestrator.webhooks.outgoing.retry_schedule import next_wait
from hookflash.orchestrator.webhooks.outgoing.signing import signed_headers

_BUSY: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
"""Responses that concern the whole receiver: their ``Retry-After`` delays every message."""


class HttpPoster:
    """Sends messages through ``sender`` and remembers each receiver's ``Retry-After``."""

    def __init__(self, sender: WebhookSender, clock: Clock) -> None:
        self._sender = sender
        self._clock = clock
        self._paused_until: dict[str, datetime] = {}

    def earliest(self, url: str) -> datetime:
        """Return when ``url`` may be sent to next: now, or after its ``Retry-After``."""
        now = self._clock.now()
        return max(now, self._paused_until.get(url, now))

    async def post(self, endpoint: Endpoint, message: Message, attempt: int) -> dict[str, Any]:
        """Send attempt number ``attempt`` (from 1); returns a row of the delivery log."""
        at = self._clock.now()
        headers = signed_headers(message, endpoint.signing(at), at)
        reply = await self._sender.send(endpoint.url, headers, message.body)
        ended = self._clock.now()
        outcome = _outcome(reply)
        wait = next_wait(message.id, attempt) if outcome == "failed" else None
        asked = retry_after(reply.retry_after, ended) if reply.status in _BUSY else 0.0
        if asked:
            self._paused_until[endpoint.url] = ended + timedelta(seconds=asked)
        return {
            "message": message.id,
            "type": message.type,
            "subject": masked(message.subject),
            "attempt": attempt,
            "at": at,
            "seconds": max(0.0, (ended - at).total_seconds()),
            "status": reply.status,
            "outcome": "given_up" if outcome == "failed" and wait is None else outcome,
            "error": reply.error,
            "next_at": None if wait is None else ended + timedelta(seconds=max(wait, asked)),
        }


def _outcome(reply: Reply) -> AttemptOutcome:
    if reply.is_success:
        return "delivered"
    return "gone" if reply.status == HTTPStatus.GONE else "failed"
