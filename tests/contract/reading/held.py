"""An office on PostgreSQL, and an append that is held open before everything it does."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
import psycopg

from hookflash import CallCenter
from hookflash.orchestrator import projection_runner
from hookflash.orchestrator.http.app import create_app
from hookflash.orchestrator.log import postgres, postgres_statements
from tests.integration.http.conftest import CALLER, NUMBER, OFFICE

FOREVER = 3_600.0
"""Seconds for which a worker may leave an append, where it must not be ended."""


@dataclass
class Office:
    """A worker with its HTTP API."""

    url: str
    center: CallCenter
    client: httpx.AsyncClient

    async def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Send one request."""
        return await self.client.request(method, path, **more)

    async def call(self, provider_call_id: str) -> httpx.Response:
        """Receive a call over HTTP."""
        known = {"to": NUMBER, "from": CALLER, "provider_call_id": provider_call_id}
        return await self.ask("POST", "/v1/calls", json=known)


@asynccontextmanager
async def office(url: str, folder: Path) -> AsyncIterator[Office]:
    """Serve a workspace on a new database."""
    async with CallCenter.open(url) as center:
        file = folder / "office.yaml"
        file.write_text(OFFICE)
        await center.apply(file)
        token = await center.keys.issue("harbor-dental", "configure", "for tests")
        headers = {"Authorization": f"Bearer {token}"}
        transport = httpx.ASGITransport(create_app(center), raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://here", headers=headers
        ) as client:
            yield Office(url, center, client)


@contextmanager
def held_open(url: str) -> Iterator[psycopg.Connection[Any]]:
    """Announce an append and take its log position, as a worker does that is then stopped.

    Until the end of the ``with``. Later events are beyond a position that may still be filled.
    """
    with psycopg.connect(url, autocommit=True) as sql:
        (table,) = sql.execute("SELECT 'hookflash_events'::regclass::oid::int").fetchall()[0]
        sql.execute("BEGIN")
        sql.execute(postgres_statements.ANNOUNCE, [table])
        sql.execute("SELECT nextval(pg_get_serial_sequence('hookflash_events', 'notification_id'))")
        yield sql


@contextmanager
def patience(seconds: float, stalled: float = FOREVER) -> Iterator[None]:
    """Wait so long for what readers cannot see; leave an append alone until it is ``stalled``."""
    with (
        patch.object(projection_runner, "PATIENCE_SECONDS", seconds),
        patch.object(postgres, "STALLED_SECONDS", stalled),
    ):
        yield
