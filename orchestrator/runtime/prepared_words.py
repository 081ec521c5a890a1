"""Compiles what reads words before the first call needs it, beside the event loop."""

from collections.abc import Awaitable, Callable

from hookflash.domain.policy.speech.sentences import preparations

Compute = Callable[[Callable[[], object]], Awaitable[object]]
"""Runs a piece of work in a thread."""


async def prepare_words(compute: Compute) -> None:
    """Compile the grammars, one piece after the other, so that closing waits for one at most.

    In a thread, the loop gets its turn every few milliseconds. The first words that a process reads
    would otherwise stop it, and every call in it, for half a second.
    """
    for piece in preparations():
        await compute(piece)
