"""Writes that may be sent again: the same key with the same request counts once."""

from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Header, Request

from hookflash.domain.idempotency import request_id
from hookflash.orchestrator.http.auth import Center
from hookflash.orchestrator.http.problems import HttpProblem, at_fault

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
    return request_id(key or center.new_id("request"), sha256(sent).hexdigest()[:16])


CommandId = Annotated[str, Depends(_command_id)]
"""What a write is recorded under. A key that was used for another request is refused there."""


def reused() -> HttpProblem:
    """The problem of a key that was used for another request."""
    return at_fault(
        "Idempotency-Key",
        "was used for another request before",
        "Send a new key with a new request, and the old request with the old key.",
    )
