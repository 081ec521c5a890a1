"""Restate's server, in a child process, and its HTTP interfaces.

Restate is under the Business Source License: it is measured here, and nothing depends on it.
"""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import aiohttp

from scripts.benchmarks.npm import installed
from scripts.benchmarks.whole_call.free_port import HOST, free_ports

PACKAGE: Final = "@restatedev/restate-server-linux-x64"
VERSION: Final = "1.7.12"
START: Final = 60.0
"""Seconds within which the server must be ready."""
PATIENCE: Final = 10.0
STOCK: Final = 24
"""Partitions, as the server chooses by itself."""
TUNED: Final = 2
"""Partitions: one for each processor of a small machine."""


class Restate:
    """A running server, seen through its ingress."""

    def __init__(self, session: aiohttp.ClientSession, ingress: int, admin: int) -> None:
        self._session = session
        self._ingress = f"http://{HOST}:{ingress}"
        self._admin = f"http://{HOST}:{admin}"

    async def register(self, port: int) -> None:
        """Let the server find the services at ``port`` of this machine, once it is ready."""
        async with asyncio.timeout(START):
            while not await self._is_ready():  # noqa: ASYNC110 - only the server knows
                await asyncio.sleep(0.1)
        await self._post(f"{self._admin}/deployments", {"uri": f"http://{HOST}:{port}"})

    async def send(self, path: str, body: Any) -> None:
        """Start a handler; returns once that is durable."""
        await self._post(f"{self._ingress}/{path}/send", body)

    async def call(self, path: str, body: Any) -> None:
        """Run a handler to its end."""
        await self._post(f"{self._ingress}/{path}", body)

    async def resolve(self, awakeable: str, value: str) -> None:
        """Give an awakeable its value; returns once that is durable."""
        await self._post(f"{self._ingress}/restate/awakeables/{awakeable}/resolve", value)

    async def attach(self, workflow: str) -> None:
        """Wait for the end of a workflow, given as ``Name/key``."""
        address = f"{self._ingress}/restate/workflow/{workflow}/attach"
        async with self._session.get(address) as answer:
            await _good(answer)

    async def _post(self, address: str, body: Any) -> None:
        async with self._session.post(address, json=body) as answer:
            await _good(answer)

    async def _is_ready(self) -> bool:
        try:
            async with (
                self._session.get(f"{self._admin}/health") as admin,
                self._session.get(f"{self._ingress}/restate/health") as ingress,
            ):
                return admin.ok and ingress.ok
        except aiohttp.ClientError:
            return False


async def _good(answer: aiohttp.ClientResponse) -> None:
    if not answer.ok:
        raise RuntimeError(f"Restate answered {answer.status}: {await answer.text()}")


@asynccontextmanager
async def running_restate(folder: Path, partitions: int) -> AsyncIterator[Restate]:
    """A server that keeps everything in ``folder``, with its own settings but for ``partitions``.

    Its log is synced to the disk before anything is acknowledged, as it is by default.
    """
    ingress, admin, node = free_ports(3)
    settings = {
        "RESTATE_BIND_IP": HOST,
        "RESTATE_BIND_PORT": str(node),
        "RESTATE_LISTEN_MODE": "tcp",
        "RESTATE_INGRESS__BIND_PORT": str(ingress),
        "RESTATE_ADMIN__BIND_PORT": str(admin),
        "RESTATE_DEFAULT_NUM_PARTITIONS": str(partitions),
        "RESTATE_DISABLE_TELEMETRY": "true",
        "RESTATE_LOG_FILTER": "error",
        "DO_NOT_TRACK": "1",
    }
    program = installed(PACKAGE, VERSION, "bin/restate-server")
    server = subprocess.Popen(  # noqa: S603, ASYNC220 - our own arguments, before anything runs
        [program, "--base-dir", folder / "restate", "--node-name", "bench", "--no-logo"],
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    limit = aiohttp.TCPConnector(limit=0)
    try:
        async with aiohttp.ClientSession(connector=limit) as session:
            yield Restate(session, ingress, admin)
    finally:
        _stop(server)


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
