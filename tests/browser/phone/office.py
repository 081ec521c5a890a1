"""A server with the office of scripts/phone, as a person who starts that script has it."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import httpx
import psutil

from tests.browser.serving import COMMAND, PATIENCE, WORKSPACE
from tests.servers.ports import free_ports
from tests.tree import ROOT

OFFICE: Final = ROOT / "scripts/phone.yaml"
KEY: Final = "key-of-the-phones"
FRONT_DESK: Final = "+14155550101"
ON_CALL: Final = "+14155550102"


@dataclass
class PhoneOffice:
    """A running office: its address, an API key, its API, and the id of its process."""

    address: str
    key: str = field(repr=False)
    process: int
    api: httpx.Client = field(repr=False)
    serve: Callable[[], AbstractContextManager["subprocess.Popen[str]"]] = field(repr=False)
    running: ExitStack = field(repr=False)

    def restart(self) -> None:
        """End the server, and start another on the same database."""
        self.running.close()
        self.process = self.running.enter_context(self.serve()).pid

    def warm_up(self) -> None:
        """Have the server start its speech, which takes seconds."""
        path = f"/v1/carriers/browser/{WORKSPACE}/main/office"
        self.api.get(path, headers={"Authorization": f"Bearer {KEY}"}).raise_for_status()

    def page(self, as_: str) -> str:
        """The address of a phone: ``caller``, or a member's number."""
        return f"{self.address}/v1/carriers/browser/{WORKSPACE}/main/?as={quote(as_)}#{KEY}"

    def ask(self, path: str) -> Any:
        """What the API answers."""
        return self.api.get(path).raise_for_status().json()

    def latest(self) -> dict[str, Any]:
        """The latest call."""
        found: dict[str, Any] = self.ask("/v1/calls")["items"][0]
        return found

    def events(self, kind: str) -> list[dict[str, Any]]:
        """The data of the events of this type in the latest call, oldest first."""
        return [one["data"] for one in self.log(self.latest()["call"]) if one["type"] == kind]

    def log(self, call: str) -> list[dict[str, Any]]:
        """All events of a call, oldest first."""
        found: list[dict[str, Any]] = self.ask(f"/v1/calls/{call}/events")
        return found

    def message(self) -> bytes | None:
        """The sound of the message that the latest call left, once it is kept."""
        kept = self.events("RecordingKept")
        if not kept:
            return None
        found: bytes = self.api.get(f"/v1/recordings/{kept[0]['effect_key']}").read()
        return found

    def speech_process(self) -> psutil.Process:
        """The process that speaks and listens."""
        (found,) = (
            one
            for one in psutil.Process(self.process).children()
            if "hookflash.orchestrator.carriers.voice.speech_process" in one.cmdline()
        )
        return found


@contextmanager
def phone_office(folder: Path) -> Iterator[PhoneOffice]:
    """Serve the office from a new database in ``folder``; the second member presses 1 to accept."""
    (port,) = free_ports(1)
    environment = {
        **{name: os.environ[name] for name in os.environ if name != "PYTEST_CURRENT_TEST"},
        "HOOKFLASH_DB": f"sqlite:///{folder / 'phone.db'}",
        "HOOKFLASH_RECORDINGS": str(folder / "recordings"),
        "HOOKFLASH_SECRET__HARBOR_DENTAL__PHONE": KEY,
    }

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [COMMAND, *arguments], check=True, capture_output=True, text=True, env=environment
        )
        return done.stdout.strip()

    @contextmanager
    def serve() -> Iterator[subprocess.Popen[str]]:
        server = subprocess.Popen(
            [COMMAND, "serve", "--port", str(port)],
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
            env=environment,
        )
        try:
            assert server.stderr is not None
            said = server.stderr.readline()
            assert "Serving" in said, said + server.stderr.read()
            yield server
        finally:
            server.terminate()
            server.communicate(timeout=PATIENCE)

    written = OFFICE.read_text(encoding="utf-8")
    office = folder / "office.yaml"
    office.write_text(written.replace(f'"{ON_CALL}", accept: answer', f'"{ON_CALL}"'), "utf-8")
    run("apply", str(office))
    key = run("key", "new", "--workspace", WORKSPACE, "--role", "configure")
    address = f"http://127.0.0.1:{port}"
    headers = {"Authorization": f"Bearer {key}"}
    retrying = httpx.HTTPTransport(retries=8)
    with (
        ExitStack() as running,
        httpx.Client(
            base_url=address, headers=headers, timeout=PATIENCE, transport=retrying
        ) as api,
    ):
        server = running.enter_context(serve())
        yield PhoneOffice(address, key, server.pid, api, serve, running)
