"""Every described route: without a key, with too weak a key, from another workspace."""

import asyncio
import re
from pathlib import Path
from typing import Any, Final, cast

import httpx
import pytest

from hookflash import CallCenter
from hookflash.domain.access.events import Role
from hookflash.domain.access.keys import ROLES
from hookflash.orchestrator.http.app import create_app
from tests.integration.http.conftest import ADMIN, CALLER, NUMBER, OFFICE, SECRET, Api, serving
from tests.integration.http.test_test_calls import all_ring, left_a_message
from tests.unit.hosted.platforms import find

HOSTED: Final = "/v1/agents/{vendor}/tools"
OPEN: Final = {"/healthz", "/readyz", "/v1/webhooks", "/v1/workspaces", HOSTED}
"""Routes that need no workspace key."""
ENDLESS: Final = {"/v1/events", "/v1/desk/test-calls", "/v1/calls/{call_id}/desk/news"}
DESK: Final = re.compile(r"^/v1/(calls/\{call_id\}/)?desk")
"""Routes for an agent that the host runs, which this server has none of: 409."""
TESTS: Final = "/v1/test-calls"
BEGINNING: Final = (
    ("POST", "/v1/calls"),
    ("POST", "/v1/texts"),
    ("POST", "/v1/desk"),
    ("POST", TESTS),
)
"""Routes that start a call or take a text; the body says to whose number."""
PUBLISHED: Final = {"name": "Prices", "instructions": "Say that it depends."}
DRAFTED: Final = PUBLISHED | {"instructions": "Say that it depends on the tooth."}
FLOW: Final = [
    {"agent": {"greeting": "Hello.", "jobs": []}},
    {"voicemail": {"greeting": "Please speak."}},
]
SPARE: Final = "+14155550155"
LISTED: Final = "+14155550177"
OWN: Final = {
    "/v1/members/": {"name": "Zoe"},
    "/v1/inboxes/": {"name": "Night desk"},
    "/v1/jobs/": {"name": "Prices", "version": "1"},
    "/v1/call-views/": {"name": "To call back"},
    "/v1/numbers/": {"number": SPARE},
    "/v1/numbers/{number}/flow": {"number": NUMBER},
    "/v1/opt-outs/": {"number": LISTED},
    "/v1/contacts/": {"contact": CALLER, "note": "1"},
    "/v1/workspaces/{workspace}/carriers/": {"name": "spare"},
}
"""Values that only the first workspace has, by path prefix; the longest prefix wins."""
MAKING: Final = {
    "PUT /v1/members/{name}",
    "PUT /v1/inboxes/{name}",
    "PUT /v1/numbers/{number}",
    "PUT /v1/jobs/{name}/draft",
    "PUT /v1/call-views/{name}",
    "POST /v1/opt-outs",
    "GET /v1/contacts/{contact}",
    "PUT /v1/contacts/{contact}/name",
    "POST /v1/contacts/{contact}/notes",
}
"""Routes that create or show a piece of the key's own workspace, whatever others have there."""
BODIES: Final[dict[str, dict[str, Any]]] = {
    "PUT /v1/workspaces/{workspace}/carriers/{name}": {"json": {"kind": "simulator"}},
    "PUT /v1/members/{name}": {"json": {"name": "Zoe", "phone": "+14155550133"}},
    "PUT /v1/inboxes/{name}": {"json": {"name": "Night desk"}},
    "PUT /v1/numbers/{number}": {"json": {"number": SPARE, "flow": FLOW}},
    "PUT /v1/numbers/{number}/flow/draft": {"json": {"flow": FLOW}},
    "POST /v1/numbers/{number}/flow/preview": {"json": {"flow": FLOW}},
    "POST /v1/jobs/check": {"json": DRAFTED},
    "POST /v1/tests": {
        "json": {
            "tests": [
                {
                    "name": "Booking gets the link",
                    "caller": ["I'd like to book"],
                    "expect": {"texts": ["https://example.com/book"]},
                }
            ]
        }
    },
    "PUT /v1/jobs/{name}/draft": {"json": DRAFTED},
    "PUT /v1/jobs/{name}/scenarios": {
        "json": {
            "scenarios": [
                {
                    "name": "Nothing is sent",
                    "caller": ["What does it cost?"],
                    "expect": {"texts": "none"},
                }
            ]
        }
    },
    "POST /v1/jobs/{name}/scenarios/run": {"json": {}},
    "POST /v1/jobs/{name}/rename": {"json": {"name": "Prices"}},
    "PUT /v1/call-views/{name}": {"json": {"where": {"outcome": ["missed"]}}},
    "PUT /v1/jobs/{name}/on": {"json": {"on": False}},
    "POST /v1/opt-outs": {"json": {"contacts": [LISTED]}},
    "POST /v1/keys": {"json": {"role": "read"}},
    "PUT /v1/workspaces/{workspace}": {"content": OFFICE},
    "POST /v1/calls": {"json": {"to": NUMBER, "from": CALLER}},
    "POST /v1/texts": {"json": {"to": NUMBER, "from": CALLER, "body": "STOP"}},
    "POST /v1/calls/{call_id}/hear": {"json": {"text": "Hello"}},
    "POST /v1/calls/{call_id}/press": {"json": {"digits": "1"}},
    "POST /v1/calls/{call_id}/tools": {"json": {"tool": "send_sms_1"}},
    "POST /v1/calls/{call_id}/end": {"json": {}},
    "POST /v1/calls/{call_id}/fork": {"json": {"settings": {"proposals_per_call": 0}}},
    "POST /v1/what-if": {"json": {"settings": {"registration": "pending"}}},
    "POST /v1/desk": {"json": {"to": NUMBER, "from": CALLER}},
    "POST /v1/calls/{call_id}/desk/hear": {"json": {"text": "Hello"}},
    "POST /v1/calls/{call_id}/desk/press": {"json": {"digits": "1"}},
    "POST /v1/calls/{call_id}/desk/tools": {"json": {"tool": "send_sms_1"}},
    "POST /v1/calls/{call_id}/desk/said": {"json": {"text": "Hello."}},
    "POST /v1/calls/{call_id}/desk/failed": {"json": {"reason": "timeout"}},
    "POST /v1/calls/{call_id}/desk/played": {
        "json": {
            "speech": "5b2f8a0e-6c1d-5e4f-9a3b-7c8d9e0f1a2b",
            "began_at": "2026-03-02T15:04:05Z",
            "ended_at": "2026-03-02T15:04:08Z",
            "heard_chars": 47,
        }
    },
    "POST /v1/calls/{call_id}/desk/end": {"json": {}},
    "POST /v1/calls/{call_id}/reports": {"json": {"type": "call.ended", "data": {}}},
    "POST /v1/test-calls": {"json": {"number": NUMBER}},
    "POST /v1/test-calls/{call_id}/say": {"json": {"text": "Hello"}},
    "PUT /v1/test-calls/{call_id}/phones/{who}": {"json": {"does": "by_hand"}},
    "POST /v1/threads/{thread}/marks": {"json": {"mark": "read"}},
    "PUT /v1/contacts/{contact}/name": {"json": {"name": "Jane Doe"}},
    "POST /v1/contacts/{contact}/notes": {"json": {"text": "Prefers mornings."}},
    "PUT /v1/contacts/{contact}/notes/{note}": {"json": {"text": "Prefers afternoons."}},
    "POST /v1/webhook-endpoints": {"json": {"url": "https://crm.example/"}},
    "PUT /v1/webhook-endpoints/{endpoint}": {"json": {"url": "https://crm.example/"}},
    "POST /v1/webhook-endpoints/{endpoint}/secret/rotate": {"json": {}},
}
QUERIES: Final = {
    "/v1/calls/{call_id}/changes": {"before": 0, "after": 1},
    "/v1/jobs/{name}/diff": {"before": 1, "after": 1},
}


async def described() -> dict[tuple[str, str], str]:
    """Yield every method and path of the OpenAPI document, with the role it needs."""
    async with CallCenter.open("sqlite://") as center:
        paths = create_app(center, SECRET, ADMIN, find_secret=find).openapi()["paths"]
    return {
        (method.upper(), path): role_wanted(operation)
        for path, operations in paths.items()
        for method, operation in operations.items()
    }


def role_wanted(operation: dict[str, Any]) -> str:
    """Return the role in an operation's description; empty if it needs no key."""
    (wanted,) = operation.get("security", [{}])
    return "".join(wanted.get("key", ()))


ROUTES: Final = asyncio.run(described())
CLOSED: Final = sorted(
    (route for route in ROUTES if route[1] not in OPEN),
    key=lambda route: (route[1] == "/v1/workspaces/{workspace}", route[0] == "DELETE"),
)
"""Routes that need a key; last those that delete, and the one that replaces the document."""


async def real_ids(api: Api) -> dict[str, str]:
    """Return values for path variables, in a workspace with a requested transfer."""
    call = str((await api.ask("POST", TESTS, json={"number": NUMBER})).json()["call"])
    await api.ask("POST", f"{TESTS}/{call}/say", json={"text": "Could I talk to somebody?"})
    await api.ask("POST", f"/v1/calls/{call}/press", json={"digits": "1"})
    await all_ring(api, call)
    (thread,) = (await api.ask("GET", "/v1/threads")).json()["items"]
    (transfer,) = (await api.ask("GET", "/v1/transfers")).json()["items"]
    for method, path in MADE_BEFORE:
        done = await api.ask(
            method, address(path, {"workspace": "harbor-dental"}), **sent(method, path)
        )
        assert done.is_success, (path, done.text)
    spare = (await api.ask("POST", "/v1/keys", json={"role": "read"})).json()
    endpoint = await api.ask("POST", "/v1/webhook-endpoints", json={"url": "https://a.example/"})
    return {
        "key": spare["id"],
        "workspace": "harbor-dental",
        "vendor": "vapi",
        "call_id": call,
        "thread": thread["thread"],
        "effect_key": transfer["effect_key"],
        "voicemail": await left_a_message(api),
        "who": "On Call",
        "endpoint": endpoint.json()["id"],
        "delivery": await delivered(api, endpoint.json()["id"], call),
    }


async def delivered(api: Api, endpoint: str, call: str) -> str:
    """Let something happen on a call; returns the id of its delivery to the endpoint."""
    await api.ask("POST", f"/v1/calls/{call}/press", json={"digits": "5"})
    deliveries = f"/v1/webhook-endpoints/{endpoint}/deliveries"
    found: list[Any] = []
    async with asyncio.timeout(60):
        while not found:
            found = (await api.ask("GET", deliveries)).json()["items"]
    return str(found[0]["id"])


MADE_BEFORE: Final = (
    ("PUT", "/v1/workspaces/{workspace}/carriers/{name}"),
    ("PUT", "/v1/members/{name}"),
    ("PUT", "/v1/inboxes/{name}"),
    ("PUT", "/v1/numbers/{number}"),
    ("PUT", "/v1/jobs/{name}/draft"),
    ("PUT", "/v1/call-views/{name}"),
    ("POST", "/v1/jobs/{name}/publish"),
    ("POST", "/v1/opt-outs"),
    ("POST", "/v1/contacts/{contact}/notes"),
)


def address(path: str, ids: dict[str, str]) -> str:
    """Fill in a path; one phone is declined and the other answered."""
    own = max((start for start in OWN if path.startswith(start)), key=len, default="")
    phone = {"who": "Front Desk"} if path.endswith("/answer") else {}
    return path.format(**ids | OWN.get(own, {}) | phone)


def sent(method: str, path: str) -> dict[str, Any]:
    """Return a body and a query that the route accepts."""
    return BODIES.get(f"{method} {path}", {}) | {"params": QUERIES.get(path)}


def _works(path: str, done: httpx.Response) -> bool:
    """Whether a route did what it is for, or says that it is for another kind of agent."""
    return done.status_code == httpx.codes.CONFLICT if DESK.match(path) else done.is_success


def test_every_route_wants_a_key(folder: Path) -> None:
    """Without a key, and with an invalid one, every route answers 401."""

    async def check() -> None:
        async with serving(folder) as api:
            for method, path in CLOSED:
                for headers in ({}, {"Authorization": "Bearer hf_harbor-dental_x_y"}):
                    done = await api.ask(
                        method, path, role=None, headers=headers, **sent(method, path)
                    )
                    assert done.status_code == 401, (method, path)
                    assert done.headers["WWW-Authenticate"] == "Bearer"

    asyncio.run(check())


def test_every_route_is_closed_to_others(folder: Path) -> None:
    """Another workspace's key finds none of the ids, and changes nothing there."""

    async def check() -> None:
        async with serving(folder) as api:
            ids = await real_ids(api)
            theirs = {ids["call_id"], ids["thread"], ids["key"], "Zoe", "Night desk", SPARE, LISTED}
            before = await api.center.position()
            for method, path in sorted(CLOSED, key=lambda route: " ".join(route) in MAKING):
                if path in ENDLESS:
                    continue
                done = await api.ask(
                    method, address(path, ids), workspace="sunny-cafe", **sent(method, path)
                )
                if "{" in path and f"{method} {path}" not in MAKING:
                    assert done.status_code == 404, (path, done.text)
                elif method == "GET":
                    assert not [one for one in theirs if one in done.text], (path, done.text)
                elif (method, path) in BEGINNING:
                    assert done.status_code == 422
            changed = await api.center._log.read_log(before)
            assert not [one for _, one in changed if one.stream.startswith("harbor-dental.")]

    asyncio.run(check())


@pytest.mark.parametrize("role", ROLES[:2])
def test_a_key_may_do_what_its_role_says_and_no_more(role: Role, folder: Path) -> None:
    """Each route names the lowest role that it accepts, and refuses lower ones."""

    async def check() -> None:
        async with serving(folder) as api:
            ids = await real_ids(api)
            for (method, path), needed in ROUTES.items():
                if path in OPEN | ENDLESS:
                    continue
                done = await api.ask(method, address(path, ids), role=role, **sent(method, path))
                enough = ROLES.index(role) >= ROLES.index(cast("Role", needed))
                assert _works(path, done) if enough else done.status_code == 403, (path, done.text)

    asyncio.run(check())


def test_carriers_need_a_role_of_their_own(folder: Path) -> None:
    """Who configures the workspace neither edits carriers nor gets a key that does."""
    path = "/v1/workspaces/harbor-dental"
    carrier = {"kind": "simulator"}

    async def check() -> None:
        async with serving(folder) as api:
            for method, where, body in (
                ("PUT", f"{path}/carriers/main", {"json": carrier}),
                ("PUT", path, {"content": OFFICE + "\ncarriers: {main: {simulator: {}}}"}),
                ("POST", "/v1/keys", {"json": {"role": "administer"}}),
            ):
                refused = await api.ask(method, where, role="configure", **body)
                assert refused.status_code == 403, (where, refused.text)
                assert "administer" in refused.json()["detail"]
            made = await api.ask("PUT", f"{path}/carriers/main", json=carrier)
            assert made.status_code == 201
            removed = await api.ask("PUT", path, role="configure", content=OFFICE)
            assert removed.status_code == 403
            kept = OFFICE + "\ncarriers: {main: {simulator: {}}}"
            assert (await api.ask("PUT", path, role="configure", content=kept)).is_success
            keys = (await api.center.keys.keys("harbor-dental")).by_id.values()
            (top,) = (key.id for key in keys if key.role == "administer")
            left = await api.ask("DELETE", f"/v1/keys/{top}", role="configure")
            assert left.status_code == 403

    asyncio.run(check())


def test_a_key_that_may_read_changes_nothing() -> None:
    """Everything but GET needs a higher role, except routes that only compute."""
    computing = {"/v1/jobs/check", "/v1/calls/{call_id}/fork", "/v1/what-if"}
    computing |= {"/v1/numbers/{number}/flow/preview"}
    for (method, path), role in ROUTES.items():
        if method != "GET" and path not in OPEN | computing:
            assert role in ROLES[1:], path


def test_every_write_is_taken_from_who_may(folder: Path) -> None:
    """With the right key every described route works."""

    async def check() -> None:
        async with serving(folder) as api:
            ids = await real_ids(api)
            for method, path in CLOSED:
                if path not in ENDLESS:
                    done = await api.ask(method, address(path, ids), **sent(method, path))
                    assert _works(path, done), (method, path, done.text)

    asyncio.run(check())


def test_errors_are_described() -> None:
    """Every route that needs a key describes its errors as problem details, with an example."""

    async def check() -> None:
        async with CallCenter.open("sqlite://") as center:
            described = create_app(center, SECRET).openapi()
        for method, path in CLOSED:
            responses = described["paths"][path][method.lower()]["responses"]
            for status in ("401", "403", "404", "422"):
                assert responses[status]["content"]["application/problem+json"]["example"]
        assert "errors" in described["components"]["schemas"]["ProblemDetails"]["properties"]

    asyncio.run(check())
