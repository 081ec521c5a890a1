"""Part 1: commands per second, for different numbers of parallel calls, per contender."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from statistics import fmean

from scripts.benchmarks.commands import library, ours, raw
from scripts.benchmarks.commands.raw import RawJob
from scripts.benchmarks.commands.workload import Job
from scripts.benchmarks.measuring import Run, milliseconds, rate, ratio, take_turns, together
from scripts.benchmarks.places import Database, Places
from scripts.benchmarks.report import Bars, Findings, Goal, Table, plain, times
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell

HOOKFLASH, RAW, LIBRARY = "Hookflash", "raw SQL, same commits", "eventsourcing, plain"
HEADINGS = ("database", "workers", "calls at once", "", "a second", "p50 ms", "p99 ms", "ours")


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
        found[setting] = take_turns([turns.ours_then_raw, turns.library], scale.rounds)
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

    def library(self) -> dict[str, Run]:
        """The same calls through the library."""
        with self._fresh() as url:
            library.prepare(url)
            return {LIBRARY: together(self._fleet.run(library.work, self._jobs(url)))}

    def _fresh(self) -> AbstractContextManager[str]:
        return self._places.fresh(self._setting.database)

    def _jobs(self, url: str) -> list[Job]:
        at_once = self._setting.at_once // self._setting.workers
        return [Job(url, n, at_once, self._seconds) for n in range(self._setting.workers)]


def _rows(setting: Setting, runs: Runs, size: float) -> Iterator[tuple[str, ...]]:
    named = setting.database, str(setting.workers), str(setting.at_once)
    for name in (HOOKFLASH, RAW, LIBRARY):
        some = runs[name]
        by = "" if name == HOOKFLASH else times(ratio(runs[HOOKFLASH], some))
        called = f"{name} ({plain(size)} events each)" if name == RAW else name
        spread = [plain(milliseconds(some, percent)) for percent in (50, 99)]
        yield *named, called, plain(rate(some)), *spread, by


def _goals(found: dict[Setting, Runs]) -> Iterator[Goal]:
    on_sqlite = found.get(Setting("SQLite", 1, 64))
    if on_sqlite:
        by_library = ratio(on_sqlite[HOOKFLASH], on_sqlite[LIBRARY])
        yield Goal("commands, SQLite, 64 calls: plain library", 10, by_library, " times")
        by_raw = ratio(on_sqlite[HOOKFLASH], on_sqlite[RAW])
        yield Goal("commands, SQLite, 64 calls: raw SQL, same commits", 0.5, by_raw, " times")
    for setting, runs in found.items():
        if (setting.database, setting.workers) == ("PostgreSQL", 8):
            by_library = ratio(runs[HOOKFLASH], runs[LIBRARY])
            what = f"commands, PostgreSQL, 8 workers, {setting.at_once} calls: plain library"
            yield Goal(what, 10, by_library, " times")


def _bars(found: dict[Setting, Runs]) -> Iterator[Bars]:
    shown: Sequence[Setting] = [s for s in found if s.at_once == 64]  # noqa: PLR2004 - as the goals
    for setting in shown:
        values = tuple((name, rate(runs)) for name, runs in found[setting].items())
        yield Bars(f"Commands, {setting}", "a second", values)
