"""Webhook endpoints over HTTP: create, test, rotate the secret, list deliveries, delete."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from hookflash import CallCenter
from hookflash.orchestrator.http.app import create_app
from hookflash.orchestrator.ports.webhooks import Reply
from tests.integration.http.conftest import Api, serving

ENDPOINTS = "/v1/webhook-endpoints"
URL = "https://crm.example/hooks"


def in_office(folder: Path, check: Callable[[Api], Awaitable[None]]) -> None:
    """Run ``check`` against two new workspaces."""

    async def run() -> None:
        async with serving(folder) as api:
            await check(api)

    asyncio.run(run())


async def made(api: Api, **form: Any) -> dict[str, Any]:
    """Create an endpoint."""
    done = await api.ask("POST", ENDPOINTS, json={"url": URL, **form})
    assert done.status_code == 201, done.text
    assert done.headers["Location"] == f"{ENDPOINTS}/{done.json()['id']}"
    return dict(done.json())


async def sent(api: Api, count: int) -> list[str]:
    """Return the types of what was sent, once there are ``count``."""
    async with asyncio.timeout(60):
        await api.receivers.wait_for(count)
    return [one.event["type"] for one in api.receivers.taken]


def test_what_happens_on_a_call_is_sent(folder: Path) -> None:
    """Signed with the secret that was shown; marked if the call is a test; once each."""

    async def check(api: Api) -> None:
        endpoint = await made(api, topics=["call.received.*", "call.answered.*"])
        call = await api.call(test=True)
        await api.ask("POST", f"/v1/calls/{call}/answer")
        assert await sent(api, 2) == ["call.received.v1", "call.answered.v1"]
        first = api.receivers.taken[0]
        assert first.event["testcall"] is True
        assert first.event["subject"] == call
        Webhook(endpoint["secret"]).verify(api.receivers.bodies[0], dict(first.headers))

    in_office(folder, check)


def test_the_secret_is_shown_once(folder: Path) -> None:
    """No list, read, live event or change shows it again."""

    async def check(api: Api) -> None:
        endpoint = await made(api)
        one = f"{ENDPOINTS}/{endpoint['id']}"
        shown = [
            await api.ask("GET", ENDPOINTS),
            await api.ask("GET", one),
            await api.ask("PUT", one, json={"url": URL, "description": "CRM"}),
        ]
        assert all(done.is_success and "secret" not in done.text for done in shown)
        assert shown[2].json()["description"] == "CRM"

    in_office(folder, check)


def test_a_secret_is_turned(folder: Path) -> None:
    """Both secrets sign until the given time; a repeated request returns the same secret."""

    async def check(api: Api) -> None:
        endpoint = await made(api)
        rotate = f"{ENDPOINTS}/{endpoint['id']}/secret/rotate"
        again = {"Idempotency-Key": "turn"}
        wish = {"overlap_seconds": 3600}
        new = (await api.ask("POST", rotate, json=wish, headers=again)).json()
        assert (await api.ask("POST", rotate, json=wish, headers=again)).json() == new
        other = await api.ask("POST", rotate, json={"overlap_seconds": 0}, headers=again)
        assert other.status_code == 422
        await api.ask("POST", f"{ENDPOINTS}/{endpoint['id']}/test")
        (taken,) = api.receivers.taken
        for secret in (new["secret"], endpoint["secret"]):
            Webhook(secret).verify(api.receivers.bodies[0], dict(taken.headers))

    in_office(folder, check)


def test_a_test_shows_what_came_of_it(folder: Path) -> None:
    """The response is the entry of the delivery log, with the receiver's answer."""

    async def check(api: Api) -> None:
        endpoint = await made(api, enabled=False)
        one = f"{ENDPOINTS}/{endpoint['id']}"
        api.receivers.answer = lambda _: Reply(status=500, error="out of coffee")
        tried = (await api.ask("POST", f"{one}/test")).json()
        assert (tried["outcome"], tried["status"]) == ("failed", 500)
        assert tried["error"] == "out of coffee"
        log = (await api.ask("GET", f"{one}/deliveries")).json()
        assert log == {"items": [tried], "next": None}

    in_office(folder, check)


def test_an_endpoint_can_be_removed(folder: Path) -> None:
    """After that it is 404, and gets nothing."""

    async def check(api: Api) -> None:
        endpoint = await made(api)
        one = f"{ENDPOINTS}/{endpoint['id']}"
        assert (await api.ask("DELETE", one)).status_code == 204
        for method, path in (("GET", one), ("DELETE", one), ("POST", f"{one}/test")):
            assert (await api.ask(method, path)).status_code == 404
        assert (await api.ask("GET", ENDPOINTS)).json()["items"] == []

    in_office(folder, check)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"url": "http://crm.example/"}, "url"),
        ({"url": URL, "topics": ["call.sms_sennt.v1"]}, "topics[0]"),
        ({"url": URL, "topics": ["call.*", "access.*"]}, "topics[1]"),
        ({"url": URL, "secret": "whsec_mine"}, "secret"),
        ({}, "url"),
    ],
)
def test_a_mistake_is_named(form: dict[str, Any], field: str, folder: Path) -> None:
    """By field, with the fix; nothing is stored."""

    async def check(api: Api) -> None:
        done = await api.ask("POST", ENDPOINTS, json=form)
        assert done.status_code == 422
        (error,) = done.json()["errors"]
        assert error["field"] == field
        assert error["right"]
        assert (await api.ask("GET", ENDPOINTS)).json()["items"] == []

    in_office(folder, check)


def test_a_workspace_has_only_so_many(folder: Path) -> None:
    """A 21st endpoint is refused with the fix."""

    async def check(api: Api) -> None:
        for _ in range(20):
            await made(api)
        done = await api.ask("POST", ENDPOINTS, json={"url": URL})
        assert done.status_code == 422
        assert done.json()["errors"][0]["right"] == "Delete an endpoint first."

    in_office(folder, check)


def test_a_server_without_a_sender_says_so(folder: Path) -> None:
    """503, for any key that may configure."""

    async def check(api: Api) -> None:
        async with CallCenter.open(f"sqlite:///{folder / 'http.db'}") as center:
            api.client._transport.app = create_app(center)  # type: ignore[attr-defined]
            done = await api.ask("GET", ENDPOINTS)
        assert done.status_code == 503
        assert "sends no webhooks" in done.json()["detail"]

    in_office(folder, check)


def test_a_delivery_is_sent_again(folder: Path) -> None:
    """Byte for byte; only what the endpoint's own workspace was sent, with the role for it."""

    async def check(api: Api) -> None:
        endpoint = await made(api, topics=["call.received.*"])
        await api.call()
        assert await sent(api, 1) == ["call.received.v1"]
        path = f"{ENDPOINTS}/{endpoint['id']}/deliveries"
        known: list[Any] = []
        async with asyncio.timeout(60):
            while not known:
                known = (await api.ask("GET", path)).json()["items"]
        again = f"{path}/{known[0]['id']}/resend"
        done = await api.ask("POST", again, role="configure")
        assert (done.json()["outcome"], done.json()["attempt"]) == ("delivered", 2)
        assert api.receivers.bodies[0] == api.receivers.bodies[1]
        assert (await api.ask("POST", again, role="operate")).status_code == 403
        for elsewhere in (again.replace(endpoint["id"], "endpoint-0"), f"{path}/999/resend"):
            assert (await api.ask("POST", elsewhere)).status_code == 404
        assert (await api.ask("POST", again, workspace="sunny-cafe")).status_code == 404
        for odd in (0, 10**30):
            assert (await api.ask("POST", f"{path}/{odd}/resend")).status_code in (404, 422)
        await api.ask("PUT", f"{ENDPOINTS}/{endpoint['id']}", json={"url": URL, "enabled": False})
        off = await api.ask("POST", again)
        assert (off.status_code, "the endpoint is off" in off.json()["detail"]) == (409, True)
        assert len(api.receivers.taken) == 2

    in_office(folder, check)
