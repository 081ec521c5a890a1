"""``scripts/serve`` starts the console and the API with example data."""

import os
import re
import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.integration.http.test_server import PATIENCE
from tests.rig.sound import loudness
from tests.servers.ports import free_ports
from tests.tree import ROOT

pytestmark = pytest.mark.slow


def test_it_serves_example_calls_of_every_kind(tmp_path: Path) -> None:
    """It prints an address, a key and a link. They open a console that has calls of every kind."""
    (port,) = free_ports(1)
    serving = subprocess.Popen(
        [ROOT / "scripts" / "serve", str(port)],
        env=os.environ
        | {
            "HOOKFLASH_DB": f"sqlite:///{tmp_path / 'serve.db'}",
            "HOOKFLASH_RECORDINGS": str(tmp_path / "kept"),
        },
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
        (key,) = set(re.findall(r"API key: +(\S+)", shown))
        assert address == f"http://127.0.0.1:{port}"
        told = ""
        while "Sign in" not in told:
            line = serving.stderr.readline()
            assert line, serving.poll()
            told += line
        assert "200/200" in told
        (link,) = re.findall(r"Sign in .*: (\S+)", told)
        assert key not in link
        look_around(address, key)
        follow_link(link)
        token = link.partition("token=")[2]
        assert token
        assert not any(token.encode() in file.read_bytes() for file in tmp_path.glob("*.*"))
    finally:
        os.killpg(serving.pid, signal.SIGTERM)
        serving.communicate(timeout=PATIENCE)


def listen(client: httpx.Client, bearer: dict[str, str]) -> None:
    """Fetch the recordings of voicemails: each has sound."""
    threads = client.get("/v1/threads?limit=100", headers=bearer).json()["items"]
    for thread in [one["thread"] for one in threads if one["voicemails"]][:3]:
        items = client.get(f"/v1/threads/{thread}", headers=bearer).json()["items"]
        left = [one for one in items if one["kind"] == "voicemail" and one["seconds"]]
        assert left
        for one in left:
            assert one["sound"] == "kept"
            heard = client.get(f"/v1/recordings/{one['key']}", headers=bearer)
            assert heard.headers["Content-Type"] == "audio/wav"
            assert loudness(heard.content) > 0.02


def look_around(address: str, key: str) -> None:
    """Read the figures from the API, and sign in to the console."""
    retrying = httpx.HTTPTransport(retries=8)
    with httpx.Client(base_url=address, timeout=PATIENCE, transport=retrying) as client:
        bearer = {"Authorization": f"Bearer {key}"}
        asked = client.get("/v1/calls?limit=200", headers=bearer)
        outcomes = {call["outcome"] for call in asked.json()["items"]}
        assert {"transferred", "voicemail", "resolved", "abandoned", "missed"} <= outcomes
        days = client.get("/v1/reports/day?tests=true", headers=bearer).json()
        assert days["total"]["calls"] in (200, 201)  # one more if a call is in progress
        assert len(days["lines"]) > 30
        listen(client, bearer)
        client.post("/console/sign-in", data={"key": key})
        for name in ("live", "calls", "inbox", "reports", "settings"):
            page = client.get(f"/console/{name}")
            assert page.status_code == 200
            assert "harbor-dental" in page.text
            assert "no phone or text in this database is real" in page.text


def follow_link(link: str) -> None:
    """Open the link in two browsers; it signs in only the first."""
    with httpx.Client(follow_redirects=True, timeout=PATIENCE) as first:
        assert "harbor-dental" in first.get(link).text
    with httpx.Client(follow_redirects=True, timeout=PATIENCE) as second:
        assert second.get(link).status_code == httpx.codes.UNAUTHORIZED
