"""``scripts/mutants``: plant each mutant, find the first seed that catches it, write the page."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Final

from rich.console import Console

from tests.contract.log import mutants as log_mutants
from tests.mutation import Mutants
from tests.simulation.__main__ import quiet
from tests.simulation.mutants import MUTANTS
from tests.simulation.story import story
from tests.simulation.world import World
from tests.unit.mutants.table import MUTANTS as BENEATH_UNIT_TESTS

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference" / "mutants.md"
SEEDS: Final = 3_000
"""How many stories are played before a mutant counts as not caught."""
HEAD: Final = """# Mutants

Each protection of the effect protocol and of the caller's consent is taken out, one at a time, and
the simulation is played by seed until something breaks. Made by `scripts/mutants`; the tests play
each mutant against the seed named here.

| mutant | caught by | seed | seconds |
| --- | --- | --- | --- |
"""


LOG: Final = """
## The log

Here the protection is taken out beneath a test of its own, which has to fail
(`tests/contract/log/test_mutants.py`).

| mutant | caught by |
| --- | --- |
"""
OTHERS: Final = """
## What the simulation does not reach

As for the log (`tests/unit/mutants/test_mutants.py`).

| mutant | caught by |
| --- | --- |
"""


def page(rows: Iterable[str]) -> str:
    """Return the page, with ``rows`` for the mutants that the simulation catches."""
    return HEAD + "\n".join(rows) + "\n" + LOG + log_rows() + OTHERS + other_rows()


def log_rows() -> str:
    """The rows for the mutants that the tests of the log catch."""
    return _caught_beneath(log_mutants.MUTANTS)


def other_rows() -> str:
    """The rows for the mutants that other tests catch."""
    return _caught_beneath(BENEATH_UNIT_TESTS)


def _caught_beneath(mutants: Mutants) -> str:
    rows = ""
    for name, mutant in mutants.items():
        module = mutant.caught_by.__module__.removeprefix("tests.").replace(".", "/")
        rows += f"| {name} | `{module}.py::{mutant.caught_by.__name__}` |\n"
    return rows


def _shown_by() -> dict[str, int]:
    """Read the seed that catches each mutant from the page."""
    lines = PAGE.read_text(encoding="utf-8").splitlines() if PAGE.exists() else []
    cells = ([cell.strip() for cell in line.split("|")] for line in lines if line.startswith("| "))
    return {row[1]: int(row[3]) for row in cells if row[3].isdecimal()}


SHOWN_BY: Final = _shown_by()


def main() -> int:
    """Write the page; returns 1 if a mutant was not caught."""
    quiet()
    console = Console()
    rows = []
    for row in _rows():
        console.print(row, markup=False, highlight=False)
        rows.append(row)
    PAGE.write_text(page(rows), encoding="utf-8")
    return int(any("not caught" in row for row in rows))


def _rows() -> Iterator[str]:
    for name, plant in MUTANTS.items():
        begun = perf_counter()
        with plant():
            seed, broken = _hunt()
        seconds = perf_counter() - begun
        yield f"| {name} | {broken} | {seed} | {seconds:.1f} |"


def _hunt() -> tuple[str, str]:
    world = World()
    for seed in range(SEEDS):
        if broken := world.play(story(seed)).broken:
            world.close()
            return str(seed), broken[0].replace("|", "/")
    world.close()
    return "-", "not caught"


if __name__ == "__main__":
    sys.exit(main())
