"""``scripts/serve``: the console and the API with something to look at, whoever starts it."""

import os
import re
import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.integration.http.test_server import PATIENCE
from tests.servers.ports import free_ports
from tests.tree import ROOT

pytestmark = pytest.mark.slow


def test_everything_is_there_to_be_looked_at(tmp_path: Path) -> None:
    """It prints an address and a key; they open the console, and calls of every kind are there."""
    (port,) = free_ports(1)
    serving = subprocess.Popen(
        [ROOT / "scripts" / "serve", str(port)],
        env=os.environ | {"HOOKFLASH_DB": f"sqlite:///{tmp_path / 'serve.db'}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert serving.stdout is not None
    assert serving.stderr is not None
    try:
        shown = ""
        while "/v1/events" not in shown:
            line = serving.stdout.readline()
            assert line, serving.stderr.read()
            shown += line
        (address,) = set(re.findall(r"console: +(\S+)", shown))
        (key,) = set(re.findall(r"key: +(\S+)", shown))
        assert address == f"http://127.0.0.1:{port}"
        while "console" not in serving.stderr.readline():
            assert serving.poll() is None
        look_around(address, key)
    finally:
        os.killpg(serving.pid, signal.SIGTERM)
        serving.communicate(timeout=PATIENCE)


def look_around(address: str, key: str) -> None:
    """Ask the API what there is, and sign in to the console."""
    retrying = httpx.HTTPTransport(retries=8)
    with httpx.Client(base_url=address, timeout=PATIENCE, transport=retrying) as client:
        asked = client.get("/v1/calls", headers={"Authorization": f"Bearer {key}"})
        outcomes = {call["outcome"] for call in asked.json()["items"]}
        assert {"transferred", "voicemail", "handled", "abandoned"} <= outcomes
        client.post("/console/sign-in", data={"key": key})
        for name in ("live", "inbox", "transfers", "replay"):
            page = client.get(f"/console/{name}")
            assert page.status_code == 200
            assert "harbor-dental" in page.text
