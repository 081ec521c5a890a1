"""Asks a model how it reads the caller's answer, before the answer is decided on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from weakref import WeakValueDictionary

from hookflash.domain.call.call import Call
from hookflash.domain.call.deciding.confirmation import words_to_read
from hookflash.domain.policy.speech.answer import Answer
from hookflash.domain.policy.speech.reading import Reading
from hookflash.orchestrator.log.storable import is_storable
from hookflash.orchestrator.ports.understanding import AnswerToRead, Opinion, Understanding
from hookflash.orchestrator.telemetry.logs import get_logger

PATIENCE_SECONDS: Final = 1.5
"""The caller waits in silence meanwhile."""
MAX_QUOTE: Final = 2_000
"""Characters of a quote that are stored; a longer one is no part of an answer."""

logger = get_logger(__name__)


class SecondReader:
    """Obtains readings. What a model does wrong makes the reading unclear, and raises nothing."""

    def __init__(self, model: Understanding | None) -> None:
        self._model = model
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def in_turn(self, call_id: str) -> AsyncIterator[None]:
        """Read one utterance at a time: words read fast do not overtake earlier ones."""
        lock = self._turns.setdefault(call_id, asyncio.Lock())
        async with lock:
            yield

    def is_asked(self, call: Call) -> bool:
        """Whether a model is to read what the caller of ``call`` says now."""
        reads = self._model is not None and call.understanding != "off"
        return reads and call.state == "confirm_transfer"

    async def read(self, call: Call, words: str) -> Reading | None:
        """How the model reads ``words``, the caller's answer on ``call``."""
        transfer = call.current
        if self._model is None or transfer is None or not words.strip():
            return None
        asked = next((line.text for line in reversed(call.lines) if line.asks is not None), "")
        answer = AnswerToRead(
            call_id=call.call_id,
            words=words_to_read(call, words),
            question=asked,
            about=transfer.destination.name,
            language=call.language,
        )
        return await self._reading(self._model, answer)

    async def _reading(self, model: Understanding, answer: AnswerToRead) -> Reading:
        reading = asyncio.create_task(_opinion(model, answer))
        try:
            await asyncio.wait({reading}, timeout=PATIENCE_SECONDS)
        finally:
            done = reading.done()
            reading.cancel()
        if not done:
            return self._failed(model, answer, "timeout")
        if reading.cancelled():
            return self._failed(model, answer, asyncio.CancelledError.__name__)
        if (error := reading.exception()) is not None:
            return self._failed(model, answer, type(error).__name__)
        meaning, quote = Answer(reading.result().meaning), reading.result().quote
        return Reading(words=answer.words, meaning=meaning, quote=quote, by=model.label)

    def _failed(self, model: Understanding, answer: AnswerToRead, failure: str) -> Reading:
        """A reading without a meaning; the name of an error is kept, never its text."""
        logger.warning("understanding_failed", call_id=answer.call_id, reason=failure)
        unclear = Answer.UNCLEAR
        return Reading(words=answer.words, meaning=unclear, by=model.label, failure=failure)


async def _opinion(model: Understanding, answer: AnswerToRead) -> Opinion:
    """Ask the model; whatever is wrong with its opinion is raised here."""
    opinion = await model.read(answer)
    if not isinstance(opinion, Opinion):
        raise TypeError(f"read returned {type(opinion).__name__}, not Opinion")
    if len(opinion.quote) > MAX_QUOTE or not is_storable(opinion.quote):
        raise ValueError("the quote is longer than any answer, or cannot be stored")
    return opinion
