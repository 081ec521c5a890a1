"""Forks calls of the log at a URL: for the command line, HTTP and scripts."""

import asyncio

from hookflash.orchestrator.log.existing import open_existing
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.time_machine.as_test import as_test
from hookflash.orchestrator.time_machine.briefings import Briefings
from hookflash.orchestrator.time_machine.change import Change
from hookflash.orchestrator.time_machine.fork import Fork, Forks


def fork(url: str, call_id: str, change: Change, at: int = 0) -> Fork:
    """Decide a call of the log at ``url`` again under ``change``, from event ``at`` on.

    0: from its beginning. Nothing is written. Raises ``NoSuchLog``, ``NotForkable`` or
    ``InvalidFork``. Do not call it inside an event loop.
    """
    with open_existing(url) as store:
        return asyncio.run(Forks(store).of(call_id, change, at))


def fork_as_test(url: str, fork: Fork, change: Change, *, words: bool = False) -> str:
    """``fork``, of a call of the log at ``url``, as a Python test.

    With ``words``, the numbers and what was said stay in it; a test of changed jobs needs them.
    Raises ``NotForkable`` or ``NoFixture`` if that cannot be done.
    """
    with open_existing(url) as store:
        return test_of(store, fork, change, words=words)


def test_of(store: Store, fork: Fork, change: Change, *, words: bool) -> str:
    """As :func:`fork_as_test`, for a call in ``store``."""
    if not words:
        return as_test(fork, change, None)
    received = fork.recorded[0]
    slug, names = received.stream.partition(".")[0], getattr(received, "jobs", ())
    return as_test(fork, change, Briefings(store).jobs(slug, names))
