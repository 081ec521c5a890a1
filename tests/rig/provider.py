"""A stand-in for a host's voice platform that keeps a ledger and injects planned faults."""

import asyncio
import hmac
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from standardwebhooks import Webhook

from tests.rig.http import Reply, Request
from tests.rig.ledger import Ledger
from tests.rig.phones import Phones
from tests.rig.plan import Fault, Plan
from tests.rig.texting import Texting

LATE = 40.0
SLOW = 15.0
"""Seconds: later than the first searches, and longer than any timeout."""

EACH_TIME = ("releases", "hang-ups")
"""Done even when late: a phone that was released may still ring, and is released again."""
NOT_DONE: dict[Fault, Reply | None] = {
    "lost": None,
    "error_before": Reply(503, {"reason": "try later"}),
    "throttled": Reply(429, {"reason": "too many"}, {"Retry-After": "2"}),
    "refused": Reply(400, {"code": "21610", "reason": "the recipient has opted out"}),
}


class Provider:
    """Handles signed requests by the host protocol."""

    def __init__(
        self,
        secret: str,
        plan: Plan,
        ledger: Ledger,
        texting: Texting,
        phones: Phones,
        *,
        keeps_keys: bool = False,
        offers: dict[str, Any] | None = None,
    ) -> None:
        self._webhook = Webhook(secret)
        self._plan = plan
        self._ledger = ledger
        self._texting = texting
        self._phones = phones
        self._keeps_keys = keeps_keys
        self._offers = offers
        self._answered: dict[tuple[str, str], Reply] = {}
        self._late: set[asyncio.Task[Reply]] = set()

    async def handle(self, request: Request) -> Reply | None:
        """Handle one request, unless the plan has a fault for it; None closes the connection."""
        if not self._genuine(request):
            self._ledger.enter("forged", target=request.target)
            return Reply(401, {"reason": "signature"})
        if request.method == "GET":
            return await self._find(request)
        path = request.target.strip("/")
        key = request.headers["idempotency-key"]
        fault = self._plan.fault(path, key)
        if fault in NOT_DONE:
            return NOT_DONE[fault]
        if fault == "late":
            self._do_late(path, request)
            return None
        reply = await self._do(path, request)
        return await self._after(fault, reply)

    async def _after(self, fault: Fault, reply: Reply) -> Reply | None:
        """Return what the client receives for something that was done."""
        if fault == "answer_lost":
            return None
        if fault == "error_after":
            return Reply(500, {"reason": "broken"})
        if fault == "slow":
            await asyncio.sleep(SLOW)
        return reply

    async def _find(self, request: Request) -> Reply | None:
        asked = urlsplit(request.target)
        match asked.path.strip("/").split("/"):
            case ["texts", key]:
                found = self._texting.find(key)
            case ["offers"]:
                return Reply(200, self._offers) if self._offers is not None else Reply(404)
            case ["calls", call_id]:
                return self._phones.call(call_id)
            case ["calls", call_id, "legs"]:
                (key,) = parse_qs(asked.query)["effect_key"]
                found = await self._phones.legs(call_id, key)
            case _:
                return Reply(404)
        fault = self._plan.fault("find", key)
        return Reply(404) if fault == "blind" else NOT_DONE.get(fault, found)

    def _do_late(self, path: str, request: Request) -> None:
        async def later() -> Reply:
            await asyncio.sleep(LATE)
            return await self._do(path, request)

        task = asyncio.create_task(later())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _do(self, path: str, request: Request) -> Reply:
        key = path, request.headers["idempotency-key"]
        if self._keeps_keys and path not in EACH_TIME and key in self._answered:
            return self._answered[key]
        self._answered[key] = await self._do_once(path, request)
        return self._answered[key]

    async def _do_once(self, path: str, request: Request) -> Reply:
        body = request.json
        if path == "texts":
            return self._texting.take(request.headers["idempotency-key"], body)
        does = self._phones.does.get(path)
        return await does(body) if does else Reply(404)

    def _genuine(self, request: Request) -> bool:
        """Whether the signature is valid. Its age is ignored, since time may be scaled."""
        message = request.headers.get("webhook-id", "")
        at = datetime.fromtimestamp(int(request.headers.get("webhook-timestamp", "0")), UTC)
        content = request.body.decode() if request.body else request.target
        expected = self._webhook.sign(message, at, content)
        return hmac.compare_digest(expected, request.headers.get("webhook-signature", ""))
