"""Part 2, too: what it costs to record what the caller heard, by the call and by the event."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from scripts.benchmarks.fleet import Fleet
from scripts.benchmarks.measuring import Run, cpu_milliseconds, cpu_ratio, take_turns
from scripts.benchmarks.places import Places
from scripts.benchmarks.report import Findings, Table, plain, times
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell
from scripts.benchmarks.whole_call import hookflash
from scripts.benchmarks.whole_call.job import Job

KINDS: Final[dict[str, Callable[[Job], Run]]] = {
    "say returns after playing": hookflash.work,
    "the telephony reports what was heard": hookflash.work_reporting,
    "heard by the estimated pace of speech": hookflash.work_estimating,
}
HEADINGS: Final = (
    "playback", "events per call", "CPU ms per call", "CPU µs per event", "Restate's CPU, of ours",
)  # fmt: skip


def measure(scale: Scale, places: Places, tell: Tell, restate: Sequence[Run]) -> Findings:
    """Measure the kinds of playback in turns, beside ``restate``, which records none."""
    at_once = max(scale.whole_calls)
    events: dict[str, int] = {}
    turns = [partial(_turn, places, kind, scale, tell, events) for kind in KINDS]
    runs = take_turns(turns, scale.rounds)
    rows = [
        (
            kind,
            str(events[kind]),
            plain(cpu_milliseconds(some)),
            plain(1_000 * cpu_milliseconds(some) / events[kind]),
            times(cpu_ratio(some, restate)),
        )
        for kind, some in runs.items()
    ]
    return Findings(
        [Table(f"2. What the caller heard: SQLite, {at_once} at once", HEADINGS, (*rows,))]
    )


def _turn(
    places: Places, kind: str, scale: Scale, tell: Tell, events: dict[str, int]
) -> dict[str, Run]:
    tell(f"2 whole call: {kind}")
    with places.fresh("SQLite") as url, Fleet(1) as fleet:
        (run,) = fleet.run(KINDS[kind], [Job(url, max(scale.whole_calls), scale.seconds)])
        events[kind] = hookflash.events_of_a_call(url)
    return {kind: run}
