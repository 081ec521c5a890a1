"""Browser sessions: a cookie identifies an API key for as long as the key is valid."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from hookflash.orchestrator.api_keys import ApiKeys
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.http.auth import Asker
from hookflash.orchestrator.system.ids import new_secret

COOKIE: Final = "hookflash_session"
LIFETIME: Final = timedelta(hours=12)
"""How long a session lasts after sign-in, regardless of activity."""
MAX_SESSIONS: Final = 10_000
"""The oldest sessions are evicted beyond this number."""
SIGN_IN: Final = address("/sign-in")


@dataclass(frozen=True)
class _Session:
    token: str
    until: datetime


class Sessions:
    """The sessions of this process, in memory; a restart ends them all.

    The cookie is a random token; the API key stays on the server.
    """

    def __init__(self, keys: ApiKeys, now: Callable[[], datetime]) -> None:
        self._keys = keys
        self._now = now
        self._by_hash: dict[str, _Session] = {}

    async def begin(self, token: str) -> str | None:
        """Sign in with an API key; returns the cookie's value, None if the key is not valid."""
        if await self._keys.holder(token) is None:
            return None
        while len(self._by_hash) >= MAX_SESSIONS:
            del self._by_hash[next(iter(self._by_hash))]
        cookie = new_secret()
        self._by_hash[_hash(cookie)] = _Session(token, self._now() + LIFETIME)
        return cookie

    async def asker(self, cookie: str) -> Asker | None:
        """Return a cookie's workspace and key; None once the session or the key has ended."""
        session = self._by_hash.get(_hash(cookie))
        if session is None:
            return None
        holder = await self._keys.holder(session.token)
        if holder is None or self._now() >= session.until:
            self.end(cookie)
            return None
        return Asker(*holder)

    def end(self, cookie: str) -> None:
        """Sign out."""
        self._by_hash.pop(_hash(cookie), None)


def _hash(cookie: str) -> str:
    return sha256(cookie.encode()).hexdigest()
