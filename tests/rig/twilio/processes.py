"""The stand-in and ``hookflash serve`` as two processes in real time, as a person starts them."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from hookflash.domain.call.events.call_event import CallEvent
from hookflash.domain.call.identity import call_id
from hookflash.orchestrator.log.store import open_store
from tests.integration.twilio.office import DOCUMENT, HOOKS, OFFICE, SECRET
from tests.rig.history import all_events
from tests.servers.ports import free_ports
from tests.tree import ROOT
from tests.twilio.account import Account
from tests.twilio.standin import HOST

UP_SECONDS = 120.0
"""How long a process may take to start on a busy machine."""
END_SECONDS = 30.0


@dataclass(frozen=True)
class Processes:
    """Both processes; ``control`` speaks to the stand-in's control API."""

    log: str
    control: httpx.Client
    serve: "subprocess.Popen[bytes]"

    def call(self, from_: str, steps: list[dict[str, Any]]) -> str:
        """Let somebody call the office; returns Twilio's id of the call."""
        told = {"from": from_, "to": OFFICE, "steps": steps}
        answer = self.control.post("/control/calls/inbound", json=told)
        answer.raise_for_status()
        return str(answer.json()["sid"])

    def order(self, what: str, told: Any) -> None:
        """Send an order to the control API."""
        self.control.post(f"/control/{what}", json=told).raise_for_status()

    def ledger(self, after: int = -1) -> list[dict[str, Any]]:
        """What the carrier did after entry number ``after``."""
        found: list[dict[str, Any]] = self.control.get(
            "/control/ledger", params={"after": after}
        ).json()
        return found

    def health(self) -> dict[str, Any]:
        """How much is going on at the stand-in."""
        found: dict[str, Any] = self.control.get("/control/health").json()
        return found

    def events(self, sid: str) -> list[CallEvent]:
        """The events of one call so far."""
        with open_store(self.log) as store:
            return list(store.read_stream(call_id("harbor-dental", sid)))

    def all_events(self) -> list[CallEvent]:
        """The events of all calls."""
        with open_store(self.log) as store:
            return [event for _, event in all_events(store) if isinstance(event, CallEvent)]


@contextmanager
def running(folder: Path, speech: str = "relay", log: str = "") -> Iterator[Processes]:
    """Set up the office and start both processes; end them afterwards, by their ids."""
    folder.mkdir(parents=True, exist_ok=True)
    log = log or f"sqlite:///{folder / 'office.db'}"
    (port,) = free_ports(1)
    public = f"http://{HOST}:{port}"
    account = Account()
    document = folder / "office.yaml"
    document.write_text(
        DOCUMENT.format(account=account.sid, speech=speech, accept="answer", more="")
    )
    environment = {**os.environ, SECRET: account.token, "PYTHONPATH": str(ROOT)}
    hookflash = [sys.executable, "-c", "from hookflash.orchestrator.cli.app import main; main()"]
    subprocess.run(
        [*hookflash, "apply", str(document), "--db", log],
        env=environment,
        check=True,
        capture_output=True,
    )
    with _standing_in(environment) as twilio:
        options = ("--db", log, "--port", str(port), "--public-url", public)
        places = (
            *("--carrier-url", f"twilio={twilio}"),
            *("--recordings", str(folder / "recordings")),
        )
        with (folder / "serve.log").open("wb") as output:
            serve = subprocess.Popen(
                [*hookflash, "serve", *options, *places],
                env=environment,
                stdout=output,
                stderr=output,
            )
        try:
            with httpx.Client(base_url=twilio, timeout=60, trust_env=False) as control:
                hooks = f"{public}{HOOKS}"
                urls = {"voice_url": "voice", "sms_url": "text", "status_callback": "ended"}
                number = {name: f"{hooks}/{path}" for name, path in urls.items()}
                _until_up(f"{public}/v1/health", serve)
                control.post("/control/numbers", json=[{"number": OFFICE, **number}])
                yield Processes(log, control, serve)
        finally:
            _end(serve)


@contextmanager
def _standing_in(environment: dict[str, str]) -> Iterator[str]:
    standin = subprocess.Popen(
        [sys.executable, "-m", "tests.twilio", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    try:
        assert standin.stdout is not None
        yield standin.stdout.readline().decode().strip()
    finally:
        _end(standin)


def _until_up(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + UP_SECONDS
    with httpx.Client(timeout=UP_SECONDS, trust_env=False) as http:
        while True:
            try:
                http.get(url)
            except httpx.TransportError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            else:
                return


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
