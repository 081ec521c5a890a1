"""A server with the console, in a process of its own, with a workspace."""

import atexit
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from time import sleep
from typing import Any, Final, NamedTuple

import httpx

from hookflash.domain.access.keys import ROLES
from tests.servers.ports import free_ports
from tests.tree import ROOT

COMMAND: Final = str(Path(sys.executable).parent / "hookflash")
OFFICE: Final = ROOT / "docs/tutorial/office.yaml"
CALLS: Final = tuple(sorted((ROOT / "scripts/calls").glob("[1-6]-*.yaml")))
"""The calls that scripts/serve plays; after them no page is empty."""
WORKSPACE: Final = "harbor-dental"
NUMBER: Final = "+14155550100"
CALLER: Final = "+14155550199"
PATIENCE: Final = 60.0
TOO_MANY: Final = 429


@dataclass
class Console:
    """A running console: its address, its database, a key for each role, and the API."""

    address: str
    db: str
    keys: dict[str, str]
    process: int
    api: httpx.Client = field(repr=False)
    stop: Callable[[], None] = field(repr=False)
    start: Callable[[], None] = field(repr=False)
    """End the server, and start it again at the same address."""

    def url(self, path: str) -> str:
        """The URL of a page, such as ``/live``."""
        return f"{self.address}/console{path}"

    def command(self, *arguments: str) -> str:
        """Run ``hookflash`` on the console's database; returns what it printed."""
        return _run(self.db, *arguments)

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """Send a request to the API with the role configure; returns the response.

        Where the key has sent too many, it waits as the server asks.
        """
        while (done := self.api.request(method, path, **more)).status_code == TOO_MANY:
            sleep(float(done.headers["retry-after"]))
        assert done.is_success, done.text
        return done.json()

    def call(self, *said: str, caller: str = CALLER, test: bool = False) -> str:
        """Begin a call, answer it and let the caller speak; returns the call's id."""
        body = {"to": NUMBER, "from": caller, "test": test}
        call: str = self.ask("POST", "/v1/calls", json=body)["call"]
        self.ask("POST", f"/v1/calls/{call}/answer")
        for words in said:
            self.ask("POST", f"/v1/calls/{call}/hear", json={"text": words})
        return call

    def hang_up(self, call: str) -> None:
        """Let the caller hang up."""
        self.ask("POST", f"/v1/calls/{call}/end", json={})


class _Built(NamedTuple):
    """An office that no server has served yet, to be copied; a key for each role."""

    folder: Path
    keys: dict[str, str]


@cache
def _built(calls: tuple[Path, ...]) -> _Built:
    """Build the tutorial's office, and play ``calls``: once in each process of the tests."""
    folder = Path(mkdtemp(prefix="hookflash-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if not calls:
        return _Built(folder, _new_office(_database(folder)))
    empty = _built(())
    shutil.copytree(empty.folder, folder, dirs_exist_ok=True)
    for call in calls:
        _run(_database(folder), "call", str(call))
    return _Built(folder, empty.keys)


def _new_office(db: str) -> dict[str, str]:
    """Apply the tutorial's office to a new database; returns a key for each role."""
    _run(db, "apply", str(OFFICE))
    new = "key", "new", "--workspace", WORKSPACE, "--role"
    return {role: _run(db, *new, role) for role in ROLES}


def _database(folder: Path) -> str:
    return f"sqlite:///{folder / 'console.db'}"


@contextmanager
def serving(
    folder: Path, calls: Iterable[Path] = (), *options: str, simulate: bool = True
) -> Iterator[Console]:
    """Serve the tutorial's office from a new database in ``folder``, after playing ``calls``.

    ``options`` are those of ``hookflash serve``; without ``simulate``, calls would be live.
    """
    built = _built(tuple(calls))
    shutil.copytree(built.folder, folder, dirs_exist_ok=True)
    db, keys = _database(folder), dict(built.keys)
    (port,) = free_ports(1)
    address = f"http://127.0.0.1:{port}"
    server = _Server(folder, db, port, (*options, *(("--simulate",) if simulate else ())))
    server.start()
    headers = {"Authorization": f"Bearer {keys['configure']}"}
    retrying = httpx.HTTPTransport(retries=8)
    try:
        with httpx.Client(
            base_url=address, headers=headers, timeout=PATIENCE, transport=retrying
        ) as api:
            yield Console(address, db, keys, server.process.pid, api, server.stop, server.start)
    finally:
        server.stop()


class _Server:
    """A process that serves a database; it may be started again."""

    process: "subprocess.Popen[str]"

    def __init__(self, folder: Path, db: str, port: int, options: tuple[str, ...]) -> None:
        self._folder = folder
        self._command = [COMMAND, "serve", "--port", str(port), "--db", db, *options]

    def start(self) -> None:
        """Start it, and wait until it serves."""
        environment = {one: os.environ[one] for one in os.environ if one != "PYTEST_CURRENT_TEST"}
        self.process = subprocess.Popen(
            self._command, stderr=subprocess.PIPE, text=True, cwd=self._folder, env=environment
        )
        assert self.process.stderr is not None
        said = self.process.stderr.readline()
        assert "console" in said, said + self.process.stderr.read()

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.communicate(timeout=PATIENCE)


def _run(db: str, *arguments: str) -> str:
    done = subprocess.run(
        [COMMAND, *arguments, "--db", db], check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip()
