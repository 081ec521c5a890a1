"""An agent that the host runs, over HTTP: one call from its beginning to its end."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from hookflash import HostAgent
from hookflash.orchestrator.http.app import create_app
from tests.integration.http.conftest import CALLER, NUMBER, PLENTY, Api, serving
from tests.servers.ports import free_ports

AGENT = HostAgent("A model")


class Desk:
    """A call's desk over HTTP."""

    def __init__(self, api: Api, call_id: str) -> None:
        self._api = api
        self.path = f"/v1/calls/{call_id}/desk"

    async def ask(self, what: str, key: str = "", /, **body: Any) -> Any:
        """Post to the desk; returns the answer's body."""
        headers = {"Idempotency-Key": key} if key else {}
        path = f"{self.path}/{what}"
        done = await self._api.ask("POST", path, json=body, headers=headers, role="operate")
        assert done.is_success, done.text
        return done.json() if done.content else None


async def opened(api: Api, shape: str = "openai") -> tuple[Desk, dict[str, Any]]:
    """A desk on a new call."""
    sent = {"to": NUMBER, "from": CALLER, "provider_call_id": "CA1"}
    done = await api.ask("POST", "/v1/desk", json=sent, params={"shape": shape})
    assert done.status_code == 201, done.text
    found: dict[str, Any] = done.json()
    return Desk(api, found["call"]), found


def test_a_call_from_its_beginning_to_its_transfer(folder: Path) -> None:
    """A text, the question, silence while it is open, and a yes."""

    async def scene() -> None:
        async with serving(folder, agent=AGENT) as api:
            desk, found = await opened(api)
            assert found["greeting"] == "Thanks for calling Harbor Dental."
            assert "[send_sms_1]" in found["instructions"]
            assert found["tools"][0]["function"]["strict"] is True
            assert (await desk.ask("said", text=found["greeting"]))["may_reply"]
            assert (await desk.ask("hear", text="Can you text me the link?"))["may_reply"]
            sent = await desk.ask("tools", "t1", tool="send_sms_1", arguments="{}")
            assert sent["text"].startswith("The text was")
            again = await desk.ask("tools", "t1", tool="send_sms_1", arguments="{}")
            assert again["events"] == sent["events"]
            refused = await desk.ask("tools", tool="dial", arguments={"to": "+19005550100"})
            assert refused["events"][0]["type"] == "ToolCallRejected"
            asked = await desk.ask("tools", tool="transfer_call_2")
            assert asked["speeches"][0]["text"].startswith("Would you like me to transfer you")
            assert not asked["may_reply"]
            assert (await desk.ask("hear", text="Yes please"))["state"] == "transferring"
            await desk.ask("end")

    asyncio.run(scene())


def test_tools_come_in_the_form_of_each_model(folder: Path) -> None:
    """The same tools, for OpenAI, Anthropic and MCP."""

    async def scene() -> None:
        async with serving(folder, agent=AGENT) as api:
            names = {}
            for shape, schema in (("anthropic", "input_schema"), ("mcp", "inputSchema")):
                _, found = await opened(api, shape)
                names[shape] = [tool["name"] for tool in found["tools"]]
                for tool in found["tools"]:
                    assert tool[schema]["properties"] == {}
                    assert tool[schema]["additionalProperties"] is False
            assert names["anthropic"] == names["mcp"]

    asyncio.run(scene())


def test_a_server_with_an_agent_of_its_own_has_no_desk(folder: Path) -> None:
    """It says how to start one that has."""

    async def scene() -> None:
        async with serving(folder) as api:
            sent = {"to": NUMBER, "from": CALLER}
            done = await api.ask("POST", "/v1/desk", json=sent)
            assert done.status_code == 409
            assert "--agent host" in done.json()["detail"]
            call = await api.call()
            done = await api.ask("POST", f"/v1/calls/{call}/desk")
            assert done.status_code == 409

    asyncio.run(scene())


def test_playback_is_reported_under_the_id_of_the_words(folder: Path) -> None:
    """Late, and of words that are not of this call, it does no harm."""

    async def scene() -> None:
        async with serving(folder, agent=AGENT) as api:
            desk, _ = await opened(api)
            now = datetime.now(UTC)
            times = {
                "began_at": (now - timedelta(seconds=1)).isoformat(),
                "ended_at": now.isoformat(),
            }
            await desk.ask("played", speech="no-such-speech", heard_chars=4, **times)

    asyncio.run(scene())


@asynccontextmanager
async def listening(api: Api) -> AsyncIterator[httpx.AsyncClient]:
    """The application behind a real server, so that a stream can be read while it is open."""
    (port,) = free_ports(1)
    app = create_app(api.center, None, None, PLENTY)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None))
    serving_task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has nothing to wait for
        await asyncio.sleep(0.01)
    token = api.tokens["harbor-dental", "operate"]
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
        yield client
    server.should_exit = True
    await serving_task


async def told(stream: httpx.Response, wanted: str) -> dict[str, Any]:
    """The next event of a kind on a stream, with its id."""
    event: dict[str, Any] = {}
    async for line in stream.aiter_lines():
        name, _, value = line.partition(": ")
        if line:
            event[name] = value
        elif event.get("event") == wanted:
            return {**json.loads(event["data"]), "id": int(event["id"])}
        else:
            event = {}
    raise AssertionError(f"no {wanted} came")


def test_news_is_a_stream_that_ends_with_the_call(folder: Path) -> None:
    """What another part of the host reports; it can be resumed after the last event."""

    async def scene() -> None:
        async with serving(folder, agent=AGENT) as api, listening(api) as client:
            desk, found = await opened(api)
            at = {"after": found["position"]}
            async with client.stream("GET", f"{desk.path}/news", params=at, timeout=20) as stream:
                hear = f"/v1/calls/{found['call']}/hear"
                await api.ask("POST", hear, json={"text": "Hello?"})
                heard = await told(stream, "caller")
                assert (heard["text"], heard["may_reply"]) == ("Hello?", True)
            await desk.ask("end")
            last = {"Last-Event-ID": str(heard["id"])}
            resumed = await client.get(f"{desk.path}/news", headers=last, timeout=20)
            assert "event: ended" in resumed.text
            assert "event: caller" not in resumed.text

    asyncio.run(scene())


async def takes_tests(api: Api, client: httpx.AsyncClient, ready: asyncio.Event) -> None:
    """A host that runs elsewhere: it takes one test call, and answers each thing that is said."""
    async with client.stream("GET", "/v1/desk/test-calls", timeout=20) as calls:
        ready.set()
        call = (await told(calls, "test_call"))["call"]
    desk = Desk(api, call)
    found = (await api.ask("POST", desk.path)).json()
    await desk.ask("said", text=found["greeting"])
    async with client.stream("GET", f"{desk.path}/news", params={"after": 0}, timeout=20) as news:
        heard = await told(news, "caller")
        await desk.ask("said", text=f"You said: {heard['text']}")


def test_a_host_elsewhere_takes_test_calls(folder: Path) -> None:
    """It is told of each, and what the person types comes as news."""

    async def scene() -> None:
        async with serving(folder, agent=AGENT) as api, listening(api) as client:
            ready = asyncio.Event()
            host = asyncio.create_task(takes_tests(api, client, ready))
            await ready.wait()
            begun = (await api.ask("POST", "/v1/test-calls", json={"number": NUMBER})).json()
            assert begun["said"] == ["Thanks for calling Harbor Dental."]
            assert (begun["agent"], begun["note"]) == ("A model", "")
            path = f"/v1/test-calls/{begun['call']}/say"
            answered = (await api.ask("POST", path, json={"text": "Hello?"})).json()
            assert answered["said"] == ["You said: Hello?"]
            await host

    asyncio.run(scene())


def test_a_test_call_that_no_agent_takes_says_so(folder: Path) -> None:
    """It does not look as if the agent were silent."""

    async def scene() -> None:
        async with serving(folder, agent=AGENT) as api:
            begun = (await api.ask("POST", "/v1/test-calls", json={"number": NUMBER})).json()
            assert begun["said"] == []
            assert begun["note"].startswith("No agent has said anything on this test call.")

    asyncio.run(scene())
