"""The words that the caller is saying, from the first of them until the session commits them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final

from livekit.agents import AgentSession, ChatMessage
from livekit.agents.voice import SpeechHandle

from hookflash.orchestrator.agents.livekit.speaker import Start
from hookflash.orchestrator.ports.clock import Clock

AGAIN_SECONDS: Final = 1.0
"""The call center waits for 1.5 s for final words; until then they are reported as going on."""
LONGEST_SECONDS: Final = 30.0
"""For how long words without an end are reported as going on."""
SLACK_SECONDS: Final = 0.5
"""Seconds beyond the session's own longest wait for the end of a turn."""


class UserTurn:
    """Follows what the caller says.

    Words during a speech that must not be interrupted are thrown away by the session: they are
    put to it again, as a turn of their own, once that speech is over.
    """

    def __init__(
        self,
        session: AgentSession[Any],
        clock: Clock,
        partly_heard: Callable[[str, datetime | None], Awaitable[None]],
        start: Start,
    ) -> None:
        self._session = session
        self._clock = clock
        self._partly_heard = partly_heard
        self._start = start
        self._words: list[str] = []
        self._began: datetime | None = None
        self._saying: asyncio.Task[None] | None = None
        self._shielded: set[SpeechHandle] = set()

    @property
    def began_at(self) -> datetime | None:
        """When the words began that are not committed yet."""
        return self._began

    def transcribed(self, words: str, *, final: bool) -> None:
        """Some words were recognized."""
        if not words.strip():
            return
        self._began = self._began or self._clock.now()
        if final:
            self._words.append(words)
        if self._saying is None:
            self._saying = self._start(self._go_on(words))

    def committed(self) -> None:
        """The session has taken the words as a turn."""
        self._words, self._began = [], None
        if self._saying is not None:
            self._saying.cancel()
            self._saying = None

    def speaks(self, handle: SpeechHandle) -> None:
        """A speech begins; one that must not be interrupted loses what the caller says."""
        if not handle.allow_interruptions:
            self._shielded.add(handle)
            handle.add_done_callback(self._shield_ends)

    def close(self) -> None:
        """Stop."""
        self.committed()

    async def _go_on(self, words: str) -> None:
        """Report that the caller still speaks, until the words are committed."""
        for _ in range(int(LONGEST_SECONDS / AGAIN_SECONDS)):
            await self._partly_heard(words, self._began)
            await self._clock.sleep(AGAIN_SECONDS)

    def _shield_ends(self, handle: SpeechHandle) -> None:
        self._shielded.discard(handle)
        if self._words and not self._shielded:
            self._start(self._put_again())

    async def _put_again(self) -> None:
        """Put words to the session again that it has not taken in its longest wait."""
        wait = self._session.options.endpointing["max_delay"] + SLACK_SECONDS
        words = list(self._words)
        await self._clock.sleep(wait)
        if not words or self._words != words or self._shielded:
            return
        message = ChatMessage(role="user", content=[" ".join(words)])
        if self._began is not None:
            message.metrics["started_speaking_at"] = self._began.timestamp()
        self.committed()
        self._session.generate_reply(user_input=message, input_modality="audio")
