"""Part 14: deciding stored calls again under a change, beside ``verify`` of the same log."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from hookflash.domain.workspace.workspace import Workspace
from hookflash.domain.workspace.workspace import evolve as evolve_workspace
from hookflash.orchestrator.assembly import open_simulation
from hookflash.orchestrator.integrity.verify import verify
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.simulation.call_script import read_call_script
from hookflash.orchestrator.simulation.virtual_time import run_virtually
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in
from hookflash.time_machine import Change, Phone, Policy, Result, Scope
from hookflash.time_machine import what_if as decide_again
from scripts import seed_calls
from scripts.benchmarks.fleet import Fleet, all_ready
from scripts.benchmarks.places import Database, Places
from scripts.benchmarks.report import Findings, Goal, Table, plain
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell
from tests.tree import ROOT

NOW: Final = datetime(2026, 11, 29, 14, tzinfo=UTC)
DAYS: Final = 2
"""So few that a day has many calls, as with a log of 100,000: what they used counts on each."""
ROUNDS: Final = 3
THOUSAND: Final = 1_000
MANY: Final = 100_000
PROCESSORS: Final = 2
CHANGES: Final[Mapping[str, Change]] = {
    "that touches no call": Change(policy=Policy(registration="approved")),
    "of the ring time": Change(policy=Policy(ring_seconds=15)),
    "of a phone": Change(phones={"Front Desk": Phone(after=4)}),
    "of the registration": Change(policy=Policy(registration="pending")),
    "of texts and of the ring time": Change(policy=Policy(opted_out=True, ring_seconds=60)),
    "of nothing: today's rules": Change(),
}
WORST: Final = "of the registration"
SECONDS: Final = 60.0
"""The aim for 100,000 calls on two processors, of which the change alters over a half."""
Found = list[tuple[str, float, int]]
"""What was done, its seconds of CPU, and how many calls went otherwise."""


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure a file and a server."""
    rows: list[tuple[str, ...]] = []
    goals: list[Goal] = []
    databases: tuple[Database, ...] = ("SQLite", "PostgreSQL")
    for database in databases:
        tell(f"14 what if: playing {scale.decided:,} calls, {database}")
        with places.fresh(database) as url, Fleet(1) as fleet:
            seed(url, scale.decided)
            tell(f"14 what if: deciding them again, {database}")
            (found,) = fleet.run(look, [url])
        *changes, (_, checked, _) = found
        rows += [(database, *_row(one, checked, scale.decided)) for one in found]
        seconds = {what: cpu for what, cpu, _ in changes}[f"a change {WORST}"]
        whole = seconds * MANY / scale.decided / PROCESSORS
        what = f"{database}: {MANY:,} calls under a change {WORST}, on two processors"
        goals.append(Goal(what, SECONDS, whole, " s", at_most=True))
    headings = (
        *("database", "what", "go otherwise, %"),
        *("CPU, s per 1,000 calls", "CPU, ms per such call", "beside verify"),
    )
    title = f"14. What a change makes of {scale.decided:,} varied calls, in one process"
    return Findings([Table(title, headings, tuple(rows))], goals)


def _row(one: tuple[str, float, int], checked: float, calls: int) -> tuple[str, ...]:
    what, seconds, otherwise = one
    each = plain(seconds / otherwise * THOUSAND) if otherwise else ""
    share = plain(otherwise * 100 / calls)
    return what, share, plain(seconds / calls * THOUSAND), each, f"{plain(seconds / checked)} times"


def seed(url: str, calls: int) -> None:
    """Play varied calls of the tutorial's workspace into the log at ``url``."""
    run_virtually(_apply(url))
    with open_store(url) as store:
        (slug,) = {one.partition(".")[0] for one in store.streams("harbor-dental.")}
        workspace = Workspace(slug)
        for event in store.read_stream(f"{slug}.workspace"):
            workspace = evolve_workspace(workspace, event)
    scripts = {
        path.stem: read_call_script(path, lambda _: workspace)
        for path in seed_calls.SCRIPTS.glob("*.yaml")
    }
    planned = seed_calls.plan(scripts, NOW, calls, DAYS)
    run_virtually(seed_calls.play(url, planned, lambda: None))


async def _apply(url: str) -> None:
    simulation = await open_simulation(url, seed_calls.SEED, NOW)
    written = (ROOT / "docs/tutorial/office.yaml").read_bytes()
    await simulation.center.apply(workspace_in(written, "office"))
    await simulation.close()


def look(url: str) -> Found:
    """Decide all calls again under each change, and verify the log. Runs in a worker process."""
    all_ready()
    with open_store(url) as store:
        found = [(f"a change {name}", *_decided(url, change)) for name, change in CHANGES.items()]
        return [*found, ("verify", _verified(store), 0)]


def _decided(url: str, change: Change) -> tuple[float, int]:
    def decide() -> Result:
        return decide_again(url, change, Scope(tests=True), processes=1)

    result = decide()
    otherwise = result.alike + result.different + result.undecidable
    return min(_cpu(decide) for _ in range(ROUNDS)), otherwise


def _verified(store: Store) -> float:
    return min(_cpu(lambda: verify(store)) for _ in range(ROUNDS))


def _cpu(work: Callable[[], Any]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
