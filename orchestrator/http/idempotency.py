"""Idempotency keys: a request that is repeated under the same key counts once."""

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
        description="Makes a retry safe: a request repeated under the same key counts once.",
        examples=["9f1c2d1e"],
    ),
]


async def _command_id(request: Request, center: Center, key: IdempotencyKey = None) -> str:
    sent = f"{request.method} {request.url.path}\n".encode() + await request.body()
    return request_id(key or center.new_id("request"), sha256(sent).hexdigest()[:16])


CommandId = Annotated[str, Depends(_command_id)]
"""The command id of a write. The domain refuses an id that another request has used."""


def reused() -> HttpProblem:
    """Return the 422 for a key that was used for another request."""
    return at_fault(
        "Idempotency-Key",
        "was already used for another request",
        "Use a new key for each new request; repeat a key only to retry the same request.",
    )
