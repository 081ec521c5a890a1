"""Rate limits: units of work per key and per workspace, failed authentications per address.

A request takes the units that ``costs`` names. Counted per process, by the event loop's monotonic
clock.
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
"""Default units per second and key; bursts of up to twice that. Most requests take one."""
KEYS: Final = 4
"""All keys of a workspace together may take so many times as much as one."""
FAILURES: Final = 1
"""Failed authentications per second and address."""
FAILURES_AT_ONCE: Final = 20
"""The largest burst of failed authentications from an address."""
_MOST: Final = 10_000
_STATE: Final = "allowance"


@dataclass(frozen=True)
class Allowance:
    """What is left in a token bucket that holds ``burst`` units.

    ``wait``: seconds until the request is allowed, 0 for now. ``full_in``: seconds until the bucket
    is full again. ``cost``: the units that the request takes.
    """

    burst: int
    left: int
    wait: float
    full_in: float
    cost: int = 1

    @property
    def headers(self) -> dict[str, str]:
        """The rate-limit response headers."""
        headers = {
            "RateLimit-Limit": str(self.burst),
            "RateLimit-Remaining": str(self.left),
            "RateLimit-Reset": str(ceil(self.full_in)),
            "RateLimit-Cost": str(self.cost),
        }
        return headers | ({"Retry-After": str(ceil(self.wait))} if self.wait else {})


class Buckets:
    """Token buckets by key: ``burst`` units at once, refilled at ``rate`` per second.

    Stores only when each bucket will be full again, for the ``most`` recently used buckets: an
    older one is full by then.
    """

    def __init__(self, rate: float, burst: int, most: int = _MOST) -> None:
        self._rate = rate
        self._burst = burst
        self._most = most
        self._full_at: dict[str, float] = {}

    def take(self, who: str, now: float, cost: int = 1) -> Allowance:
        """Take ``cost`` units from the bucket of ``who`` at ``now`` (seconds), if it has as many.

        What costs more than a bucket holds takes a full one.
        """
        cost = min(cost, self._burst)
        full_at = max(self._full_at.pop(who, now), now)
        wait = full_at - now - (self._burst - cost) / self._rate
        if wait <= 0:
            full_at += cost / self._rate
        self._full_at[who] = full_at
        if len(self._full_at) > self._most:
            del self._full_at[next(iter(self._full_at))]
        full_in = full_at - now
        # Round first: summing many small steps leaves a floating-point error.
        left = int(round(self._burst - full_in * self._rate, 6))
        return Allowance(self._burst, max(left, 0), max(wait, 0.0), full_in, cost)


@dataclass(frozen=True)
class Limits:
    """The rate limits of one server; without ``workspaces``, only single keys are limited."""

    requests: Buckets
    failures: Buckets
    workspaces: Buckets | None = None

    def count_request(self, scope: Scope, workspace: str, key: str, cost: int = 1) -> None:
        """Count a request with a key of ``workspace``; raises a 429 if there are too many."""
        allowance = self.requests.take(f"{workspace}/{key}", _now(), cost)
        scope.setdefault("state", {})[_STATE] = allowance
        if allowance.wait:
            raise _too_many("requests with this key", allowance)
        if self.workspaces is None:
            return
        of_all = self.workspaces.take(workspace, _now(), cost)
        if of_all.wait:
            scope["state"][_STATE] = of_all
            raise _too_many("requests with the keys of this workspace", of_all)

    def count_failure(self, address: str) -> None:
        """Count a failed authentication; raises a 429 if there are too many."""
        allowance = self.failures.take(address, _now())
        if allowance.wait:
            raise _too_many("invalid keys from this address", allowance)


def usual_limits(requests: int = REQUESTS) -> Limits:
    """Return the default limits, with ``requests`` units per second and key."""
    return Limits(
        Buckets(requests, 2 * requests),
        Buckets(FAILURES, FAILURES_AT_ONCE),
        Buckets(KEYS * requests, 2 * KEYS * requests),
    )


class TellLimits:
    """Adds the rate-limit headers to responses."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""

        async def send_with_headers(message: Message) -> None:
            allowance = scope.get("state", {}).get(_STATE)
            if message["type"] == "http.response.start" and allowance is not None:
                MutableHeaders(scope=message).update(allowance.headers)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _too_many(what: str, allowance: Allowance) -> HttpProblem:
    detail = f"Too many {what}; try again in {ceil(allowance.wait)} s."
    return HttpProblem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers=allowance.headers)


def _now() -> float:
    return asyncio.get_running_loop().time()
