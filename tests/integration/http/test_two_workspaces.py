"""Two workspaces on one server: neither sees or affects the other."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import Any, Final

from hookflash.orchestrator.http.app import create_app
from hookflash.projections.reports.question import BYS
from tests.integration.http.conftest import ADMIN, CALLER, NUMBER, PLENTY, Api
from tests.integration.http.test_answers import AGAIN, in_office

CAFE: Final = "sunny-cafe"
CAFES_NUMBER: Final = "+14155550110"
BAGPIPES: Final = "Could I talk to somebody about bagpipes?"
ENDPOINTS: Final = "/v1/webhook-endpoints"


def bearer(token: str) -> dict[str, str]:
    """Return the header for a token."""
    return {"Authorization": f"Bearer {token}"}


async def transfer_at_the_dentist(api: Api) -> str:
    """Make a call in the first workspace that asks for a transfer, and ends."""
    call = await api.call()
    await api.ask("POST", f"/v1/calls/{call}/answer")
    await api.ask("POST", f"/v1/calls/{call}/hear", json={"text": BAGPIPES})
    await api.ask("POST", f"/v1/calls/{call}/end")
    return call


async def call_at_the_cafe(api: Api, **more: Any) -> str:
    """Make a call in the second workspace, by the same caller."""
    sent = {"to": CAFES_NUMBER, "from": CALLER}
    done = await api.ask("POST", "/v1/calls", workspace=CAFE, json=sent, **more)
    assert done.status_code == 201, done.text
    return str(done.json()["call"])


async def live(api: Api, workspace: str) -> AsyncGenerator[dict[str, Any]]:
    """Yield the live events for a key of ``workspace``, from the first one on."""
    token = api.tokens[workspace, "read"]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": "GET",
        "path": "/v1/events",
        "raw_path": b"/v1/events",
        "query_string": b"after=0",
        "headers": [(b"authorization", f"Bearer {token}".encode())],
        "client": ("127.0.0.1", 1),
        "server": ("here", 80),
    }
    told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    app = create_app(api.center, limits=PLENTY)
    streaming = asyncio.create_task(app(scope, asyncio.Event().wait, told.put))  # type: ignore[arg-type]
    try:
        while True:
            message = await told.get()
            assert message.get("status", 200) == 200
            for line in message.get("body", b"").decode().splitlines():
                if line.startswith("data: "):
                    yield json.loads(line.removeprefix("data: "))
    finally:
        streaming.cancel()


def test_live_events_are_those_of_the_own_workspace(folder: Path) -> None:
    """Events of others before and between are skipped."""

    async def check(api: Api) -> None:
        theirs = await transfer_at_the_dentist(api)
        own = await call_at_the_cafe(api)
        async with asyncio.timeout(60), aclosing(live(api, CAFE)) as events:
            async for event in events:
                assert event["stream"].startswith(f"{CAFE}.")
                assert theirs not in json.dumps(event)
                if event["stream"] == own:
                    break

    in_office(folder, check)


def test_lists_and_searches_find_nothing_of_another_workspace(folder: Path) -> None:
    """With any filter."""

    async def check(api: Api) -> None:
        theirs = await transfer_at_the_dentist(api)
        for path in (
            "/v1/calls",
            "/v1/threads",
            "/v1/threads?q=bagpipes",
            "/v1/transfers",
            f"/v1/transfers?call={theirs}",
        ):
            found = [
                len((await api.ask("GET", path, workspace=workspace)).json()["items"])
                for workspace in ("harbor-dental", CAFE)
            ]
            assert found == [1, 0], path

    in_office(folder, check)


def test_reports_count_nothing_of_another_workspace(folder: Path) -> None:
    """With any filter, even the other workspace's number."""

    async def check(api: Api) -> None:
        await transfer_at_the_dentist(api)
        for by in BYS:
            for params in ({}, {"number": NUMBER}):
                path = f"/v1/reports/{by}"
                own, other = [
                    (await api.ask("GET", path, workspace=workspace, params=params)).json()
                    for workspace in ("harbor-dental", CAFE)
                ]
                assert own["total"]["transfers_proposed"] == 1
                assert not any(other["total"][figure] for figure in ("calls", "transfers_proposed"))
                assert other["lines"] == []

    in_office(folder, check)


def test_webhooks_tell_of_the_own_workspace(folder: Path) -> None:
    """Two endpoints for every started call get one call each."""

    async def check(api: Api) -> None:
        for workspace in ("harbor-dental", CAFE):
            form = {"url": f"https://{workspace}.example/", "topics": ["call.received.*"]}
            assert (await api.ask("POST", ENDPOINTS, workspace=workspace, json=form)).is_success
        calls = {"harbor-dental": await api.call(), CAFE: await call_at_the_cafe(api)}
        async with asyncio.timeout(60):
            await api.receivers.wait_for(2)
        got = {one.url: one.event["subject"] for one in api.receivers.taken}
        assert got == {f"https://{name}.example/": call for name, call in calls.items()}

    in_office(folder, check)


def test_an_idempotency_key_is_of_one_workspace(folder: Path) -> None:
    """The same key starts a call in each."""

    async def check(api: Api) -> None:
        sent = {"to": NUMBER, "from": CALLER}
        theirs = (await api.ask("POST", "/v1/calls", json=sent, headers=AGAIN)).json()["call"]
        assert await call_at_the_cafe(api, headers=AGAIN) != theirs

    in_office(folder, check)


def test_keys_of_one_name_are_keys_of_two_workspaces(folder: Path) -> None:
    """Revoking the first key of one leaves the other's valid."""

    async def check(api: Api) -> None:
        admin = bearer(ADMIN)
        first, second = [
            (
                await api.ask(
                    "POST", "/v1/workspaces", role=None, json={"name": name}, headers=admin
                )
            ).json()
            for name in ("First", "Second")
        ]
        assert first["key"]["id"] == second["key"]["id"]
        keys = [bearer(made["key"]["token"]) for made in (first, second)]
        more = await api.ask(
            "POST", "/v1/keys", role=None, json={"role": "configure"}, headers=keys[0]
        )
        path = f"/v1/keys/{first['key']['id']}"
        revoked = await api.ask("DELETE", path, role=None, headers=bearer(more.json()["token"]))
        assert revoked.is_success
        opened = [
            (await api.ask("GET", "/v1/members", role=None, headers=key)).status_code
            for key in keys
        ]
        assert opened == [401, 200]

    in_office(folder, check)
