"""Part 6: speed as the log grows; the size of a call in memory and on disk."""

import asyncio
import gc
from functools import partial
from pathlib import Path
from typing import Final

import psutil

from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from scripts.benchmarks import history
from scripts.benchmarks.commands import ours
from scripts.benchmarks.commands.workload import Job
from scripts.benchmarks.fleet import Fleet, all_ready
from scripts.benchmarks.measuring import Run, milliseconds, rate, ratio, take_turns
from scripts.benchmarks.places import Places
from scripts.benchmarks.report import Bars, Findings, Goal, Table, plain, times
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell

HEADINGS: Final = ("calls in the log", "commands a second", "p50 ms", "p99 ms", "of the smallest")
SIZES: Final = ("", "bytes")
BEGUN: Final = 4
"""Events per call in the log."""
AT_ONCE: Final = 64
LIVE: Final = 5_000
"""Calls held in memory."""
GOAL: Final = 0.9
BYTES_AN_EVENT: Final = 3_000 / 23
"""On the disk: the goal is of a call of 23 events, compressed."""
BYTES_LIVE: Final = 10_000
"""Of a live call, in memory."""


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure logs of all sizes in turns, in SQLite files."""
    files: dict[int, str] = {}
    for calls in scale.calls:
        tell(f"6 growth: making {calls:,} calls")
        files[calls] = f"sqlite:///{places.folder}/{calls}-calls.db"
        history.fill(files[calls], calls, BEGUN)
    tell("6 growth: commands on each log")
    turns = [partial(_turn, places, calls, url, scale.seconds) for calls, url in files.items()]
    runs = take_turns(turns, 2 * scale.rounds)
    smallest, *_, largest = scale.calls
    kept = ratio(runs[str(largest)], runs[str(smallest)])
    goal = Goal(f"commands at {largest:,} calls: of those at {smallest:,}", GOAL, kept)
    sizes, goals = _sizes(scale, places)
    found = Findings([_table(runs, smallest), sizes], [goal, *goals], [_bars(runs)])
    for url in files.values():
        Path(url.removeprefix("sqlite:///")).unlink()
    return found


def _turn(places: Places, calls: int, url: str, seconds: float) -> dict[str, Run]:
    ((run, _),) = places.fleet(1).run(ours.work, [Job(url, 0, AT_ONCE, seconds)])
    return {str(calls): run}


def _table(runs: dict[str, list[Run]], smallest: int) -> Table:
    rows = [
        (
            f"{int(calls):,}",
            plain(rate(some)),
            plain(milliseconds(some, 50)),
            plain(milliseconds(some, 99)),
            times(ratio(some, runs[str(smallest)])),
        )
        for calls, some in runs.items()
    ]
    return Table("6. Commands as the log grows: SQLite, 64 calls at once", HEADINGS, tuple(rows))


def _bars(runs: dict[str, list[Run]]) -> Bars:
    values = tuple((f"{int(calls):,} calls", rate(some)) for calls, some in runs.items())
    return Bars("Commands as the log grows, SQLite, 64 at once", "a second", values)


def _sizes(scale: Scale, places: Places) -> tuple[Table, list[Goal]]:
    """The bytes that one whole call takes."""
    calls = min(LIVE, scale.events // history.EVENTS)
    # In a new process: another one would first reuse memory that it has freed.
    with places.fresh("SQLite") as url, Fleet(1) as fleet:
        history.fill(url, calls)
        log = _on_disk(url) / calls
        (memory,) = fleet.run(held, [(url, calls)])
        with places.fresh("SQLite") as smaller:
            history.pack(url, smaller)
            packed = _on_disk(smaller) / calls
    whole = f"a whole call ({history.EVENTS} events) in the log, on the disk"
    live = f"a live call ({history.EVENTS} events so far), in memory"
    rows = (
        (whole, f"{log:,.0f}"),
        ("the same, compressed", f"{packed:,.0f}"),
        (live, f"{memory / calls:,.0f}"),
    )
    most = history.EVENTS * BYTES_AN_EVENT
    goals = [
        Goal(f"{whole}, compressed", most, packed, " bytes", at_most=True),
        Goal(live, BYTES_LIVE, memory / calls, " bytes", at_most=True),
    ]
    return Table("6. What a call takes", SIZES, rows), goals


def _on_disk(url: str) -> int:
    return Path(url.removeprefix("sqlite:///")).stat().st_size


def held(job: tuple[str, int]) -> int:
    """The bytes by which memory grows for this many calls. Runs in a worker process."""
    all_ready()
    return asyncio.run(_hold(*job))


async def _hold(url: str, count: int) -> int:
    log = EventLog(open_store(url))
    calls = CommandHandler(log)
    await calls.load(history.call_id(0))
    gc.collect()
    before = psutil.Process().memory_info().rss
    for number in range(1, count):
        await calls.load(history.call_id(number))
    gc.collect()
    after = psutil.Process().memory_info().rss
    await log.close()
    return int(after - before)
