"""Sessions are valid as long as their key, for at most twelve hours."""

import asyncio
from datetime import datetime, timedelta

from hookflash.orchestrator.api_keys import ApiKeys
from hookflash.orchestrator.console.session import LIFETIME, Sessions
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.system.ids import RandomIds, new_secret
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


def test_a_session_ends_by_itself_and_with_its_key() -> None:
    """Twelve hours after sign-in, or at once on sign-out or when the key is revoked."""

    async def run() -> None:
        clock = Clock()
        log = EventLog(open_store("sqlite://"), live=False)
        keys = ApiKeys(log, clock, RandomIds(), new_secret)
        sessions = Sessions(keys, clock.now)
        token = await keys.issue("harbor-dental", "read")
        first, second, third = [await sessions.begin(str(token)) for _ in range(3)]
        assert first is not None
        assert second is not None
        assert third is not None
        asker = await sessions.asker(first)
        assert asker is not None
        assert (asker.workspace, asker.key.role) == ("harbor-dental", "read")
        sessions.end(second)
        assert await sessions.asker(second) is None
        clock.time += LIFETIME
        assert await sessions.asker(first) is None
        clock.time = NOON
        await keys.revoke("harbor-dental", token.key)
        assert await sessions.asker(third) is None
        assert await sessions.begin(str(token)) is None

    asyncio.run(run())
