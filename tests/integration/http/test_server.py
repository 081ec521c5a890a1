"""The server as a process: it answers, and tells of events as they happen."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from tests.integration.http.conftest import CALLER, NUMBER
from tests.servers.ports import free_ports
from tests.tree import ROOT

pytestmark = pytest.mark.slow

COMMAND: Final = str(Path(sys.executable).parent / "hookflash")
PATIENCE: Final = 60.0


def run(*arguments: str, db: str) -> str:
    """Run ``hookflash``; gives what it printed."""
    done = subprocess.run(
        [COMMAND, *arguments, "--db", db], check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[httpx.Client]:
    """A client of a running server, with a key of the tutorial's workspace."""
    db = f"sqlite:///{tmp_path / 'served.db'}"
    run("apply", str(ROOT / "docs/tutorial/office.yaml"), db=db)
    key = run("key", "new", "--workspace", "harbor-dental", "--role", "operate", db=db)
    (port,) = free_ports(1)
    serving = subprocess.Popen(
        [COMMAND, "serve", "--port", str(port), "--db", db], stderr=subprocess.PIPE, text=True
    )
    assert serving.stderr is not None
    assert "Serving" in serving.stderr.readline()
    headers = {"Authorization": f"Bearer {key}"}
    transport = httpx.HTTPTransport(retries=8)
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}",
            headers=headers,
            timeout=PATIENCE,
            transport=transport,
        ) as client:
            yield client
    finally:
        serving.terminate()
        serving.communicate(timeout=PATIENCE)


def told(client: httpx.Client, wanted: str, **asked: Any) -> list[dict[str, Any]]:
    """What the live events tell, up to the first of type ``wanted``."""
    events: list[dict[str, Any]] = []
    with client.stream("GET", "/v1/events", **asked) as stream:
        for line in stream.iter_lines():
            if line.startswith("data: "):
                events.append(json.loads(line.removeprefix("data: ")))
                if events[-1]["type"] == wanted:
                    break
    return events


def test_a_server_takes_a_call_and_tells_of_it(server: httpx.Client) -> None:
    """Events come with their log positions, resume beyond one, and keep the keys to themselves."""
    assert server.get("/readyz").json()["status"] == "ok"
    call = server.post("/v1/calls", json={"to": NUMBER, "from": CALLER}).json()["call"]
    server.post(f"/v1/calls/{call}/answer")
    events = told(server, "AgentSpoke", params={"after": 0})
    types = [event["type"] for event in events]
    assert "WorkspaceSaved" in types
    assert "KeyIssued" not in types
    received = next(event for event in events if event["type"] == "CallReceived")
    rest = told(server, "AgentSpoke", headers={"Last-Event-ID": str(received["position"])})
    assert rest == events[events.index(received) + 1 :]


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    """The command says so in words, and ends."""
    db = f"sqlite:///{tmp_path / 'served.db'}"
    run("apply", str(ROOT / "docs/tutorial/office.yaml"), db=db)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [COMMAND, "serve", "--port", port, "--db", db],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1
    assert "in use" in done.stderr
    assert "Traceback" not in done.stderr
