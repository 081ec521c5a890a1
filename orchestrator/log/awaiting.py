"""Waits for a database that does not answer when a worker starts, and says so.

What waiting cannot mend is left to the opening, which then raises it: a wrong password, a database
that does not exist, a malformed URL.
"""

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from typing import Final

from hookflash.orchestrator.log.errors import BadLogUrl
from hookflash.orchestrator.telemetry.logs import get_logger

AGAIN_SECONDS: Final = 1.0
"""Pause between two tries."""
_LASTING: Final = re.compile(r"FATAL: .*(authentication|password|does not exist|pg_hba)", re.DOTALL)
"""How a server says that it will never take these connections."""
logger = get_logger(__name__)


async def until_answering(
    url: str,
    sleep: Callable[[float], Awaitable[None]],
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Wait until the database at ``url`` answers. ``tell`` is called once for each reason to wait.

    Returns at once for an SQLite database, unless another process has locked it.
    """
    told = None
    while (reason := await asyncio.to_thread(_reason_to_wait, url)) is not None:
        logger.warning("database_awaited", error=reason, retry_seconds=AGAIN_SECONDS)
        if reason != told:
            tell(reason)
        told = reason
        await sleep(AGAIN_SECONDS)
    if told is not None:
        logger.info("database_answers")


def _reason_to_wait(url: str) -> str | None:
    if url.partition(":")[0] in ("postgresql", "postgres"):
        return _no_server(url)
    return _locked(url) if url.startswith("sqlite:///") else None


def _no_server(url: str) -> str | None:
    try:
        import psycopg  # noqa: PLC0415 - an extra

        from hookflash.orchestrator.log.postgres_connections import (  # noqa: PLC0415 - likewise
            PostgresConnections,
        )

        PostgresConnections(url).probe()
    except (ImportError, BadLogUrl):
        return None
    except psycopg.OperationalError as error:
        said = str(error).strip()
        return None if _LASTING.search(said) else said
    return None


def _locked(url: str) -> str | None:
    from hookflash.orchestrator.log.sqlite_connections import file_under  # noqa: PLC0415 - one of two

    file = file_under(url)
    if not file.is_file():
        return None
    try:
        with closing(sqlite3.connect(file, timeout=1.0, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
        return f"{file}: another process has locked the database" if busy else None
    except sqlite3.Error:
        return None
    return None
