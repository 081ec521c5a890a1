"""How much one key may ask for, and how often one address may come with a wrong one.

Counted in this process alone, by the event loop's clock, which never jumps.
"""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from math import ceil
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hookflash.orchestrator.http.problems import HttpProblem

REQUESTS: Final = 100
"""By a key, a second, and twice as many at once, unless whoever serves says otherwise."""
FAILURES: Final = 1
"""From an address, a second."""
FAILURES_AT_ONCE: Final = 20
_MOST: Final = 10_000
_STATE: Final = "allowance"


@dataclass(frozen=True)
class Allowance:
    """What is left of a bucket of ``burst`` requests.

    ``wait``: seconds until the next request is taken, 0 for now. ``full_in``: until it is full.
    """

    burst: int
    left: int
    wait: float
    full_in: float

    @property
    def headers(self) -> dict[str, str]:
        """What whoever asks is told."""
        told = {
            "RateLimit-Limit": str(self.burst),
            "RateLimit-Remaining": str(self.left),
            "RateLimit-Reset": str(ceil(self.full_in)),
        }
        return told | ({"Retry-After": str(ceil(self.wait))} if self.wait else {})


class Buckets:
    """A bucket for each of those who ask: ``burst`` at once, refilled at ``rate`` a second.

    All that is kept of a bucket is when it will be full again; of the ``most`` used last, for one
    that nobody has used for long is full.
    """

    def __init__(self, rate: float, burst: int, most: int = _MOST) -> None:
        self._rate = rate
        self._burst = burst
        self._most = most
        self._full_at: dict[str, float] = {}

    def take(self, who: str, now: float) -> Allowance:
        """Take one out of the bucket of ``who``, if one is in it, at ``now`` (seconds)."""
        full_at = max(self._full_at.pop(who, now), now)
        wait = full_at - now - (self._burst - 1) / self._rate
        if wait <= 0:
            full_at += 1 / self._rate
        self._full_at[who] = full_at
        if len(self._full_at) > self._most:
            del self._full_at[next(iter(self._full_at))]
        full_in = full_at - now
        # Rounded first: a sum of many small steps may lie a hair beside a whole number.
        left = int(round(self._burst - full_in * self._rate, 6))
        return Allowance(self._burst, max(left, 0), max(wait, 0.0), full_in)


@dataclass(frozen=True)
class Limits:
    """The buckets of one server."""

    requests: Buckets
    failures: Buckets

    def count_request(self, scope: Scope, key: str) -> None:
        """Count a request by ``key``; raises the 429 that it is too many."""
        allowance = self.requests.take(key, _now())
        scope.setdefault("state", {})[_STATE] = allowance
        if allowance.wait:
            raise _too_many("requests by this key", allowance)

    def count_failure(self, address: str) -> None:
        """Count a key that opens nothing; raises the 429 that it is too many."""
        allowance = self.failures.take(address, _now())
        if allowance.wait:
            raise _too_many("wrong keys from this address", allowance)


def usual_limits(requests: int = REQUESTS) -> Limits:
    """Limits with so many requests by a key, a second."""
    return Limits(Buckets(requests, 2 * requests), Buckets(FAILURES, FAILURES_AT_ONCE))


class TellLimits:
    """Tells whoever asks how much their key may still ask for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""

        async def telling(message: Message) -> None:
            allowance = scope.get("state", {}).get(_STATE)
            if message["type"] == "http.response.start" and allowance is not None:
                MutableHeaders(scope=message).update(allowance.headers)
            await send(message)

        await self._app(scope, receive, telling)


def _too_many(what: str, allowance: Allowance) -> HttpProblem:
    detail = f"Too many {what}; try again in {ceil(allowance.wait)} s."
    return HttpProblem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers=allowance.headers)


def _now() -> float:
    return asyncio.get_running_loop().time()
