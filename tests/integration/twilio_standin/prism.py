"""Judges the stand-in by Twilio's own OpenAPI files, with Prism as a proxy in between."""

import asyncio
import json
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.servers.ports import free_ports
from tests.tree import ROOT
from tests.twilio.rest.app import ROUTES

PACKAGES = ("@twilio/cli-core@8.3.2", "@stoplight/prism-cli@5.14.2")
SPECS = ("twilio_api_v2010", "twilio_lookups_v2", "twilio_messaging_v1")
CACHE = ROOT / "artifacts" / "prism"
SPEC_FOLDER = "node_modules/@twilio/cli-core/src/services/twilio-api"
READY = b"Prism is listening"
MOST_SECONDS_TO_INSTALL = 400
FAULT = "stoplight.io/prism/errors"


def installed() -> Path:
    """Return the folder with Prism and Twilio's files; installs them once, or skips the test."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed: it brings Prism and Twilio's OpenAPI files")
    if not (CACHE / "node_modules/.bin/prism").exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        arguments = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES]
        subprocess.run(
            [*arguments, "--prefix", str(CACHE)],
            check=True,
            capture_output=True,
            timeout=MOST_SECONDS_TO_INSTALL,
        )
    return CACHE


def specification(folder: Path) -> dict[str, Any]:
    """Return one specification of the endpoints that the stand-in has, without ``format: uri``."""
    parts = [json.loads((folder / SPEC_FOLDER / f"{name}.json").read_text()) for name in SPECS]
    served = {_shape(path) for _, path, _ in ROUTES}
    whole: dict[str, Any] = {**parts[0], "paths": {}, "components": {}}
    for part in parts:
        found = {path: each for path, each in part["paths"].items() if _shape(path) in served}
        whole["paths"] |= found
        for kind, named in part["components"].items():
            whole["components"].setdefault(kind, {}).update(named)
    _strip(whole)
    return whole


def unspecified(spec: dict[str, Any]) -> set[str]:
    """Return the paths of the stand-in that no specification has."""
    known = {_shape(path) for path in spec["paths"]}
    return {path for _, path, _ in ROUTES if _shape(path) not in known}


def _shape(path: str) -> str:
    """A path without the names of its parameters."""
    ending = ".json" if path.endswith(".json") else ""
    steps = path.removesuffix(".json").split("/")
    return "/".join("{}" if step.startswith("{") else step for step in steps) + ending


def _strip(node: Any) -> None:
    if isinstance(node, dict):
        if node.get("format") == "uri":
            del node["format"]
        for each in node.values():
            _strip(each)
    elif isinstance(node, list):
        for each in node:
            _strip(each)


@asynccontextmanager
async def judging(spec: dict[str, Any], url: str) -> AsyncIterator[str]:
    """Run Prism in front of ``url``; yields its address."""
    file = CACHE / "specification.json"
    file.write_text(json.dumps(spec))
    (port,) = free_ports(1)
    prism = await asyncio.create_subprocess_exec(
        str(CACHE / "node_modules/.bin/prism"),
        "proxy",
        str(file),
        url,
        "--errors",
        "--port",
        str(port),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert prism.stdout
    try:
        while READY not in (line := await prism.stdout.readline()):
            assert line, "Prism ended before it listened"
        draining = asyncio.create_task(prism.stdout.read())
        yield f"http://127.0.0.1:{port}"
    finally:
        prism.terminate()
        await prism.wait()
        await draining
