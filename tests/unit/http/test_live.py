"""The stream of live events, in virtual time."""

import asyncio

from hookflash.orchestrator.assembly import simulate
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.sse import CHECKED, HEARTBEAT, live_events
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.simulation.virtual_time import run_virtually
from hookflash.orchestrator.workspaces.forms import MemberForm


async def others(center: CallCenter, number: int) -> None:
    """Record something in another workspace."""
    await center.workspaces.create(f"Other {number}")


def test_a_quiet_stream_tells_how_far_the_log_has_come() -> None:
    """However busy others are, its connection is kept and resumes after their events."""

    async def check() -> None:
        store = open_store("sqlite://")
        center = simulate("sqlite://", store, seed=1).center
        await center.keys.issue("harbor-dental", "read", key="first")
        stream = live_events(center, "harbor-dental", 0, "first")
        assert await anext(stream) == ": connected\n\n"
        coming = asyncio.ensure_future(anext(stream))
        begun = asyncio.get_running_loop().time()
        for number in range(5):
            await others(center, number)
            await asyncio.sleep(HEARTBEAT / 5)
        last = await center.position()
        assert await coming == f": still here\nid: {last}\n\n"
        assert asyncio.get_running_loop().time() - begun == HEARTBEAT
        await center.workspaces.create("Harbor Dental")
        assert "WorkspaceSaved" in await anext(stream)
        await stream.aclose()  # type: ignore[attr-defined]
        await center._log.close()

    run_virtually(check())


def test_a_stream_ends_when_its_key_is_revoked() -> None:
    """At once, wherever the key was revoked; the streams of other keys go on."""

    async def check() -> None:
        store = open_store("sqlite://")
        center = simulate("sqlite://", store, seed=1).center
        await center.workspaces.create("Harbor Dental")
        for key in ("first", "second"):
            await center.keys.issue("harbor-dental", "read", key=key)
        after = await center.position()
        ending, going_on = (
            live_events(center, "harbor-dental", after, key) for key in ("first", "second")
        )
        for stream in (ending, going_on):
            assert await anext(stream) == ": connected\n\n"
        end = asyncio.ensure_future(anext(ending, "the end"))
        message = asyncio.ensure_future(anext(going_on))
        await asyncio.sleep(1.0)
        begun = asyncio.get_running_loop().time()
        await center.keys.revoke("harbor-dental", "first")
        assert await end == "the end"
        assert asyncio.get_running_loop().time() - begun < CHECKED
        member = MemberForm(name="Lee", phone="+14155550101")
        await center.workspaces.save_member("harbor-dental", member)
        assert "MemberSaved" in await message
        await going_on.aclose()  # type: ignore[attr-defined]
        await center._log.close()

    run_virtually(check())


def test_a_stream_that_is_far_behind_ends_too() -> None:
    """It would come to the event of its revoked key much later."""

    async def check() -> None:
        store = open_store("sqlite://")
        center = simulate("sqlite://", store, seed=1).center
        for number in range(30):
            await center.workspaces.create(f"Office {number}")
        for number in range(5):
            await center.keys.issue("office-1", "read", key=f"key{number}")
            await center.workspaces.save_member(
                "office-1", MemberForm(name=f"Member {number}", phone="+14155550101")
            )
        stream = live_events(center, "office-1", 0, "key1")
        assert await anext(stream) == ": connected\n\n"
        assert "WorkspaceSaved" in await anext(stream)
        await center.keys.revoke("office-1", "key1")
        await asyncio.sleep(CHECKED)  # the client is slow
        assert await anext(stream, "the end") == "the end"
        await center._log.close()

    run_virtually(check())
