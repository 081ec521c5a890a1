"""API keys: their written form, and checking, issuing and revoking them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Final, NamedTuple, get_args

from hookflash.domain.access.events import AccessEvent, KeyIssued, KeyRevoked, Role
from hookflash.domain.errors import HookflashError
from hookflash.domain.event import Actor, Event

ROLES: Final[tuple[Role, ...]] = get_args(Role)
_PREFIX: Final = "hf"
_PARTS: Final = 4


def includes(held: Role, needed: Role) -> bool:
    """Whether the role ``held`` is ``needed`` or includes it."""
    return ROLES.index(held) >= ROLES.index(needed)


class Token(NamedTuple):
    """A key in the form its holder sends it: ``hf_<workspace>_<key>_<secret>``."""

    workspace: str
    key: str
    secret: str

    def __str__(self) -> str:
        return "_".join((_PREFIX, *self))


def read_token(text: str) -> Token | None:
    """Parse ``text`` as a token; None if it does not have the form of one."""
    prefix, *parts = text.split("_")
    if prefix != _PREFIX or len(parts) != _PARTS - 1 or not all(parts):
        return None
    return Token(*parts)


def digest(salt: str, secret: str) -> str:
    """Hash a secret for storage. A secret is 256 random bits, so one fast round is enough."""
    return sha256(f"{salt}/{secret}".encode()).hexdigest()


@dataclass(frozen=True)
class Key:
    """A key as folded from the log."""

    id: str
    name: str
    role: Role
    salt: str
    secret_hash: str
    issued_at: datetime
    revoked: bool = False

    def fits(self, secret: str) -> bool:
        """Whether ``secret`` belongs to this key and the key is not revoked."""
        same = compare_digest(self.secret_hash, digest(self.salt, secret))
        return same and not self.revoked

    def may(self, role: Role) -> bool:
        """Whether the key's role is ``role`` or includes it."""
        return includes(self.role, role)


@dataclass(frozen=True)
class Keys:
    """A workspace's keys by id, folded up to ``position`` of their stream."""

    position: int = 0
    by_id: Mapping[str, Key] = field(default_factory=dict)


def evolve(keys: Keys, event: Event) -> Keys:
    """Fold one event in."""
    known = dict(keys.by_id)
    if isinstance(event, KeyIssued):
        known[event.key] = Key(
            id=event.key,
            name=event.name,
            role=event.role,
            salt=event.salt,
            secret_hash=event.secret_hash,
            issued_at=event.at,
        )
    elif isinstance(event, KeyRevoked) and event.key in known:
        known[event.key] = replace(known[event.key], revoked=True)
    return Keys(event.position, known)


def issue(  # noqa: PLR0913 - the parts of a key
    keys: Keys, token: Token, *, name: str, role: Role, salt: str, at: datetime
) -> KeyIssued:
    """Create a key from ``token``; ``salt`` must be random, too."""
    return KeyIssued(
        workspace=token.workspace,
        key=token.key,
        name=name,
        role=role,
        salt=salt,
        secret_hash=digest(salt, token.secret),
        position=keys.position + 1,
        at=at,
        by=Actor.OPERATOR,
        cause=f"issue/{token.key}",
    )


class AskerRevoked(HookflashError):
    """The key that requested a revocation has itself been revoked in the meantime."""


class NoSuchKey(HookflashError, KeyError):
    """The workspace has no key with this id; ``key`` is the id."""

    def __init__(self, workspace: str, key: str) -> None:
        super().__init__(workspace, key)
        self.key = key
        self._workspace = workspace

    def __str__(self) -> str:
        return f"workspace {self._workspace!r} has no key {self.key!r}"


def revoke(
    keys: Keys, workspace: str, key: str, *, at: datetime, asker: str | None = None
) -> tuple[AccessEvent, ...]:
    """Revoke a key; no event if it is revoked already. Raises :class:`NoSuchKey`.

    ``asker`` is the id of the key that requests it, which must be a different one. Raises
    :class:`AskerRevoked` if that key has been revoked: when two keys revoke each other, one
    survives, so a workspace is never locked out.
    """
    if asker is not None and keys.by_id[asker].revoked:
        raise AskerRevoked
    if key not in keys.by_id:
        raise NoSuchKey(workspace, key)
    if keys.by_id[key].revoked:
        return ()
    event = KeyRevoked(
        workspace=workspace,
        key=key,
        position=keys.position + 1,
        at=at,
        by=Actor.OPERATOR,
        cause=f"revoke/{key}",
    )
    return (event,)
