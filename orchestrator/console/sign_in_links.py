"""One-time links that sign a browser in without typing a key."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from hookflash.orchestrator.system.ids import new_secret

LINK_LIFETIME: Final = timedelta(minutes=10)
"""How long a link is valid; the person who starts a server opens it at once."""


@dataclass(frozen=True)
class _Link:
    key: str
    until: datetime


class SignInLinks:
    """The unused links of this process, in memory; a restart invalidates them all.

    A link carries a random token, never the API key. Only the token's hash is kept.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._by_hash: dict[str, _Link] = {}

    def issue(self, key: str) -> str:
        """Return a token that signs in once with the API key ``key``, within ``LINK_LIFETIME``."""
        token = new_secret()
        self._by_hash[_hash(token)] = _Link(key, self._now() + LINK_LIFETIME)
        return token

    def redeem(self, token: str) -> str | None:
        """Use a token up; returns its API key, None if it is unknown, used or expired."""
        link = self._by_hash.pop(_hash(token), None)
        if link is None or self._now() >= link.until:
            return None
        return link.key


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
