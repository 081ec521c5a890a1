"""The server on stdio and over HTTP: who sees what, and what it takes to be let in."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from hookflash import maintenance
from hookflash.mcp import open_http_app
from tests.integration.mcp.office import (
    CAFE,
    CAFE_NUMBER,
    CALLER,
    HARBOR,
    NUMBER,
    ask,
    over_http,
    refused,
    two_offices,
)
from tests.servers.ports import free_ports

INITIALIZE = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


async def new_key(url: str, workspace: str, role: str) -> str:
    """A key of a workspace."""
    async with maintenance.configuring(url) as configuration:
        return str(await configuration.keys.issue(workspace, role))  # type: ignore[arg-type]


def test_a_key_shows_its_workspace_and_no_other(tmp_path: Path) -> None:
    """What belongs to another workspace looks as if it did not exist."""

    async def main() -> None:
        url = f"sqlite:///{tmp_path / 'calls.db'}"
        harbor, secret = await two_offices(url, tmp_path)
        async with over_http(url, await new_key(url, HARBOR, "operate")) as client:
            assert harbor in await ask(client, "list_calls")
            assert harbor in await ask(client, "get_call", call="latest")
            assert "sunny" not in (await ask(client, "list_workspaces")).lower()
            for call in (secret, secret[-16:]):
                for tool in ("get_call", "replay_call", "get_state"):
                    assert await refused(client, tool, call=call) == (
                        f"There is no call “{call}”. list_calls shows the newest."
                    )
                assert "There is no call" in await refused(client, "end_test_call", call=call)
                assert "There is no call" in await refused(client, "list_transfers", call=call)
            lists = ("list_calls", "list_threads", "list_transfers", "get_report", "get_usage")
            for tool in lists:
                told = await refused(client, tool, workspace=CAFE)
                assert told == f"There is no workspace “{CAFE}”. Known: {HARBOR}."
            assert await ask(client, "search_inbox", words="marzipan") == "Nothing found."
            told = await refused(client, "begin_test_call", number=CAFE_NUMBER)
            assert told.startswith(f"number: no workspace has {CAFE_NUMBER}")
            assert "test call" in await ask(client, "begin_test_call", number=NUMBER)

    asyncio.run(main())


def test_a_key_that_reads_holds_no_test_calls(tmp_path: Path) -> None:
    """Test calls are recorded, so they need the role that they need over the HTTP API."""

    async def main() -> None:
        url = f"sqlite:///{tmp_path / 'calls.db'}"
        await two_offices(url, tmp_path)
        async with over_http(url, await new_key(url, HARBOR, "read")) as client:
            told = await refused(client, "begin_test_call", number=NUMBER)
            assert told == "This key has the role “read”; test calls need “operate”."
            assert "test call" not in await ask(client, "list_calls")

    asyncio.run(main())


def test_nothing_is_answered_without_a_valid_key(tmp_path: Path) -> None:
    """A missing, wrong or revoked key gets 401; a page of another site gets nothing either."""

    async def main() -> None:
        url = f"sqlite:///{tmp_path / 'calls.db'}"
        await two_offices(url, tmp_path)
        key = await new_key(url, HARBOR, "read")
        async with (
            open_http_app(url) as app,
            app.router.lifespan_context(app),
            AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1:1") as http,
        ):

            async def status(**headers: str) -> Response:
                accept = {"Accept": "application/json, text/event-stream"}
                return await http.post("/mcp", json=INITIALIZE, headers=accept | headers)

            assert (await status()).json()["error"].startswith("The API key is missing.")
            for wrong in ("Bearer hf_x_y_z", "Bearer ", "Basic x", f"Bearer {key}x"):
                answer = await status(Authorization=wrong)
                assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
            good = f"Bearer {key}"
            assert (await status(Authorization=good)).status_code == 200
            elsewhere = await status(Authorization=good, Origin="https://evil.example")
            assert elsewhere.status_code == 403
            assert (await status(Authorization=good, Host="evil.example")).status_code == 421
            large = {"Authorization": good, "Content-Type": "application/json"}
            assert (await http.post("/mcp", content=b" " * 140_000, headers=large)).is_error
            async with maintenance.configuring(url) as configuration:
                await configuration.keys.revoke(HARBOR, key.split("_")[2])
            assert (await status(Authorization=good)).status_code == 401

    asyncio.run(main())


def command(url: str, *options: str) -> list[str]:
    """The command line that serves the log under ``url``."""
    start = "from hookflash.orchestrator.cli.app import main; main()"
    return [sys.executable, "-c", start, "mcp", "--db", url, *options]


@pytest.mark.slow
def test_stdio_serves_every_workspace(tmp_path: Path) -> None:
    """Only protocol messages are on stdout, and no number is in what is logged."""

    async def main() -> None:
        url = f"sqlite:///{tmp_path / 'calls.db'}"
        harbor, cafe = await two_offices(url, tmp_path)
        program, *given = command(url)
        log = tmp_path / "stderr"
        with log.open("w") as errors:
            started = StdioServerParameters(command=program, args=given)
            async with Client(stdio_client(started, errlog=errors)) as client:
                assert "To find out what went wrong on a call" in (client.instructions or "")
                assert f"from {CALLER}" in await ask(client, "get_call", call=harbor)
                assert cafe in await ask(client, "list_calls", workspace=CAFE)
                await refused(client, "begin_test_call", number=CALLER)
        assert CALLER not in log.read_text()

    asyncio.run(main())


@pytest.mark.slow
def test_http_serves_on_loopback(tmp_path: Path) -> None:
    """``--http`` listens on 127.0.0.1, and ends when it is told to."""

    async def main() -> None:
        url = f"sqlite:///{tmp_path / 'calls.db'}"
        harbor, _ = await two_offices(url, tmp_path)
        key = await new_key(url, HARBOR, "read")
        (port,) = free_ports(1)
        served = await asyncio.create_subprocess_exec(
            *command(url, "--http", str(port)), stderr=asyncio.subprocess.PIPE
        )
        assert served.stderr is not None
        line = (await served.stderr.readline()).decode()
        assert line == f"Serving on http://127.0.0.1:{port}/mcp until Ctrl-C.\n"
        address = f"http://127.0.0.1:{port}/mcp"
        async with (
            AsyncClient(headers={"Authorization": f"Bearer {key}"}) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            assert harbor in await ask(client, "list_calls")
        served.terminate()
        await served.wait()

    asyncio.run(main())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("blocked", "url", "code", "told"),
    [
        ("mcp", "sqlite:///x.db", 2, "hookflash.mcp needs mcp: pip install 'hookflash[mcp]'"),
        ("", "sqlite:///x.db", 1, "There is no database x.db yet."),
    ],
)
def test_what_is_missing_is_named(
    blocked: str, url: str, code: int, told: str, tmp_path: Path
) -> None:
    """Without the extra, or without a database, the command says what to do."""
    start = "from hookflash.orchestrator.cli.app import main; main()"
    block = f"import sys; sys.modules[{blocked!r}] = None; " if blocked else ""
    done = subprocess.run(
        [sys.executable, "-c", block + start, "mcp", "--db", url],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr
