"""Part 1: commands per second, for different numbers of parallel calls, per contender."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from statistics import fmean

from scripts.benchmarks.commands import library, ours, raw
from scripts.benchmarks.commands.raw import RawJob
from scripts.benchmarks.commands.workload import Job
from scripts.benchmarks.measuring import (
    Run,
    Turn,
    cpu_milliseconds,
    cpu_ratio,
    milliseconds,
    rate,
    ratio,
    take_turns,
    together,
)
from scripts.benchmarks.places import Database, Places
from scripts.benchmarks.report import Bars, Findings, Goal, Table, plain, times
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell

HOOKFLASH, RAW = "Hookflash", "raw SQL, same commits"
LIBRARY, CACHED = "eventsourcing, plain", "eventsourcing, with its cache"
HEADINGS = (
    "database", "workers", "calls at once", "", "a second", "p50 ms", "p99 ms", "p99.9 ms",
    "CPU µs each", "ours", "ours: CPU",
)  # fmt: skip
AGAINST_CACHE = {64: 10.0, 8: 5.0, 1: 1.0}
"""Goals on SQLite: how many times the commands of the library with its cache, by calls at once."""
SHARE_OF_RAW = 0.2
"""Goal: the CPU time of raw SQL, of that of a command."""


@dataclass(frozen=True)
class Setting:
    """``at_once`` parallel calls on ``workers`` processes."""

    database: Database
    workers: int
    at_once: int

    def __str__(self) -> str:
        several = "s" if self.workers > 1 else ""
        processes = f", {self.workers} worker{several}" if self.database == "PostgreSQL" else ""
        return f"{self.database}{processes}, {self.at_once} at once"


Runs = dict[str, list[Run]]


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure every setting."""
    found: dict[Setting, Runs] = {}
    sizes: dict[Setting, float] = {}
    for setting in _settings(scale):
        tell(f"1 commands: {setting}")
        turns = _Turns(setting, scale.seconds, places)
        found[setting] = take_turns(turns.all, scale.rounds)
        sizes[setting] = fmean(turns.sizes)
    rows = [row for setting, runs in found.items() for row in _rows(setting, runs, sizes[setting])]
    table = Table("1. Commands a second, each durable before it is answered", HEADINGS, tuple(rows))
    return Findings([table], list(_goals(found)), list(_bars(found)))


def _settings(scale: Scale) -> Iterator[Setting]:
    for at_once in scale.at_once:
        yield Setting("SQLite", 1, at_once)
    for workers in scale.workers:
        for at_once in scale.at_once:
            if at_once >= workers:
                yield Setting("PostgreSQL", workers, at_once)


class _Turns:
    def __init__(self, setting: Setting, seconds: float, places: Places) -> None:
        self._setting = setting
        self._seconds = seconds
        self._places = places
        self._fleet = places.fleet(setting.workers)
        self.sizes: list[int] = []

    def ours_then_raw(self) -> dict[str, Run]:
        """The raw commits repeat those that Hookflash just made."""
        with self._fresh() as source:
            done = self._fleet.run(ours.work, self._jobs(source))
            commits = [sizes for _, sizes in done]
            with self._fresh() as url:
                jobs = [RawJob(url, source, n, sizes) for n, sizes in enumerate(commits)]
                repeated = self._fleet.run(raw.work, jobs)
        self.sizes += [size for sizes in commits for size in sizes]
        return {HOOKFLASH: together(run for run, _ in done), RAW: together(repeated)}

    @property
    def all(self) -> list[Turn]:
        """The turns of all contenders."""
        return [self.ours_then_raw, self.library, self.cached_library]

    def library(self) -> dict[str, Run]:
        """The same calls through the library."""
        return {LIBRARY: self._by_library(library.work)}

    def cached_library(self) -> dict[str, Run]:
        """The same calls through the library with its own cache."""
        return {CACHED: self._by_library(library.work_cached)}

    def _by_library(self, work: Callable[[Job], Run]) -> Run:
        with self._fresh() as url:
            library.prepare(url)
            return together(self._fleet.run(work, self._jobs(url)))

    def _fresh(self) -> AbstractContextManager[str]:
        return self._places.fresh(self._setting.database)

    def _jobs(self, url: str) -> list[Job]:
        at_once = self._setting.at_once // self._setting.workers
        return [Job(url, n, at_once, self._seconds) for n in range(self._setting.workers)]


def _rows(setting: Setting, runs: Runs, size: float) -> Iterator[tuple[str, ...]]:
    named = setting.database, str(setting.workers), str(setting.at_once)
    ours = runs[HOOKFLASH]
    for name in (HOOKFLASH, RAW, LIBRARY, CACHED):
        some = runs[name]
        beside = (
            ("", "") if some is ours else (times(ratio(ours, some)), times(cpu_ratio(ours, some)))
        )
        called = f"{name} ({plain(size)} events each)" if name == RAW else name
        spread = [plain(milliseconds(some, percent)) for percent in (50, 99, 99.9)]
        cost = plain(1_000 * cpu_milliseconds(some))
        yield *named, called, plain(rate(some)), *spread, cost, *beside


def _goals(found: dict[Setting, Runs]) -> Iterator[Goal]:
    for at_once, aim in AGAINST_CACHE.items():
        if runs := found.get(Setting("SQLite", 1, at_once)):
            what = f"commands, SQLite, {at_once} at once: the library with its cache"
            yield Goal(what, aim, ratio(runs[HOOKFLASH], runs[CACHED]), " times")
    if runs := found.get(Setting("SQLite", 1, 64)):
        what = "commands, SQLite, 64 at once: CPU of raw SQL, same commits"
        yield Goal(what, SHARE_OF_RAW, cpu_ratio(runs[HOOKFLASH], runs[RAW]), " times")


def _bars(found: dict[Setting, Runs]) -> Iterator[Bars]:
    shown: Sequence[Setting] = [s for s in found if s.at_once == 64]  # noqa: PLR2004 - as the goals
    for setting in shown:
        values = tuple((name, rate(runs)) for name, runs in found[setting].items())
        yield Bars(f"Commands, {setting}", "a second", values)
