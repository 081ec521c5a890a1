"""Sends the stand-in's signed reports until they are accepted; some twice, late or never."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx
from standardwebhooks import Webhook

from tests.rig.ledger import Ledger
from tests.rig.plan import Plan

TRIES = 400
PAUSE = 2.0
"""Seconds between two attempts; a killed worker has restarted by then."""
OVERTAKEN = 4.0
"""Delay in seconds of a delayed report."""


class Reporter:
    """Reports to the first of ``addresses`` that responds with 2xx, each time from another on."""

    def __init__(self, addresses: Sequence[str], secret: str, plan: Plan, ledger: Ledger) -> None:
        self._addresses = addresses
        self._webhook = Webhook(secret)
        self._plan = plan
        self._ledger = ledger
        self._client = httpx.AsyncClient(timeout=10.0, trust_env=False)
        self._numbers = count(1)
        self._under_way: set[asyncio.Task[None]] = set()

    def tell(self, kind: str, data: dict[str, Any]) -> None:
        """Queue a report."""
        number = next(self._numbers)
        fault = self._plan.fault(kind, str(number))
        if fault == "dropped":
            return
        at = datetime.now(UTC).isoformat()
        body = httpx.Response(200, json={"type": kind, "timestamp": at, "data": data}).text
        for _ in range(2 if fault == "repeated" else 1):
            wait = OVERTAKEN if fault == "delayed" else 0.0
            task = asyncio.create_task(self._send(f"msg-{number}", body, kind, wait))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def close(self) -> None:
        """Discard undelivered reports."""
        for task in self._under_way:
            task.cancel()
        await self._client.aclose()

    async def _send(self, message: str, body: str, kind: str, wait: float) -> None:
        await asyncio.sleep(wait)
        for attempt in range(TRIES):
            address = self._addresses[(hash(message) + attempt) % len(self._addresses)]
            if await self._post(f"{address}/webhooks", message, body):
                self._ledger.enter("reported", message=message, type=kind)
                return
            await asyncio.sleep(PAUSE)

    async def _post(self, url: str, message: str, body: str) -> bool:
        try:
            answer = await self._client.post(
                url, content=body, headers=signed(self._webhook, message, body)
            )
        except httpx.TransportError:
            return False
        return answer.is_success


def signed(webhook: Webhook, message: str, body: str) -> dict[str, str]:
    """Return the headers of a validly signed report."""
    at = datetime.now(UTC)
    return {
        "webhook-id": message,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": webhook.sign(message, at, body),
    }
