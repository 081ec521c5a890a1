"""The server as a process: it answers, and streams events as they happen."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar, Final

import httpx
import pytest
from standardwebhooks import Webhook

from tests.integration.http.conftest import CALLER, NUMBER
from tests.servers.ports import free_ports
from tests.tree import ROOT

pytestmark = pytest.mark.slow

COMMAND: Final = str(Path(sys.executable).parent / "hookflash")
PATIENCE: Final = 60.0
SECRET: Final = "whsec_c2VjcmV0IG9mIHRoaXMgcGFnZQ=="  # noqa: S105 - known to all


def run(*arguments: str, db: str) -> str:
    """Run ``hookflash``; returns its output."""
    done = subprocess.run(
        [COMMAND, *arguments, "--db", db], check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[httpx.Client]:
    """A client of a running server whose calls are simulated."""
    with serving(tmp_path, "--simulate") as client:
        yield client


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[httpx.Client]:
    """Serve the tutorial's workspace from a new database; yields a client with a key."""
    db = f"sqlite:///{folder / 'served.db'}"
    run("apply", str(ROOT / "docs/tutorial/office.yaml"), db=db)
    key = run("key", "new", "--workspace", "harbor-dental", "--role", "operate", db=db)
    (port,) = free_ports(1)
    serving = subprocess.Popen(
        [COMMAND, "serve", *options, "--port", str(port), "--db", db],
        stderr=subprocess.PIPE,
        text=True,
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
    """Return the live events up to the first of type ``wanted``."""
    events: list[dict[str, Any]] = []
    with client.stream("GET", "/v1/events", **asked) as stream:
        for line in stream.iter_lines():
            if line.startswith("data: "):
                events.append(json.loads(line.removeprefix("data: ")))
                if events[-1]["type"] == wanted:
                    break
    return events


def test_a_server_takes_a_call_and_tells_of_it(server: httpx.Client) -> None:
    """Events have their log positions, resume after one, and contain no keys."""
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


class Platform(BaseHTTPRequestHandler):
    """A voice platform that checks signatures and takes everything; ``said`` is what it played."""

    said: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        """Take a request."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Webhook(SECRET).verify(body, dict(self.headers))
        if self.path == "/says":
            self.said.append(json.loads(body)["text"])
        self.send_response(201)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Write nothing."""


def test_live_calls_go_to_the_host(tmp_path: Path) -> None:
    """``--host-url`` drives the host, signed with the secret in the file."""
    secret = tmp_path / "secret"
    secret.write_text(f"{SECRET}\n")
    with ThreadingHTTPServer(("127.0.0.1", 0), Platform) as platform:
        Thread(target=platform.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{platform.server_port}"
        with serving(tmp_path, "--host-url", url, "--host-secret-file", str(secret)) as client:
            assert client.get("/readyz").json()["simulated"] is False
            call = client.post("/v1/calls", json={"to": NUMBER, "from": CALLER}).json()["call"]
            said = client.post(f"/v1/calls/{call}/answer").json()["said"]
        platform.shutdown()
    assert Platform.said == said == ["Thanks for calling Harbor Dental."]


def test_without_either_it_carries_no_live_call(tmp_path: Path) -> None:
    """Each request that would is a 409 that says how to start it; test calls work."""
    with serving(tmp_path) as client:
        refused = client.post("/v1/calls", json={"to": NUMBER, "from": CALLER})
        assert refused.status_code == 409
        assert "--host-url" in refused.json()["detail"]
        test = client.post("/v1/test-calls", json={"number": NUMBER}).json()
        assert test["said"] == ["Thanks for calling Harbor Dental."]
        assert client.get("/readyz").json()["simulated"] is False


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    """The command says so in words, and exits."""
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


def test_a_stream_ends_when_another_process_revokes_its_key(
    server: httpx.Client, tmp_path: Path
) -> None:
    """What was recorded before still comes; the key opens no new stream."""
    db = f"sqlite:///{tmp_path / 'served.db'}"
    key = str(server.headers["Authorization"]).split("_")[2]
    with server.stream("GET", "/v1/events", params={"after": 0}) as stream:
        lines = stream.iter_lines()
        assert next(lines) == ": connected"
        run("key", "revoke", key, "--workspace", "harbor-dental", db=db)
        assert any("WorkspaceSaved" in line for line in lines)
    assert server.get("/v1/events").status_code == httpx.codes.UNAUTHORIZED
