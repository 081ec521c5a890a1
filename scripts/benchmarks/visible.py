"""Part 5: from an acknowledged append until the views show it, with and without other calls."""

import asyncio
import time
from functools import partial
from typing import Final
from uuid import uuid4

from hookflash.orchestrator.call_center import CallCenter
from scripts.benchmarks.fleet import all_ready
from scripts.benchmarks.measuring import Run, milliseconds, take_turns
from scripts.benchmarks.places import Places
from scripts.benchmarks.report import Findings, Goal, Table, plain
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell
from scripts.benchmarks.whole_call import story
from scripts.benchmarks.whole_call.hookflash import Office, open_office

HEADINGS: Final = ("database", "other calls", "p50 ms", "p99 ms")
OTHERS: Final = (0, 8)
PAUSE: Final = 0.02
"""Seconds between two appends."""
LOOK: Final = 0.001
"""Seconds between two looks."""
GOAL: Final = 20.0
"""Milliseconds."""


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure on both databases."""
    rows: list[tuple[str, ...]] = []
    goals: list[Goal] = []
    for database in ("SQLite", "PostgreSQL"):
        for others in OTHERS:
            tell(f"5 visible: {database}, {others} other calls going on")
            with places.fresh(database) as url:  # type: ignore[arg-type]
                turn = partial(_turn, places, url, others, 2 * scale.seconds)
                runs = take_turns([turn], scale.rounds)["visible"]
            late = milliseconds(runs, 99)
            rows.append((database, str(others), plain(milliseconds(runs, 50)), plain(late)))
            what = f"in the inbox, {database}, {others} other calls: p99"
            goals.append(Goal(what, GOAL, late, " ms", at_most=True))
    return Findings([Table("5. From an append to the inbox", HEADINGS, tuple(rows))], goals)


def _turn(places: Places, url: str, others: int, seconds: float) -> dict[str, Run]:
    (run,) = places.fleet(1).run(work, [(url, others, seconds)])
    return {"visible": run}


def work(job: tuple[str, int, float]) -> Run:
    """Append and look, for a while. Runs in a worker process."""
    return asyncio.run(_look(*job))


async def _look(url: str, others: int, seconds: float) -> Run:
    async with open_office(url) as office:
        await office.play()
        all_ready()
        begun = time.perf_counter()
        busy = [asyncio.create_task(_play_on(office)) for _ in range(others)]
        latencies = await _latencies(office.center, begun + seconds)
        for task in busy:
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)
        return Run(time.perf_counter() - begun, latencies)


async def _play_on(office: Office) -> None:
    while True:
        await office.play()


async def _latencies(center: CallCenter, until: float) -> list[float]:
    call_id = await center.receive_call(
        to=story.NUMBER, from_=story.CONTACT, provider_call_id=uuid4().hex
    )
    await center.answer(call_id)
    latencies = []
    while time.perf_counter() < until:
        await asyncio.sleep(PAUSE)
        await center.hear(call_id, "Hello?")
        latencies.append(await _until_shown(center))
    return latencies


async def _until_shown(center: CallCenter) -> float:
    """Seconds until the views have come to where the log ends now."""
    begun = time.perf_counter()
    last = await asyncio.to_thread(center.log.store.last_position)
    while True:
        ahead = await asyncio.to_thread(_ahead, center)
        if ahead >= last:
            return time.perf_counter() - begun
        await asyncio.sleep(LOOK)


def _ahead(center: CallCenter) -> int:
    """How far the views are, if not further."""
    last = center.log.store.last_position()
    return last - center.keeper.views.behind()
