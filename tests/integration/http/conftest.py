"""Two workspaces behind one application, with a key of each role for each."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from hookflash import CallCenter, HostAgent
from hookflash.domain.access.keys import ROLES
from hookflash.orchestrator.http.app import create_app
from hookflash.orchestrator.http.rate_limits import Buckets, Limits
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.testing import MemoryRecordings
from tests.tree import ROOT
from tests.unit.hosted.platforms import find
from tests.unit.webhook.world import Receivers

SECRET: Final = "whsec_" + base64.b64encode(b"a secret of both, for tests only").decode()
ADMIN: Final = "the server's own token, for tests only"
PLENTY: Final = Limits(Buckets(10_000, 100_000), Buckets(10_000, 100_000))
NUMBER: Final = "+14155550100"
CALLER: Final = "+14155550199"
OFFICE: Final = (ROOT / "docs/tutorial/office.yaml").read_text()
OTHER: Final = (
    OFFICE.replace("Harbor Dental", "Sunny Cafe")
    .replace("+14155550100", "+14155550110")
    .replace("+1415555010", "+1415555011")
)


@dataclass
class Api:
    """The application, called in process; ``tokens`` by workspace and role.

    Its webhooks go to ``receivers``, the recordings of test calls to ``recordings``.
    """

    center: CallCenter
    client: httpx.AsyncClient
    tokens: dict[tuple[str, str], str]
    receivers: Receivers
    recordings: MemoryRecordings

    async def ask(
        self,
        method: str,
        path: str,
        *,
        role: str | None = "administer",
        workspace: str = "harbor-dental",
        **more: Any,
    ) -> httpx.Response:
        """Send one request with a key of ``role``, or without one."""
        headers = dict(more.pop("headers", {}))
        if role is not None:
            headers["Authorization"] = f"Bearer {self.tokens[workspace, role]}"
        return await self.client.request(method, path, headers=headers, **more)

    async def call(self, **more: Any) -> str:
        """Receive a call; returns its id."""
        sent = {"to": NUMBER, "from": CALLER} | more
        done = await self.ask("POST", "/v1/calls", json=sent)
        assert done.is_success, done.text
        return str(done.json()["call"])


@asynccontextmanager
async def serving(
    folder: Path, limits: Limits | None = None, agent: HostAgent | None = None
) -> AsyncIterator[Api]:
    """Serve two workspaces on a new database."""
    receivers, recordings = Receivers(SystemClock()), MemoryRecordings()
    url = f"sqlite:///{folder / 'http.db'}"
    opened = CallCenter.open(url, webhooks=receivers, recording_store=recordings, agent=agent)
    async with opened as center:
        tokens: dict[tuple[str, str], str] = {}
        for slug, document in (("harbor-dental", OFFICE), ("sunny-cafe", OTHER)):
            file = folder / f"{slug}.yaml"
            file.write_text(document)
            await center.apply(file)
            for role in ROLES:
                token = await center.keys.issue(slug, role, "for tests")
                tokens[slug, role] = str(token)
        transport = httpx.ASGITransport(
            create_app(center, SECRET, ADMIN, limits or PLENTY, find_secret=find),
            raise_app_exceptions=False,
        )
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            yield Api(center, client, tokens, receivers, recordings)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the database's folder."""
    return tmp_path
