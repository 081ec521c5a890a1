"""One message, sent once: signed, timed, and judged by its answer."""

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
from hookflash.orchestrator.webhooks.outgoing.signing import signed

_LATER: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
"""Answers that are about the receiver, and not about the message: all others wait too."""


class HttpPoster:
    """Sends through ``sender``, writes each attempt down, and knows who asked to be left alone."""

    def __init__(self, sender: WebhookSender, clock: Clock) -> None:
        self._sender = sender
        self._clock = clock
        self._alone_until: dict[str, datetime] = {}

    def earliest(self, url: str) -> datetime:
        """When ``url`` may be sent to: now, or later if a ``Retry-After`` of its asked for that."""
        now = self._clock.now()
        return max(now, self._alone_until.get(url, now))

    async def post(self, endpoint: Endpoint, message: Message, attempt: int) -> dict[str, Any]:
        """Try once, the ``attempt``-th time (from 1); gives a row of the delivery log."""
        at = self._clock.now()
        headers = signed(message, endpoint.signing(at), at)
        reply = await self._sender.send(endpoint.url, headers, message.body)
        ended = self._clock.now()
        outcome = _outcome(reply)
        wait = next_wait(message.id, attempt) if outcome == "failed" else None
        asked = retry_after(reply.retry_after, ended) if reply.status in _LATER else 0.0
        if asked:
            self._alone_until[endpoint.url] = ended + timedelta(seconds=asked)
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
