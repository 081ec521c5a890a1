"""One speech process for everything in this process that speaks or listens."""

import asyncio
from weakref import WeakKeyDictionary

from hookflash.orchestrator.carriers.voice.engine import SpeechEngine
from hookflash.orchestrator.carriers.voice.models import speech_installed

_engines: "WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[SpeechEngine, list[object]]]"
_engines = WeakKeyDictionary()


def borrow_speech(borrower: object) -> SpeechEngine | None:
    """The speech of this event loop; None if ``hookflash[speech]`` is not installed.

    Give it back with :func:`return_speech`: after the last borrower, its process ends.
    """
    if not speech_installed():
        return None
    engine, borrowers = _engines.setdefault(asyncio.get_running_loop(), (SpeechEngine(), []))
    if borrower not in borrowers:
        borrowers.append(borrower)
    return engine


async def return_speech(borrower: object) -> None:
    """Need it no more."""
    loop = asyncio.get_running_loop()
    engine, borrowers = _engines.get(loop, (None, []))
    if engine is None or borrower not in borrowers:
        return
    borrowers.remove(borrower)
    if not borrowers:
        del _engines[loop]
        await engine.close()
