"""The session of a browser: who asks, by the cookie that it sends."""

from typing import Final

from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.http.auth import Asker
from hookflash.orchestrator.sessions import BrowserSessions

COOKIE: Final = "hookflash_session"
SIGN_IN: Final = address("/sign-in")


class Sessions:
    """The sessions of all workers, as the console asks for them."""

    def __init__(self, stored: BrowserSessions) -> None:
        self._stored = stored

    async def begin(self, token: str) -> str | None:
        """Sign in with an API key; returns the cookie's value, None if the key is not valid."""
        return await self._stored.begin(token)

    async def asker(self, cookie: str) -> Asker | None:
        """Return a cookie's workspace and key; None once the session or the key has ended."""
        holder = await self._stored.holder(cookie)
        return None if holder is None else Asker(*holder)

    async def end(self, cookie: str) -> None:
        """Sign out."""
        await self._stored.end(cookie)
