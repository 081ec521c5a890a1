"""A proxy between a call center and its provider that drops, delays and repeats requests."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from typing import Final

import httpx

from tests.rig.http import Reply, Request
from tests.rig.plan import Odds, Plan
from tests.rig.provider import LATE, SLOW

POST: Final[Odds] = {
    "lost": 5,
    "late": 3,
    "answer_lost": 5,
    "slow": 3,
    "repeated": 8,
    "delayed": 6,
}
PASSING: Final[Mapping[str, Odds]] = {
    "texts": POST,
    "rings": POST,
    "hand-overs": POST,
    "voicemails": POST,
    "releases": POST,
    "hang-ups": POST,
    "says": POST,
    "find": {"lost": 10, "slow": 5, "repeated": 5},
    "webhooks": {"lost": 8, "late": 5, "answer_lost": 8, "repeated": 10, "delayed": 10},
}
"""How often each fault occurs, in percent of requests."""
_OWN: Final = frozenset({"host", "content-length", "connection", "accept-encoding"})


class Between:
    """Forwards requests to ``upstream``; ``asked`` counts those received, by path and key."""

    def __init__(self, upstream: str, plan: Plan) -> None:
        self._upstream = httpx.AsyncClient(base_url=upstream, timeout=60.0, trust_env=False)
        self._plan = plan
        self._later: set[asyncio.Task[Reply | None]] = set()
        self.asked: Counter[tuple[str, str]] = Counter()
        self.befell: Counter[str] = Counter()

    async def handle(self, request: Request) -> Reply | None:
        """Forward one request, unless the plan has a fault for it; None closes the connection."""
        path = "find" if request.method == "GET" else request.target.strip("/").partition("/")[0]
        key = request.headers.get("idempotency-key") or request.headers["webhook-id"]
        self.asked[path, key] += 1
        fault = self._plan.fault(path, key)
        self.befell[fault] += 1
        match fault:
            case "lost":
                return None
            case "late":
                self._pass_later(request)
                return None
            case "repeated":
                await self._pass(request)
            case "delayed":
                self._pass_later(request)
        reply = await self._pass(request)
        if fault == "slow":
            await asyncio.sleep(SLOW)
        return None if fault == "answer_lost" else reply

    async def close(self) -> None:
        """Cancel requests that have not been forwarded."""
        for task in self._later:
            task.cancel()
        await self._upstream.aclose()

    def _pass_later(self, request: Request) -> None:
        async def later() -> Reply | None:
            await asyncio.sleep(LATE)
            return await self._pass(request)

        task = asyncio.create_task(later())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def _pass(self, request: Request) -> Reply | None:
        headers = {k: v for k, v in request.headers.items() if k not in _OWN}
        try:
            answer = await self._upstream.request(
                request.method, request.target, content=request.body, headers=headers
            )
        except httpx.TransportError:
            return None
        return Reply(answer.status_code, answer.json())
