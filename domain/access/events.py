"""What happens to a workspace's API keys. All stand in one stream, ``<workspace>.access``."""

from typing import ClassVar, Literal

from hookflash.domain.event import Event

Role = Literal["read", "operate", "configure"]
"""What a key is good for; each role may also do what those before it may."""


def access_stream(workspace: str) -> str:
    """Where a workspace's keys stand."""
    return f"{workspace}.access"


class AccessEvent(Event):
    """A change in who may use ``workspace``; ``key`` is the key's public id."""

    workspace: str
    key: str

    @property
    def stream(self) -> str:
        """``<workspace>.access``."""
        return access_stream(self.workspace)


class KeyIssued(AccessEvent):
    """A key was made; only the salted hash of its secret is kept, in hex."""

    TOPIC: ClassVar[str] = "access.key_issued.v1"

    name: str
    role: Role
    salt: str
    secret_hash: str


class KeyRevoked(AccessEvent):
    """The key opens nothing any more."""

    TOPIC: ClassVar[str] = "access.key_revoked.v1"
