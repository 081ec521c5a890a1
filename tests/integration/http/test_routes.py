"""Every route of the description: without a key, with too weak a key, from another workspace."""

import asyncio
from pathlib import Path
from typing import Any, Final

import pytest

from hookflash.orchestrator.assembly import open_call_center
from hookflash.orchestrator.http.app import create_app
from tests.integration.http.conftest import CALLER, NUMBER, OFFICE, SECRET, Api, serving
from tests.integration.http.test_test_calls import all_ring

OPEN: Final = {"/healthz", "/readyz", "/v1/webhooks"}
ENDLESS: Final = "/v1/events"
TESTS: Final = "/v1/test-calls"
BEGINNING: Final = (("POST", "/v1/calls"), ("POST", TESTS))
"""What begins a call: to whose number, the body says."""
BODIES: Final[dict[str, dict[str, Any]]] = {
    "PUT /v1/workspaces/{workspace}": {"content": OFFICE},
    "POST /v1/calls": {"json": {"to": NUMBER, "from": CALLER}},
    "POST /v1/calls/{call_id}/hear": {"json": {"text": "Hello"}},
    "POST /v1/calls/{call_id}/press": {"json": {"digits": "1"}},
    "POST /v1/calls/{call_id}/tools": {"json": {"tool": "send_sms_1"}},
    "POST /v1/calls/{call_id}/end": {"json": {}},
    "POST /v1/calls/{call_id}/reports": {"json": {"type": "call.ended", "data": {}}},
    "POST /v1/test-calls": {"json": {"number": NUMBER}},
    "POST /v1/test-calls/{call_id}/say": {"json": {"text": "Hello"}},
    "PUT /v1/test-calls/{call_id}/phones/{who}": {"json": {"does": "by_hand"}},
    "POST /v1/threads/{thread}/marks": {"json": {"mark": "read"}},
}
QUERIES: Final = {"/v1/calls/{call_id}/changes": {"before": 0, "after": 1}}


async def described() -> list[tuple[str, str]]:
    """Every method and path that OpenAPI names."""
    async with open_call_center("sqlite://") as center:
        paths = create_app(center, SECRET).openapi()["paths"]
    return [(method.upper(), path) for path, methods in paths.items() for method in methods]


ROUTES: Final = asyncio.run(described())
CLOSED: Final = [route for route in ROUTES if route[1] not in OPEN]


async def real_ids(api: Api) -> dict[str, str]:
    """What stands for the variables of a path, in a workspace where a transfer was asked for."""
    call = str((await api.ask("POST", TESTS, json={"number": NUMBER})).json()["call"])
    await api.ask("POST", f"{TESTS}/{call}/say", json={"text": "Could I talk to somebody?"})
    await api.ask("POST", f"/v1/calls/{call}/press", json={"digits": "1"})
    await all_ring(api, call)
    (thread,) = (await api.ask("GET", "/v1/threads")).json()["items"]
    (transfer,) = (await api.ask("GET", "/v1/transfers")).json()["items"]
    return {
        "workspace": "harbor-dental",
        "call_id": call,
        "thread": thread["thread"],
        "effect_key": transfer["effect_key"],
        "who": "On Call",
    }


def address(path: str, ids: dict[str, str]) -> str:
    """The path to what ``ids`` name; one phone is declined and the other one answered."""
    return path.format(**ids | ({"who": "Front Desk"} if path.endswith("/answer") else {}))


def sent(method: str, path: str) -> dict[str, Any]:
    """A body and a query that the route takes."""
    return BODIES.get(f"{method} {path}", {}) | {"params": QUERIES.get(path)}


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_every_route_wants_a_key(method: str, path: str, folder: Path) -> None:
    """Without a key, and with one that opens nothing, every route answers 401."""

    async def check() -> None:
        async with serving(folder) as api:
            for headers in ({}, {"Authorization": "Bearer hf_harbor-dental_x_y"}):
                done = await api.ask(method, path, role=None, headers=headers, **sent(method, path))
                assert done.status_code == 401
                assert done.headers["WWW-Authenticate"] == "Bearer"

    asyncio.run(check())


def test_every_route_is_closed_to_others(folder: Path) -> None:
    """The key of another workspace finds none of the ids, and nothing in the lists."""

    async def check() -> None:
        async with serving(folder) as api:
            ids = await real_ids(api)
            before = await api.center.log.last_position()
            for method, path in CLOSED:
                if path == ENDLESS or (method, path) in BEGINNING:
                    continue
                done = await api.ask(
                    method, address(path, ids), workspace="sunny-cafe", **sent(method, path)
                )
                if "{" in path:
                    assert done.status_code == 404, (path, done.text)
                else:
                    assert done.json()["items"] == []
            for method, path in BEGINNING:
                stolen = await api.ask(method, path, workspace="sunny-cafe", **sent(method, path))
                assert stolen.status_code == 422
            assert await api.center.log.last_position() == before

    asyncio.run(check())


def test_reading_keys_change_nothing(folder: Path) -> None:
    """A key that may read is refused by every write, and one that may operate by configuring."""

    async def check() -> None:
        async with serving(folder) as api:
            ids = await real_ids(api)
            for method, path in CLOSED:
                role = "operate" if "workspaces" in path and method == "PUT" else "read"
                if method == "GET" and path == ENDLESS:
                    continue
                done = await api.ask(method, address(path, ids), role=role, **sent(method, path))
                assert done.status_code == (200 if method == "GET" else 403), (path, done.text)

    asyncio.run(check())


def test_every_write_is_taken_from_who_may(folder: Path) -> None:
    """With the right key every described route does its work."""

    async def check() -> None:
        async with serving(folder) as api:
            ids = await real_ids(api)
            for method, path in CLOSED:
                if path != ENDLESS:
                    done = await api.ask(method, address(path, ids), **sent(method, path))
                    assert done.is_success, (method, path, done.text)

    asyncio.run(check())


def test_errors_are_described() -> None:
    """Every route that wants a key tells of its errors as problem details, with an example."""

    async def check() -> None:
        async with open_call_center("sqlite://") as center:
            described = create_app(center, SECRET).openapi()
        for method, path in CLOSED:
            responses = described["paths"][path][method.lower()]["responses"]
            for status in ("401", "403", "404", "422"):
                assert responses[status]["content"]["application/problem+json"]["example"]
        assert "errors" in described["components"]["schemas"]["ProblemDetails"]["properties"]

    asyncio.run(check())
