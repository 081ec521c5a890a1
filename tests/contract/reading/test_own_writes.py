"""What was recorded is found, although readers of the whole log cannot see it yet."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from hookflash import ViewsBehind
from tests.contract.reading.held import Office, held_open, office, patience
from tests.servers.postgres import PostgresServer

Scene = Callable[[Office], Awaitable[None]]


def play(postgres: PostgresServer, folder: Path, scene: Scene) -> None:
    """Play a scene in an office on PostgreSQL."""

    async def main() -> None:
        with patience(0.3):
            async with office(postgres.new_database(), folder) as opened:
                await scene(opened)

    asyncio.run(main())


def test_a_call_is_shown_although_an_earlier_append_is_not_finished(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    """Fault 53: each answer to a write, and the call itself right after it, come from the log."""

    async def scene(at: Office) -> None:
        with held_open(at.url):
            begun = await at.call("CA1")
            assert begun.status_code == 201, begun.text
            call = begun.json()["call"]
            assert (await at.call("CA1")).status_code == 200
            shown = await at.ask("GET", f"/v1/calls/{call}")
            assert (shown.status_code, shown.json()["state"]) == (200, "ringing")
            assert (await at.ask("POST", f"/v1/calls/{call}/answer")).status_code == 200
            assert (await at.ask("GET", f"/v1/calls/{call}")).json()["state"] == "conversing"
            ended = await at.ask("POST", f"/v1/calls/{call}/end")
            assert (ended.status_code, ended.json()["state"]) == (200, "ended")
            test = await at.ask("POST", "/v1/test-calls", json={"number": "+14155550100"})
            assert test.status_code == 201, test.text

    play(postgres, tmp_path, scene)


def test_the_answer_to_a_mark_shows_the_mark(postgres: PostgresServer, tmp_path: Path) -> None:
    """Fault 53: the views have the thread, but not yet that it is done; a later call reopens it."""

    async def scene(at: Office) -> None:
        call = (await at.call("CA1")).json()["call"]
        await at.ask("POST", f"/v1/calls/{call}/end")
        (thread,) = (await at.ask("GET", "/v1/threads")).json()["items"]
        path = f"/v1/threads/{thread['thread']}"
        with held_open(at.url):
            marked = await at.ask("POST", f"{path}/marks", json={"mark": "done"})
            assert (marked.status_code, marked.json()["status"]) == (200, "done")
            read = await at.ask("POST", f"{path}/marks", json={"mark": "read"})
            assert (read.json()["status"], read.json()["unread"]) == ("done", 0)
            assert (await at.ask("GET", path)).json()["status"] == "done"
        await at.call("CA2")
        assert (await at.ask("GET", path)).json()["status"] == "open"

    play(postgres, tmp_path, scene)


def test_what_may_be_in_the_log_is_never_said_to_be_missing(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    """Fault 53: 503, and when to ask again; 404 once readers can see that it is not there."""

    async def scene(at: Office) -> None:
        paths = ("/v1/threads/harbor-dental.thread.x", "/v1/transfers/x", "/v1/recordings/x")
        with held_open(at.url):
            await at.call("CA1")
            for path in paths:
                asked = await at.ask("GET", path)
                assert (asked.status_code, asked.headers.get("Retry-After")) == (503, "1"), path
            with pytest.raises(ViewsBehind):
                await at.center.gateway_lost("")
        assert [(await at.ask("GET", path)).status_code for path in paths] == [404] * 3

    play(postgres, tmp_path, scene)


def test_the_check_of_readiness_says_what_readers_really_see(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    """Fault 53: behind the newest event that is stored, not behind what readers can see of it."""

    async def scene(at: Office) -> None:
        await at.center.caught_up()
        before = (await at.ask("GET", "/readyz")).json()
        assert (before["behind"], before["readable"]) == (0, before["position"])
        with held_open(at.url):
            await at.call("CA1")
            ready = (await at.ask("GET", "/readyz")).json()
            assert ready["position"] > before["position"] == ready["readable"]
            assert ready["behind"] == ready["position"] - before["position"] > 0
            assert await at.center.lag() == ready["behind"]
        await at.center.caught_up()
        after = (await at.ask("GET", "/readyz")).json()
        assert (after["behind"], after["readable"]) == (0, after["position"])

    play(postgres, tmp_path, scene)


def test_a_list_waits_for_an_append_that_is_finished_soon(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    """It then shows the call that came after it; a list that waits in vain shows what it can."""

    async def scene(at: Office) -> None:
        with held_open(at.url) as append:
            await at.call("CA1")
            assert (await at.ask("GET", "/v1/calls")).json()["items"] == []
            with patience(60.0):
                listing = asyncio.create_task(at.ask("GET", "/v1/calls"))
                await asyncio.sleep(0)
                append.execute("ROLLBACK")
                assert len((await listing).json()["items"]) == 1

    play(postgres, tmp_path, scene)
