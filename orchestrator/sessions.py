"""Browser sessions: a cookie identifies an API key for as long as the key is valid."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from hookflash.domain.access.keys import Key
from hookflash.orchestrator.api_keys import ApiKeys
from hookflash.orchestrator.log.session_table import SessionRow, SessionTable
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.system.ids import new_secret

LIFETIME: Final = timedelta(hours=12)
"""How long a session lasts after sign-in, regardless of activity."""


class BrowserSessions:
    """The sessions of all workers, in the database; a restart ends none.

    The database has neither cookies nor secrets of keys: a hash of the cookie leads to a key's id.
    ``run_blocking`` runs a query where it may block.
    """

    def __init__(
        self,
        keys: ApiKeys,
        table: SessionTable,
        clock: Clock,
        run_blocking: Callable[..., Awaitable[Any]],
    ) -> None:
        self._keys = keys
        self._table = table
        self._clock = clock
        self._run = run_blocking

    async def begin(self, token: str) -> str | None:
        """Sign in with an API key; returns the cookie's value, None if the key is not valid."""
        holder = await self._keys.holder(token)
        if holder is None:
            return None
        workspace, key = holder
        cookie, now = new_secret(), self._clock.now()
        row = SessionRow(workspace, key.id, now + LIFETIME)
        await self._run(self._table.add, _hash(cookie), row, now)
        return cookie

    async def holder(self, cookie: str) -> tuple[str, Key] | None:
        """Return a cookie's workspace and key; None once the session or the key has ended."""
        if not cookie:
            return None
        session: SessionRow | None = await self._run(self._table.find, _hash(cookie))
        if session is None:
            return None
        key = (await self._keys.keys(session.workspace)).by_id.get(session.key)
        if key is None or key.revoked or self._clock.now() >= session.until:
            await self.end(cookie)
            return None
        return session.workspace, key

    async def end(self, cookie: str) -> None:
        """Sign out."""
        await self._run(self._table.remove, _hash(cookie))

    def close(self) -> None:
        """Close the table."""
        self._table.close()


def _hash(cookie: str) -> str:
    return sha256(cookie.encode()).hexdigest()
