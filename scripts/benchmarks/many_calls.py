"""Part 13: a log of many calls: its size, its opening, and what a person waits for.

Two sizes tell what grows with the log. What grows in proportion is carried on to a million calls.
"""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.projection_runner import open_views
from hookflash.projections.projections import Projections
from hookflash.projections.reports.question import Question
from scripts.benchmarks import history
from scripts.benchmarks.fleet import Fleet, all_ready
from scripts.benchmarks.places import Places
from scripts.benchmarks.report import Findings, Table, plain
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell

WORKSPACE: Final = "harbor-dental"
MILLION: Final = 1_000_000
ROUNDS: Final = 3
_BUILT: Final = "rebuild the views, seconds of CPU"
_BYTES: Final = "the log and its views on the disk, GB"
IN_PROPORTION: Final = frozenset({_BUILT, _BYTES})
"""What grows with the number of calls. A million calls are not measured: they are computed."""
Found = Mapping[str, float]


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure two sizes, in SQLite files."""
    found: dict[int, Found] = {}
    for calls in scale.many:
        tell(f"13 many calls: making {calls:,}")
        # A process of its own: opening is measured with nothing in its caches.
        with places.fresh("SQLite") as url, Fleet(1) as fleet:
            history.fill(url, calls)
            tell("13 many calls: rebuilding, and asking")
            (found[calls],) = fleet.run(look, [(url, calls)])
    headings = "", *(f"{calls:,} calls" for calls in found), f"{MILLION:,} calls, computed"
    largest = max(found)
    rows = tuple(
        (
            name,
            *(plain(some[name]) for some in found.values()),
            plain(found[largest][name] * MILLION / largest) if name in IN_PROPORTION else "",
        )
        for name in found[largest]
    )
    title = f"13. Logs of many calls of {history.EVENTS} events, SQLite"
    return Findings([Table(title, headings, rows)])


def look(job: tuple[str, int]) -> Found:
    """Rebuild the views and ask them. Runs in a worker process."""
    all_ready()
    url, calls = job
    with open_store(url) as store:
        views = open_views(url, store)
        seconds = _cpu(views.rebuild)
        found = {_BUILT: seconds} | _asked(views, calls)
        views.close()
    found["open the log and its views, ms of CPU"] = _milliseconds(lambda: _open(url))
    found[_BYTES] = Path(url.removeprefix("sqlite:///")).stat().st_size / 1e9
    return found


def _asked(views: Projections, calls: int) -> dict[str, float]:
    question = Question(workspace=WORKSPACE, tests=True)
    contact = history.contact(calls // 2)
    ways: dict[str, Callable[[], Any]] = {
        "report by day": lambda: views.reports.ask("day", question),
        "a page of calls": lambda: views.calls.list(WORKSPACE, limit=50),
        "a page of the inbox": lambda: views.inbox.threads(WORKSPACE, limit=50),
        "search for a caller's number": lambda: views.inbox.search(WORKSPACE, contact),
        "search for a word that all said": lambda: views.inbox.search(WORKSPACE, "link"),
    }
    return {f"{name}, ms of CPU": _milliseconds(way) for name, way in ways.items()}


def _open(url: str) -> None:
    with open_store(url) as store:
        views = open_views(url, store)
        views.look()
        views.close()


def _milliseconds(work: Callable[[], Any]) -> float:
    """CPU time of the best of some rounds."""
    return 1_000 * min(_cpu(work) for _ in range(ROUNDS))


def _cpu(work: Callable[[], Any]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
