"""Writes that may be sent again: the same key with the same request counts once.

What was done stands in the log under a cause made of key and request, so that nothing else has to
be kept: ``http/<key>/<fingerprint of the request>``.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Header, Request

from hookflash.domain.event import Event
from hookflash.orchestrator.http.access import Center
from hookflash.orchestrator.http.problems import at_fault

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]+$",
        max_length=200,
        description="Names this request: sent again under the same key, it counts once.",
        examples=["9f1c2d1e"],
    ),
]


async def _command_id(request: Request, center: Center, key: IdempotencyKey = None) -> str:
    sent = f"{request.method} {request.url.path}\n".encode() + await request.body()
    return f"http/{key or center.outside.ids.new('request')}/{sha256(sent).hexdigest()[:16]}"


CommandId = Annotated[str, Depends(_command_id)]
"""What a write is recorded under."""


def refuse_reuse(command_id: str, history: Iterable[Event]) -> None:
    """Refuse a key under which something else was asked before."""
    for event in history:
        before = event.cause.removeprefix("tool/")
        if before != command_id and before.rpartition("/")[0] == command_id.rpartition("/")[0]:
            raise reused()


def reused() -> Exception:
    """The problem of a key that was used for another request."""
    return at_fault(
        "Idempotency-Key",
        "was used for another request before",
        "Send a new key with a new request, and the old request with the old key.",
    )
