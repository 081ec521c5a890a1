"""Part 7: what starting Hookflash costs, beside importing two libraries that it needs."""

import os
import resource
import subprocess
import sys
from functools import partial
from typing import Final

from scripts.benchmarks import history
from scripts.benchmarks.measuring import Run, milliseconds, ratio, take_turns
from scripts.benchmarks.places import Places
from scripts.benchmarks.report import Findings, Goal, Table, plain, times
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell

HEADINGS: Final = ("", "ms of CPU", "of the import")
FLOOR: Final = "import pydantic, sqlalchemy"
COMMAND: Final = "from hookflash.orchestrator.cli.app import main; main()"
PROGRAMS: Final = {
    FLOOR: (FLOOR,),
    "import hookflash": ("import hookflash",),
    "from hookflash import CallCenter": ("from hookflash import CallCenter",),
    "hookflash --help": (COMMAND, "--help"),
    "hookflash calls --json": (COMMAND, "calls", "--json"),
    "hookflash inbox": (COMMAND, "inbox"),
}
"""What a new interpreter runs, with its arguments."""
GOALS: Final = {
    "import hookflash": 0.6,
    "hookflash --help": 1.2,
    "hookflash calls --json": 2.5,
    "hookflash inbox": 2.5,
}
CALLS: Final = 20
"""Calls in the database, besides the one that was played."""
INTERPRETERS: Final = 5
"""New interpreters per round, for each program."""


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure new interpreters in turns; those that read do so from a small SQLite file."""
    tell("7 start-up: making a small database")
    with places.fresh("SQLite") as url:
        history.fill(url, CALLS)
        _turn("hookflash inbox", url)  # brings the views up to date
        tell("7 start-up: starting interpreters")
        turns = [partial(_turn, name, url) for name in PROGRAMS]
        runs = take_turns(turns, INTERPRETERS * scale.rounds)
    costs = {name: ratio(runs[FLOOR], runs[name]) for name in PROGRAMS}
    goals = [
        Goal(f"{name}: of the CPU time of “{FLOOR}”", aim, costs[name], " times", at_most=True)
        for name, aim in GOALS.items()
    ]
    rows = [
        (name, plain(milliseconds(runs[name], 50)), "" if name == FLOOR else times(costs[name]))
        for name in PROGRAMS
    ]
    return Findings(
        [Table("7. Start-up: CPU time of a new interpreter", HEADINGS, (*rows,))], goals
    )


def _turn(name: str, url: str) -> dict[str, Run]:
    seconds = _processor_seconds(PROGRAMS[name], url)
    return {name: Run(seconds, [seconds])}


def _processor_seconds(program: tuple[str, ...], url: str) -> float:
    """The CPU seconds of an interpreter from its start to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(  # noqa: S603 - one of the programs above
        [sys.executable, "-c", *program],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "HOOKFLASH_DB": url},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
