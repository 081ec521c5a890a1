"""The stand-in's carrier for texts."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.rig.http import Reply
from tests.rig.ledger import Ledger

Tell = Callable[[str, dict[str, Any]], None]
"""Receives a report: its type and its data."""
Promise = Literal["native", "query", "nothing"]
"""``native``: a key repeated within :data:`WINDOW` is one text. ``query``: ``find`` works."""
WINDOW = 60.0
"""Seconds that a carrier remembers keys, and the shortest known such time."""
UNDELIVERABLE = "+12125550199"
"""A number to which no text is delivered."""


@dataclass
class _Taken:
    body: dict[str, Any]
    provider_id: str
    at: float
    status: str = "accepted"
    code: str = ""


@dataclass
class Texting:
    """Accepts texts; without ``native``, a repeated request is a second text."""

    promise: Promise
    ledger: Ledger
    tell: Tell
    _taken: dict[str, _Taken] = field(default_factory=dict)
    _count: int = 0
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def take(self, key: str, body: dict[str, Any]) -> Reply:
        """Accept one text and begin to deliver it."""
        now = asyncio.get_running_loop().time()
        before = self._taken.get(key)
        if self.promise == "native" and before is not None and now - before.at < WINDOW:
            if before.body != body:
                return Reply(409, {"code": "key_reused", "reason": "this key had another text"})
            return Reply(200, {"provider_id": before.provider_id})
        self._count += 1
        text = self._taken[key] = _Taken(body, f"text-{self._count}", now)
        self.ledger.enter("text", provider_id=text.provider_id, **body)
        task = asyncio.create_task(self._deliver(text))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return Reply(201, {"provider_id": text.provider_id})

    def find(self, key: str) -> Reply:
        """Return what is known of a text."""
        text = self._taken.get(key)
        if text is None or self.promise == "nothing":
            return Reply(404, {"code": "unknown_text"})
        return Reply(
            200, {"provider_id": text.provider_id, "status": text.status, "code": text.code}
        )

    async def _deliver(self, text: _Taken) -> None:
        await asyncio.sleep(0.5)
        self._report(text, "sent")
        await asyncio.sleep(1.0)
        reached = text.body["recipient"] != UNDELIVERABLE
        self._report(text, "delivered" if reached else "undelivered")

    def _report(self, text: _Taken, status: str) -> None:
        text.status = status
        text.code = "30003" if status == "undelivered" else ""
        told = {key: text.body[key] for key in ("call_id", "effect_key")}
        told |= {"status": status, "provider_id": text.provider_id, "code": text.code}
        self.tell("text.status", told)
