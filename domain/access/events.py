"""Events of a workspace's API keys. They share one stream, ``<workspace>.access``."""

from typing import ClassVar, Literal

from hookflash.domain.event import Event

Role = Literal["read", "operate", "configure", "administer"]
"""What a key permits; each role includes the ones before it. Carriers need ``administer``."""


def access_stream(workspace: str) -> str:
    """The stream of a workspace's keys."""
    return f"{workspace}.access"


class AccessEvent(Event):
    """A change to one API key of ``workspace``; ``key`` is its public id."""

    workspace: str
    key: str

    @property
    def stream(self) -> str:
        """``<workspace>.access``."""
        return access_stream(self.workspace)


class KeyIssued(AccessEvent):
    """A key was created. Only the salted hash of its secret is stored, in hex."""

    TOPIC: ClassVar[str] = "access.key_issued.v1"

    name: str
    role: Role
    salt: str
    secret_hash: str


class KeyRevoked(AccessEvent):
    """The key was revoked; it is refused from now on."""

    TOPIC: ClassVar[str] = "access.key_revoked.v1"
