"""Lists, issues and revokes the workspace's API keys."""

from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import APIRouter, Path
from pydantic import Field

from hookflash.domain.access.events import Role
from hookflash.domain.access.keys import AskerRevoked, Key, NoSuchKey
from hookflash.domain.value import Value
from hookflash.orchestrator.api_keys import KeyIssuedBefore
from hookflash.orchestrator.http.auth import Center, Configurer, no_entry
from hookflash.orchestrator.http.idempotency import IdempotencyKey, reused
from hookflash.orchestrator.http.paging import Page, whole
from hookflash.orchestrator.http.problems import HttpProblem, documented, not_found

router = APIRouter(prefix="/keys", tags=["keys"])


class KeyShown(Value):
    """A key without its secret."""

    id: str
    name: str
    role: Role
    issued_at: datetime
    revoked: bool

    @classmethod
    def of(cls, key: Key) -> Self:
        """Return ``key`` without its secret."""
        return cls(**{name: getattr(key, name) for name in cls.model_fields})


class NewKey(Value):
    """A key to issue; ``name`` describes its purpose."""

    name: str = Field("", max_length=100, examples=["reception"])
    role: Role


class IssuedKey(Value):
    """A new key. ``token`` is shown only once; the log keeps a salted hash."""

    id: str
    role: Role
    token: str


@router.get("")
async def list_keys(center: Center, asker: Configurer) -> Page[KeyShown]:
    """List every key, including revoked ones."""
    keys = await center.keys.keys(asker.workspace)
    return whole(map(KeyShown.of, keys.by_id.values()))


@router.post("", status_code=HTTPStatus.CREATED, responses=documented(HTTPStatus.CONFLICT))
async def issue_key(
    body: NewKey, center: Center, asker: Configurer, sent: IdempotencyKey = None
) -> IssuedKey:
    """Issue a key, with a role that your key includes; 403 for another one.

    409 if the idempotency key has already issued one: its token is not stored.
    """
    asker.needs(body.role)
    key = sha256(f"{asker.workspace}/{sent}".encode()).hexdigest()[:16] if sent else ""
    try:
        token = await center.keys.issue(asker.workspace, body.role, body.name, key=key)
    except KeyIssuedBefore as error:
        before = (await center.keys.keys(asker.workspace)).by_id[key]
        if (before.name, before.role) != (body.name, body.role):
            raise reused() from error
        detail = f"This request has already issued the key {key}. Revoke it and issue a new one."
        raise HttpProblem(HTTPStatus.CONFLICT, detail) from error
    return IssuedKey(id=token.key, role=body.role, token=str(token))


@router.delete(
    "/{key}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=documented(HTTPStatus.CONFLICT),
)
async def revoke_key(
    key: Annotated[str, Path(max_length=100)], center: Center, asker: Configurer
) -> None:
    """Revoke a key, effective from the next request. Repeating it has no effect.

    409 for the key that makes the request, so that the last key cannot lock everyone out. If two
    keys revoke each other at the same time, one of them remains. 403 for a key whose role yours
    does not include.
    """
    if key == asker.key.id:
        detail = "Nothing was changed: a key cannot revoke itself. Use another key."
        raise HttpProblem(HTTPStatus.CONFLICT, detail)
    known = (await center.keys.keys(asker.workspace)).by_id.get(key)
    if known is not None:
        asker.needs(known.role)
    try:
        await center.keys.revoke(asker.workspace, key, asker.key.id)
    except NoSuchKey as error:
        raise not_found(f"key “{key}”") from error
    except AskerRevoked as error:
        raise no_entry("Nothing was changed: this key has just been revoked.") from error
