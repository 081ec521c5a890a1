"""Part 9: the CPU time of an agent's turns with Hookflash, beside the bare framework."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Final, NamedTuple, get_args

from scripts.benchmarks.agents import on_livekit, on_pipecat, on_pydantic_ai
from scripts.benchmarks.agents.calls import Framework, Job, work
from scripts.benchmarks.agents.dialog import Kind
from scripts.benchmarks.fleet import Fleet
from scripts.benchmarks.measuring import Run, milliseconds, ratio, take_turns
from scripts.benchmarks.places import Places
from scripts.benchmarks.report import Findings, Goal, Table, plain, times
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell

GOAL: Final = 1.5
IN_MEMORY: Final = "sqlite://"
ROUNDS: Final = 3
"""Rounds for each round of other parts: a turn takes milliseconds, and varies."""
KINDS: Final = (*get_args(Kind), "all")
HEADINGS: Final = (
    "",
    "answered by",
    "ms of CPU",
    "of the bare framework",
    "first word, p50 ms",
    "bare, p50 ms",
)
Runs = dict[str, list[Run]]


class Contender(NamedTuple):
    """A framework with Hookflash, or bare where it is compared with no other."""

    name: str
    framework: Framework
    beside: str = ""


CONTENDERS: Final = (
    Contender("pydantic-ai, bare", on_pydantic_ai.bare),
    Contender("PydanticAIAgent", on_pydantic_ai.in_call_center, "pydantic-ai, bare"),
    Contender("HookflashToolset", on_pydantic_ai.at_desk, "pydantic-ai, bare"),
    Contender("LiveKit, bare", on_livekit.bare),
    Contender("LiveKit", on_livekit.with_hookflash, "LiveKit, bare"),
    Contender("Pipecat, bare", on_pipecat.bare),
    Contender("Pipecat", on_pipecat.with_hookflash, "Pipecat, bare"),
)


class Entry(NamedTuple):
    """A contender with its log, in memory or on the disk."""

    name: str
    contender: Contender
    on_disk: bool


ENTRIES: Final = tuple(
    Entry(f"{contender.name}, {'on disk' if on_disk else 'in memory'}", contender, on_disk)
    for contender in CONTENDERS
    if contender.beside
    for on_disk in (False, True)
)


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure all in turns, each in a process of its own."""
    bare = [Entry(one.name, one, on_disk=False) for one in CONTENDERS if not one.beside]
    with ExitStack() as stack:
        turns = [
            partial(_turn, entry, stack.enter_context(Fleet(1)), places, scale.seconds, tell)
            for entry in (*bare, *ENTRIES)
        ]
        runs = take_turns(turns, ROUNDS * scale.rounds)
    rows = tuple(row for entry in ENTRIES for row in _rows(entry, runs))
    return Findings(
        [Table("9. A turn of an agent, with Hookflash", HEADINGS, rows)], list(_goals(runs))
    )


def _turn(entry: Entry, fleet: Fleet, places: Places, seconds: float, tell: Tell) -> dict[str, Run]:
    tell(f"9 agents: {entry.name}")
    with places.fresh("SQLite") as url:
        job = Job(entry.contender.framework, url if entry.on_disk else IN_MEMORY, seconds)
        (measured,) = fleet.run(work, [job])
    return measured.runs(entry.name)


def _rows(entry: Entry, runs: Runs) -> Iterator[Sequence[str]]:
    beside = entry.contender.beside
    for kind in KINDS:
        cpu = runs[f"{entry.name}: CPU: {kind}"]
        first, bare = (runs[f"{name}: first word: {kind}"] for name in (entry.name, beside))
        yield (
            entry.name,
            kind,
            plain(milliseconds(cpu, 50)),
            times(ratio(runs[f"{beside}: CPU: {kind}"], cpu)),
            plain(milliseconds(first, 50)),
            plain(milliseconds(bare, 50)),
        )


def _goals(runs: Runs) -> Iterator[Goal]:
    for entry in ENTRIES:
        bare = runs[f"{entry.contender.beside}: CPU: all"]
        reached = ratio(bare, runs[f"{entry.name}: CPU: all"])
        yield Goal(
            f"{entry.name}: CPU of the bare framework", GOAL, reached, " times", at_most=True
        )
