"""Plays what the core says, word for word, and reports what the caller heard of it."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final

from livekit.agents import AgentSession, ChatMessage
from livekit.agents.voice import SpeechHandle

from hookflash.domain.call.effects import Speech
from hookflash.orchestrator.agents.desk.desk import Desk
from hookflash.orchestrator.agents.livekit.heard import Playbacks
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.telemetry.logs import get_logger

STOP_SECONDS: Final = 1.0
"""Seconds that stopping a speech may take before the caller's words are judged without it."""
Start = Callable[[Coroutine[Any, Any, Any]], "asyncio.Task[Any]"]

logger = get_logger(__name__)


class Speaker:
    """The core's voice in a session; each speech is played and reported once."""

    def __init__(
        self,
        desk: Desk,
        session: AgentSession[Any],
        clock: Clock,
        playbacks: Playbacks,
        start: Start,
    ) -> None:
        self._desk = desk
        self._session = session
        self._clock = clock
        self._playbacks = playbacks
        self._start = start
        self._known: set[str] = set()
        self._open: dict[SpeechHandle, asyncio.Task[None]] = {}

    def play(self, speeches: Sequence[Speech], *, interruptible: bool = True) -> None:
        """Play what was not played yet, one after the other."""
        for speech in speeches:
            if speech.id not in self._known:
                self._known.add(speech.id)
                self._play(speech, interruptible=interruptible)

    def owns(self, item: ChatMessage) -> bool:
        """Whether an item of the session is what the core said."""
        return any(item in handle.chat_items for handle in self._open)

    async def stop(self) -> None:
        """Stop what plays or waits, and report what was heard of it.

        The caller spoke: an answer to words that they have not heard is none.
        """
        open_now = dict(self._open)
        for handle in open_now:
            if handle.allow_interruptions:
                handle.interrupt()
        stopping = [task for handle, task in open_now.items() if handle.interrupted]
        if stopping:
            await asyncio.wait(stopping, timeout=STOP_SECONDS)

    async def finished(self) -> None:
        """Wait until all that was to be played is played and reported."""
        while self._open:
            await asyncio.wait(list(self._open.values()))

    def _play(self, speech: Speech, *, interruptible: bool) -> None:
        self._playbacks.follow(self._session)
        try:
            handle = self._session.say(speech.text, allow_interruptions=interruptible)
        except RuntimeError as error:  # the session closes, or has no voice
            logger.warning("livekit_speech_failed", call_id=speech.call_id, error=repr(error))
            self._start(self._report(speech, None))
        else:
            self._open[handle] = self._start(self._follow(speech, handle))

    async def _follow(self, speech: Speech, handle: SpeechHandle) -> None:
        await handle.wait_for_playout()
        items = [item for item in handle.chat_items if isinstance(item, ChatMessage)]
        try:
            await self._report(speech, items[-1] if items else None)
        finally:
            del self._open[handle]

    async def _report(self, speech: Speech, item: ChatMessage | None) -> None:
        heard = self._playbacks.heard_of(speech.text, item)
        ended = heard.ended_at or self._clock.now()
        await self._desk.played(
            speech.id,
            began_at=heard.began_at or ended,
            ended_at=ended,
            heard_chars=heard.characters,
            finished=heard.finished,
        )
