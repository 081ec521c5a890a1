"""The route for hosted agents: who gets in, how much, and how it is described."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from hookflash import CallCenter, HostAgent
from hookflash.http import create_app
from hookflash.orchestrator.http.rate_limits import Buckets, Limits
from tests.unit.desk.hosted import OFFICE
from tests.unit.hosted.platforms import BODIES, GREETED, TEXT, VENDORS, find, signed

PATH = "/v1/agents/{}/tools"


@asynccontextmanager
async def served(
    limits: Limits | None = None,
) -> AsyncIterator[tuple[CallCenter, httpx.AsyncClient]]:
    """A simulated center whose agents are hosted, and its API."""
    async with CallCenter.open("sqlite://", agent=HostAgent("Hosted")) as center:
        await center.apply(OFFICE)
        app = create_app(center, limits=limits, find_secret=find)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield center, client


def test_each_platform_has_its_tools_answered() -> None:
    """In its own shape, with 200; without its credential, 403."""

    async def main() -> None:
        async with served() as (center, client):
            for vendor in VENDORS:
                body = json.dumps(BODIES[vendor](TEXT, GREETED)).encode()
                headers = signed(vendor, body, center.now().timestamp())
                headers["Content-Type"] = "application/json"
                done = await client.post(PATH.format(vendor), content=body, headers=headers)
                assert done.status_code == 200
                assert "The text was sent." in done.text
                assert done.headers["RateLimit-Cost"] == "5"
                done = await client.post(PATH.format(vendor), content=body)
                assert done.status_code == 403
            assert (await client.post(PATH.format("other"), content=b"{}")).status_code == 422

    asyncio.run(main())


def test_too_much_is_refused_before_anything_is_done() -> None:
    """A body of more than 1 MiB, too many forged requests, too many genuine ones."""

    async def main() -> None:
        limits = Limits(Buckets(1, 5), Buckets(1, 2))
        async with served(limits) as (center, client):
            path = PATH.format("retell")
            large = await client.post(path, content=b"x" * (1024 * 1024 + 1))
            assert large.status_code == 413
            forged = [(await client.post(path, content=b"{}")).status_code for _ in range(3)]
            assert forged == [403, 403, 429]
            for n, status in enumerate((200, 429)):
                body = json.dumps(BODIES["retell"](TEXT, GREETED, call=f"r-{n}")).encode()
                headers = signed("retell", body, center.now().timestamp())
                done = await client.post(path, content=body, headers=headers)
                assert done.status_code == status
            assert len(await center.calls("harbor-dental")) == 1

    asyncio.run(main())


def test_the_route_is_described() -> None:
    """With an example of its answer; without secrets there is no such route."""

    async def main() -> None:
        async with served() as (center, client):
            described = (await client.get("/v1/openapi.json")).json()
            route = described["paths"]["/v1/agents/{vendor}/tools"]["post"]
            assert route["responses"]["200"]["content"]["application/json"]["example"]
            assert "security" not in route
            plain = create_app(center).openapi()["paths"]
            assert [path for path in plain if "agents" in path] == []

    asyncio.run(main())
