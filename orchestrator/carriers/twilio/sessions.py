"""The relay sessions of this process. They are a short cut: without one, REST does the same."""

import asyncio
from typing import Final, Protocol

from hookflash.domain.call.effects import Speech

WAIT_SECONDS: Final = 3.0
"""How long words wait for a session: a call has just come in, or its WebSocket broke."""


class Session(Protocol):
    """An open WebSocket."""

    async def say(self, speech: Speech) -> bool:
        """Send words; False if the WebSocket has broken."""
        ...

    def stop(self) -> None:
        """Stop what is said."""
        ...


class Sessions:
    """Finds the session of a call by Twilio's id of it."""

    def __init__(self) -> None:
        self._open: dict[str, Session] = {}
        self._opened: dict[str, asyncio.Event] = {}

    async def say(self, speech: Speech) -> bool:
        """Say it on the session of its call; False if there is none within three seconds."""
        sid = speech.provider_call_id
        if sid not in self._open:
            opened = self._opened.setdefault(sid, asyncio.Event())
            try:
                async with asyncio.timeout(WAIT_SECONDS):
                    await opened.wait()
            except TimeoutError:
                return False
            finally:
                self._opened.pop(sid, None)
        said = False
        session = self._open.get(sid)
        while session is not None:
            said = await session.say(speech)
            newer = self._open.get(sid)
            if newer is session:
                break
            session = newer  # the caller's WebSocket broke meanwhile, and another one is open
        return said

    def stop(self, provider_call_id: str) -> bool:
        """Stop what is said there; False if this process has no such session."""
        session = self._open.get(provider_call_id)
        if session is not None:
            session.stop()
        return session is not None

    def add(self, sid: str, session: Session) -> None:
        """A session has begun."""
        self._open[sid] = session
        if opened := self._opened.get(sid):
            opened.set()

    def remove(self, sid: str, session: Session) -> None:
        """A session is over; a newer one of the call stays."""
        if self._open.get(sid) is session:
            del self._open[sid]
