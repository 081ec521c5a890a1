"""Messages for the user when an action fails."""

import asyncio
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from hookflash.orchestrator.console.action_failures import reporting_failures
from hookflash.orchestrator.log.errors import LogFault


def tried(act: Callable[..., None]) -> list[str]:
    """Return the messages shown when ``act`` is run."""
    told: list[str] = []
    with capture_logs():
        asyncio.run(reporting_failures(act, told.append)("x"))
    return told


def broken(error: Exception) -> Callable[..., None]:
    """Return a handler that raises ``error``."""

    def act(_: str) -> None:
        raise error

    return act


def test_what_works_needs_no_words() -> None:
    """The handler gets its arguments, and may be async or not."""
    given: list[str] = []

    async def slowly(one: str) -> None:
        given.append(one)

    assert tried(given.append) == []
    assert tried(slowly) == []  # type: ignore[arg-type]
    assert given == ["x", "x"]


@pytest.mark.parametrize(
    ("error", "words"),
    [(LogFault("away"), "The database did not answer"), (KeyError("x"), "That did not work")],
)
def test_what_fails_is_told(error: Exception, words: str) -> None:
    """The message says what to do and does not show the error itself."""
    (told,) = tried(broken(error))
    assert told.startswith(words)
