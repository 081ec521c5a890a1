"""An assistant finds out what happened on a call, and cannot do anything on a live one."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from mcp.client import Client

from tests.integration.mcp.office import (
    CALLER,
    HARBOR,
    NUMBER,
    ask,
    assistant,
    live_events,
    refused,
    text_of,
    two_offices,
)

TEST_CALL: Final = "test_call"
ERRORS: Final[tuple[tuple[str, dict[str, Any], str], ...]] = (
    ("get_call", {"call": "ffff"}, "There is no call “ffff”. list_calls shows the newest."),
    ("get_call", {"call": "latest", "id": 1}, "get_call has no argument “id”; it takes call."),
    ("get_call", {}, "call: Field required."),
    ("send_text", {}, "There is no tool “send_text”. Tools: list_workspaces, "),
    ("list_calls", {}, "There are several workspaces. Known: harbor-dental, sunny-cafe."),
    ("list_calls", {"workspace": "x"}, "There is no workspace “x”. Known: harbor-dental, "),
    ("get_event", {"call": "latest", "position": 999}, "position: this call's events are 1 to"),
    ("get_state", {"call": "latest", "at": 999}, "position 999: this call's events are 1 to"),
    ("get_thread", {"workspace": HARBOR, "thread": "x"}, "thread “x”"),
    ("get_report", {"workspace": HARBOR, "zone": "Mars"}, "zone: “Mars” is not a time zone"),
    (
        "get_job",
        {"workspace": HARBOR, "name": "x"},
        "There is no such job “x”; list_workspaces",
    ),
    ("begin_test_call", {"number": "x"}, "number: “x” is not a phone number"),
    ("begin_test_call", {"number": "+14155550111"}, "number: no workspace has +14155550111"),
    ("press_in_test_call", {"call": "latest", "keys": "x"}, "keys: String should match"),
)


def run(folder: Path, check: Callable[[Client, str], Awaitable[None]]) -> None:
    """Run ``check`` with a client, and the call that the first workspace had."""

    async def main() -> None:
        url = f"sqlite:///{folder / 'calls.db'}"
        harbor, _ = await two_offices(url, folder)
        async with assistant(url) as client:
            await check(client, harbor)

    asyncio.run(main())


def test_no_tool_acts_on_a_live_call(tmp_path: Path) -> None:
    """Every tool is annotated as one that reads, or refuses calls that are not tests.

    Fault 42: whatever is called, with a live call wherever a call is expected, the events of live
    calls and of workspaces are afterwards what they were before.
    """

    async def main() -> None:
        url = f"sqlite:///{tmp_path / 'calls.db'}"
        calls = await two_offices(url, tmp_path)
        before = await live_events(url, calls)
        async with assistant(url) as client:
            tools = (await client.list_tools()).tools
            for tool in tools:
                assert tool.annotations is not None
                assert tool.annotations.read_only_hint is (TEST_CALL not in tool.name)
                assert tool.annotations.destructive_hint is False
            test = await ask(client, "begin_test_call", number=NUMBER)
            for tool in tools:
                for call in (calls[0], test.split()[0]):
                    result = await client.call_tool(tool.name, arguments(tool.input_schema, call))
                    if TEST_CALL in tool.name and call == calls[0] and "number" not in str(tool):
                        assert "is a live call; nothing was done" in text_of(result)
        assert await live_events(url, calls) == before

    asyncio.run(main())


def arguments(schema: dict[str, Any], call: str) -> dict[str, Any]:
    """Arguments that a tool accepts: what it requires, and ``call`` where it takes a call."""
    values = {
        "call": call,
        "workspace": HARBOR,
        "number": NUMBER,
        "who": "Front Desk",
        "words": "Could I talk to somebody?",
        "keys": "1",
        "position": 1,
        "before": 1,
        "after": 2,
        "name": "Booking",
    }
    wanted = {*schema.get("required", ()), "call", "workspace"} & {*schema["properties"]}
    return {name: values.get(name, "x") for name in wanted}


def test_a_call_is_shown_with_what_was_said_and_done(tmp_path: Path) -> None:
    """The text is for a model to read; the same is there as data, without what is empty."""

    async def check(client: Client, call: str) -> None:
        result = await client.call_tool("get_call", {"call": call[-6:]})
        text = text_of(result)
        assert text.splitlines()[0].startswith(f"{call}  ")
        assert f"from {CALLER} to {NUMBER}" in text
        assert "caller: “I'd like to book a cleaning”" in text
        assert "agent: “Would you like me to transfer you to Scheduling?”" in text
        data: Any = result.structured_content
        assert data["call"]["call"] == call
        assert "test" not in data["call"]
        assert {line["by"] for line in data["conversation"]} == {"agent", "caller"}
        state = await ask(client, "get_state", call=call, at=2)
        assert "after event 2: conversing\nallowed next: " in state
        assert "Nothing changed." in await ask(
            client, "compare_states", call=call, before=3, after=3
        )
        assert "state: “conversing” → “ended”" in await ask(
            client, "compare_states", call=call, before=2, after=26
        )
        assert "CallReceived" in await ask(client, "get_event", call=call, position=1)

    run(tmp_path, check)


def test_lists_are_filtered_and_come_in_pages(tmp_path: Path) -> None:
    """A page says how to go on; a limit beyond the most is refused."""

    async def check(client: Client, call: str) -> None:
        assert call in await ask(client, "list_calls", workspace=HARBOR)
        assert call in await ask(client, "list_calls", workspace=HARBOR, contact=CALLER)
        for wrong in ({"contact": "+14155550198"}, {"outcome": "missed"}, {"in_progress": True}):
            assert await ask(client, "list_calls", workspace=HARBOR, **wrong) == "Nothing found."
        first = await ask(client, "replay_call", call=call, limit=2)
        assert first.splitlines()[-1] == "More: repeat with after=2."
        second = await ask(client, "replay_call", call=call, limit=2, after=2)
        assert second.startswith("[3]")
        sentence = await refused(client, "list_calls", workspace=HARBOR, limit=51)
        assert sentence == "limit: Input should be less than or equal to 50."

    run(tmp_path, check)


def test_inbox_trails_and_reports_are_shown(tmp_path: Path) -> None:
    """Each list leads to the details."""

    async def check(client: Client, call: str) -> None:
        threads = await ask(client, "list_threads", workspace=HARBOR)
        thread = threads.split()[0]
        assert "https://example.com/book" in await ask(
            client, "get_thread", workspace=HARBOR, thread=thread
        )
        assert call in await ask(client, "search_inbox", workspace=HARBOR, words="cleaning")
        listed = await ask(client, "list_transfers", call=call)
        trail = await ask(client, "get_transfer", workspace=HARBOR, effect_key=listed.split()[0])
        assert "declined by: “No”" in trail
        assert "calls 1" in await ask(client, "get_report", workspace=HARBOR)
        assert "texts: 1 of 1000" in await ask(client, "get_usage", workspace=HARBOR)
        assert "/Send SMS:" in await ask(client, "get_job", workspace=HARBOR, name="Booking")

    run(tmp_path, check)


def test_an_error_is_a_sentence(tmp_path: Path) -> None:
    """It names the argument, what was wrong, and what would be right."""

    async def check(client: Client, _: str) -> None:
        for tool, given, sentence in ERRORS:
            told = await refused(client, tool, **given)
            assert sentence in told
            assert "Traceback" not in told

    run(tmp_path, check)


def test_a_test_call_plays_by_the_rules(tmp_path: Path) -> None:
    """The assistant is the caller and the phones; the call is marked as a test."""

    async def check(client: Client, _: str) -> None:
        begun = await ask(client, "begin_test_call", number=NUMBER)
        call = begun.split()[0]
        await ask(client, "say_in_test_call", call=call, words="Could I talk to somebody?")
        assert "transferring" in await ask(client, "press_in_test_call", call=call, keys="1")
        done = await ask(client, "answer_test_call_phone", call=call, who="Front Desk")
        assert "Front Desk is connected to the caller" in done
        told = await refused(client, "decline_test_call_phone", call=call, who="Nobody")
        assert told.startswith("there is no phone “Nobody”; known phones: Front Desk, On Call")
        assert "ended" in await ask(client, "end_test_call", call=call)
        assert "test call" in await ask(client, "list_calls", workspace=HARBOR, limit=1)
        assert call not in await ask(client, "list_calls", workspace=HARBOR, tests=False)

    run(tmp_path, check)
