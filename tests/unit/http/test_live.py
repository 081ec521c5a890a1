"""The stream of live events, in virtual time."""

import asyncio

from hookflash.orchestrator.assembly import simulate
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.sse import HEARTBEAT, live_events
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.simulation.virtual_time import run_virtually


async def others(center: CallCenter, number: int) -> None:
    """Record something in another workspace."""
    await center.workspaces.create(f"Other {number}")


def test_a_quiet_stream_tells_how_far_the_log_has_come() -> None:
    """However busy others are, its connection is kept and resumes after their events."""

    async def check() -> None:
        store = open_store("sqlite://")
        center = simulate("sqlite://", store, seed=1).center
        stream = live_events(center, "harbor-dental", 0)
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
