"""The speech process is watched, and what it cannot do does not hold up a call."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from hookflash.orchestrator.carriers.voice.engine import MOST_WAITING, SpeechEngine
from hookflash.orchestrator.carriers.voice.speech import NoSpeech, SpeechState, SpeechUnavailable
from tests.rig.scaled_time import run_scaled

PROGRAM = (sys.executable, "-m", "tests.unit.voice.speech_program")


@asynccontextmanager
async def speech() -> AsyncIterator[tuple[SpeechEngine, list[SpeechState]]]:
    """A running engine, and the states that it was in."""
    engine, states = SpeechEngine(PROGRAM), list[SpeechState]()
    engine.watch(states.append)
    engine.start()
    await reached(states, "ready")
    yield engine, states
    await engine.close()
    assert engine.process_id is None


async def reached(states: list[SpeechState], state: SpeechState) -> None:
    """Wait for a state that was not reached yet."""
    while state not in states:  # noqa: ASYNC110 - the list is what is waited for
        await asyncio.sleep(0.05)


def test_texts_become_sound_sentence_by_sentence_and_sound_becomes_words() -> None:
    """In the process."""

    async def main() -> None:
        async with speech() as (engine, _):
            said = [one async for one in engine.speak("Thanks for calling. How can I help?")]
            assert [one.text for one in said] == ["Thanks for calling.", "How can I help?"]
            assert len(said[0].pcm) == 2 * len("Thanks for calling.")
            assert await engine.hear(bytes(10)) == "10 bytes"

    asyncio.run(main())


def test_a_process_that_dies_is_started_again() -> None:
    """What was asked of it fails at once; what is asked later works."""

    async def main() -> None:
        async with speech() as (engine, states):
            with pytest.raises(SpeechUnavailable):
                await engine.hear(b"die!")
            await reached(states, "down")
            states.clear()
            await reached(states, "ready")
            assert await engine.hear(bytes(4)) == "4 bytes"

    run_scaled(main(), 20)


def test_a_process_that_does_not_answer_is_ended() -> None:
    """After 20 seconds for one request; too many requests are refused at once."""

    async def main() -> None:
        async with speech() as (engine, states):
            waiting = [asyncio.create_task(engine.hear(b"hang")) for _ in range(MOST_WAITING)]
            await asyncio.sleep(0.1)
            with pytest.raises(SpeechUnavailable, match="8 requests wait"):
                await engine.hear(b"hang")
            for one in await asyncio.gather(*waiting, return_exceptions=True):
                assert isinstance(one, SpeechUnavailable)
            await reached(states, "down")

    run_scaled(main(), 20)


def test_without_the_extra_there_is_no_speech() -> None:
    """The error names what to install."""

    async def main() -> None:
        with pytest.raises(SpeechUnavailable, match=r"pip install 'hookflash\[speech\]'"):
            await NoSpeech().hear(b"")
        with pytest.raises(SpeechUnavailable):
            [one async for one in NoSpeech().speak("Hello.")]

    asyncio.run(main())
