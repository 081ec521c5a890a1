"""The table into which a peer's last step writes: synced, in a database of its own."""

import asyncio
from typing import Any, Final

import sqlalchemy as sa

CONNECTIONS: Final = 20
_INBOX: Final = "CREATE TABLE IF NOT EXISTS inbox (call TEXT PRIMARY KEY, entry TEXT NOT NULL)"
_ENTER: Final = "INSERT INTO inbox VALUES (:call, :entry) ON CONFLICT DO NOTHING"


class Inbox:
    """What became of the calls. Entering a call twice changes nothing."""

    def __init__(self, url: str) -> None:
        """Open the table; ``url`` is one of SQLAlchemy. SQLite gets a synced write-ahead log."""
        self._engine = sa.create_engine(url, pool_size=CONNECTIONS)
        if url.startswith("sqlite"):
            sa.event.listen(self._engine, "connect", _write_ahead)
        with self._engine.begin() as connection:
            connection.exec_driver_sql(_INBOX)

    async def enter(self, call_id: str, entry: object) -> None:
        """Write the entry of a call, in a thread."""
        await asyncio.to_thread(self._enter, {"call": call_id, "entry": repr(entry)})

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def _enter(self, row: dict[str, str]) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.text(_ENTER), row)


def _write_ahead(connection: Any, _: object) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
