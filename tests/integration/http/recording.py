"""Calls every operation and records requests and responses for the OpenAPI document.

``python -m tests.integration.http.recording`` writes ``orchestrator/http/examples.json``.
"""

import asyncio
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx

from hookflash import CallCenter, HostAgent
from hookflash.orchestrator.http.app import create_app
from tests.integration.http.conftest import ADMIN, OFFICE, SECRET, Api, serving
from tests.integration.http.test_routes import (
    BODIES,
    CLOSED,
    DESK,
    ENDLESS,
    address,
    real_ids,
    sent,
)
from tests.tree import ROOT

EXAMPLES: Final = ROOT / "orchestrator/http/examples.json"
OPEN: Final = (("GET", "/healthz"), ("GET", "/readyz"), ("POST", "/v1/workspaces"))
CONVERSATION: Final = re.compile(r"^/v1/calls/\{call_id\}/(answer|hear|press|tools|hang-up|end)$")
"""Called on a separate call, in this order; other routes use a call that was transferred."""
SAID: Final = {"text": "Could you text me the link to book?"}
DESK_ROUTES: Final = (
    "/v1/desk",
    *(
        f"/v1/calls/{{call_id}}/desk{what}"
        for what in ("", "/said", "/failed", "/hear", "/tools", "/played", "/press", "/end")
    ),
)
DESK_SAID: Final = {
    "/v1/calls/{call_id}/desk/hear": {"json": SAID},
    "/v1/calls/{call_id}/desk/tools": {"json": {"tool": "transfer_call_2"}},
}
_NOT_AT_DESK: Final = [
    route for route in CLOSED if route[1] not in ENDLESS and not DESK.match(route[1])
]
SHOWN: Final = 2
"""How many items of a list the examples show."""
JSON: Final = "application/json"
YAML: Final = "application/yaml"
REPORT: Final = {
    "type": "leg.status",
    "data": {
        "call_id": "harbor-dental.call.0b1f2c3d4e5f6a7b",
        "leg": "5b2f.1",
        "status": "answered",
    },
}
PICTURE: Final = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 420">…</svg>'
_SECRETS: Final = (
    (re.compile(r"whsec_[A-Za-z0-9+/=]+"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    (re.compile(r"(hf_[a-z-]+_[^_\"]+_)[0-9a-f]{64}"), r"\g<1>" + "0123456789abcdef" * 4),
)


async def recorded() -> dict[str, Any]:
    """Return requests and responses by operation id and media type."""
    with tempfile.TemporaryDirectory() as folder:
        async with serving(Path(folder)) as api:
            examples = {known: one async for known, one in _each(api)}
    with tempfile.TemporaryDirectory() as folder:
        async with serving(Path(folder), agent=HostAgent("A model")) as api:
            examples |= {known: one async for known, one in _at_desk(api)}
    examples["receive_report"] = {"request": {JSON: REPORT}}
    document = examples["get_workspace"]["response"][JSON]
    examples["put_workspace"]["request"] = {JSON: document, YAML: OFFICE}
    examples["get_chart_picture"] = {"response": {"image/svg+xml": PICTURE}}
    return examples


async def _each(api: Api) -> Any:
    names = await _names()
    ids = await real_ids(api)
    talk = ids | {"call_id": await api.call()}
    for method, path in (*OPEN, *_NOT_AT_DESK):
        known = talk if CONVERSATION.match(path) else ids
        asked = sent(method, path)
        if path.endswith("/hear"):
            asked = {"json": SAID}
        if path == "/v1/workspaces":
            asked = {
                "json": {"name": "Corner Shop"},
                "headers": {"Authorization": f"Bearer {ADMIN}"},
            }
        role = None if (method, path) in OPEN else "administer"
        done = await api.ask(method, address(path, known), role=role, **asked)
        assert done.is_success, (method, path, done.text)
        yield names[method, path], dict(_example(asked, done))


async def _at_desk(api: Api) -> Any:
    """One call whose agent the host runs, from its beginning to its end."""
    names = await _names()
    call_id = ""
    for path in DESK_ROUTES:
        asked = sent("POST", path) if f"POST {path}" in BODIES else {}
        asked |= DESK_SAID.get(path, {})
        done = await api.ask("POST", path.format(call_id=call_id), **asked)
        assert done.is_success, (path, done.text)
        call_id = call_id or done.json()["call"]
        yield names["POST", path], dict(_example(asked, done))


def _example(asked: dict[str, Any], done: httpx.Response) -> Iterator[tuple[str, Any]]:
    if "json" in asked:
        yield "request", {JSON: asked["json"]}
    if done.content and done.headers["Content-Type"].startswith(JSON):
        yield "response", {JSON: _short(json.loads(_without_secrets(done.text)))}


def _without_secrets(text: str) -> str:
    for secret, instead in _SECRETS:
        text = secret.sub(instead, text)
    return text


def _short(value: Any) -> Any:
    match value:
        case dict():
            return {key: _short(item) for key, item in value.items()}
        case list():
            return [_short(item) for item in value[:SHOWN]]
        case _:
            return value


async def _names() -> dict[tuple[str, str], str]:
    """Map each method and path to its operation id."""
    async with CallCenter.open("sqlite://") as center:
        paths = create_app(center, SECRET, ADMIN).openapi()["paths"]
    return {
        (method.upper(), path): operation["operationId"]
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


if __name__ == "__main__":
    written = json.dumps(asyncio.run(recorded()), indent=1, ensure_ascii=False, sort_keys=True)
    EXAMPLES.write_text(written + "\n", encoding="utf-8")
