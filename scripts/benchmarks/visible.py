"""Part 5: the time from an acknowledged append until the views show it, under load."""

import asyncio
import time
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Final
from uuid import uuid4

from hookflash.orchestrator.call_center import CallCenter
from scripts.benchmarks.fleet import all_ready
from scripts.benchmarks.measuring import Run, milliseconds, stall_milliseconds, take_turns
from scripts.benchmarks.meter import stalls
from scripts.benchmarks.places import Database, Places
from scripts.benchmarks.report import Findings, Goal, Table, plain
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell
from scripts.benchmarks.whole_call import story
from scripts.benchmarks.whole_call.hookflash import Office, open_office


@dataclass(frozen=True)
class Load:
    """A number of other callers, each of whom calls again after about ``pause`` seconds."""

    name: str
    callers: int
    pause: float = 0.0
    aimed_at: bool = True
    """Whether the goal applies to this load."""


HEADINGS: Final = (
    "database", "other calls", "p50 ms", "p99 ms", "p99.9 ms", "longest stall, ms",
)  # fmt: skip
LOADS: Final = (
    Load("none", 0),
    Load("10 a second (36,000 an hour)", 40, 4.0),
    Load("8 at once, without a pause", 8, aimed_at=False),
)
PAUSE: Final = 0.02
"""Seconds between two appends."""
GOALS: Final[dict[Database, float]] = {"SQLite": 20.0, "PostgreSQL": 30.0}
"""Milliseconds."""


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure on both databases."""
    rows: list[tuple[str, ...]] = []
    goals: list[Goal] = []
    for database, aim in GOALS.items():
        for load in LOADS:
            tell(f"5 visible: {database}, other calls: {load.name}")
            with places.fresh(database) as url:
                turn = partial(_turn, places, url, load, 2 * scale.seconds)
                runs = take_turns([turn], scale.rounds)["visible"]
            late = milliseconds(runs, 99)
            spread = [plain(milliseconds(runs, percent)) for percent in (50, 99, 99.9)]
            rows.append((database, load.name, *spread, plain(stall_milliseconds(runs))))
            if load.aimed_at:
                what = f"in the inbox, {database}, other calls {load.name}: p99"
                goals.append(Goal(what, aim, late, " ms", at_most=True))
    return Findings([Table("5. From an append to the inbox", HEADINGS, tuple(rows))], goals)


def _turn(places: Places, url: str, load: Load, seconds: float) -> dict[str, Run]:
    (run,) = places.fleet(1).run(work, [(url, load, seconds)])
    return {"visible": run}


def work(job: tuple[str, Load, float]) -> Run:
    """Append and wait until it is visible, for some seconds. Runs in a worker process."""
    return asyncio.run(_look(*job))


async def _look(url: str, load: Load, seconds: float) -> Run:
    async with open_office(url) as office:
        await office.play()
        all_ready()
        begun = time.perf_counter()
        busy = [asyncio.create_task(_play_on(office, load.pause)) for _ in range(load.callers)]
        async with stalls() as watched:
            latencies = await _latencies(office.center, begun + seconds)
        for task in busy:
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)
        return Run(time.perf_counter() - begun, latencies, stall=watched.longest)


async def _play_on(office: Office, pause: float) -> None:
    while True:
        await asyncio.sleep(Random().uniform(0, 2 * pause))  # noqa: S311 - no secret
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
        begun = time.perf_counter()
        await center.caught_up()
        latencies.append(time.perf_counter() - begun)
    return latencies
