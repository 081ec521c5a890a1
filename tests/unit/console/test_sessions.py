"""Sessions are valid as long as their key, for at most twelve hours."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from hookflash.orchestrator.api_keys import ApiKeys
from hookflash.orchestrator.console.session import Sessions
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.session_table import SESSIONS, SessionRow, SessionTable
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.sessions import LIFETIME, BrowserSessions
from hookflash.orchestrator.system.ids import RandomIds, new_secret
from hookflash.projections.database.engine import open_database, reading
from tests.cast import NOON


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> datetime:
        """Return the time that was set."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Advance the clock."""
        self.time += timedelta(seconds=seconds)


async def at_once(question: Callable[..., Any], *arguments: Any) -> Any:
    """Run a query."""
    return question(*arguments)


def test_a_session_ends_by_itself_and_with_its_key() -> None:
    """Twelve hours after sign-in, or at once on sign-out or when the key is revoked."""

    async def run() -> None:
        clock = Clock()
        log = EventLog(open_store("sqlite://"), live=False)
        keys = ApiKeys(log, clock, RandomIds(), new_secret)
        table = SessionTable(open_database("sqlite://"))
        sessions = Sessions(BrowserSessions(keys, table, clock, at_once))
        token = await keys.issue("harbor-dental", "read")
        first, second, third = [await sessions.begin(str(token)) for _ in range(3)]
        assert first is not None
        assert second is not None
        assert third is not None
        asker = await sessions.asker(first)
        assert asker is not None
        assert (asker.workspace, asker.key.role) == ("harbor-dental", "read")
        await sessions.end(second)
        assert await sessions.asker(second) is None
        clock.time += LIFETIME
        assert await sessions.asker(first) is None
        clock.time = NOON
        await keys.revoke("harbor-dental", token.key)
        assert await sessions.asker(third) is None
        assert await sessions.begin(str(token)) is None

    asyncio.run(run())


def test_another_worker_knows_the_session(tmp_path: Path) -> None:
    """One that starts later, on the same database, which has neither cookie nor secret."""
    url = f"sqlite:///{tmp_path / 'console.db'}"

    def worker() -> tuple[ApiKeys, Sessions]:
        clock = Clock()
        log = EventLog(open_store(url), live=False)
        keys = ApiKeys(log, clock, RandomIds(), new_secret)
        return keys, Sessions(
            BrowserSessions(keys, SessionTable(open_database(url)), clock, at_once)
        )

    async def run() -> None:
        keys, first = worker()
        token = await keys.issue("harbor-dental", "read")
        cookie = await first.begin(str(token))
        assert cookie is not None
        _, second = worker()
        asker = await second.asker(cookie)
        assert asker is not None
        assert asker.key.id == token.key
        with reading(open_database(url)) as connection:
            kept = str(connection.execute(select(SESSIONS)).all())
        assert cookie not in kept
        assert token.secret not in kept
        await second.end(cookie)
        assert await first.asker(cookie) is None

    asyncio.run(run())


def test_expired_sessions_are_deleted() -> None:
    """By the next sign-in."""
    table = SessionTable(engine := open_database("sqlite://"))
    row = SessionRow("harbor-dental", "first", NOON + LIFETIME)
    table.add("old", row, NOON)
    table.add("new", row._replace(until=NOON + 3 * LIFETIME), NOON + 2 * LIFETIME)
    assert table.find("old") is None
    assert table.find("new") is not None
    engine.dispose()
