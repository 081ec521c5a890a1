"""The results of a run: tables, goals and bars, for the screen and as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rich.console import Console
from rich.table import Table as RichTable

SMALL: Final = 10
LARGE: Final = 1_000


@dataclass(frozen=True)
class Table:
    """Rows under headings; the first columns name a measurement, the others are numbers."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Goal:
    """A goal (a minimum or a maximum) and the value reached."""

    what: str
    aim: float
    reached: float
    unit: str = ""
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Whether the value reached meets the goal."""
        return self.reached <= self.aim if self.at_most else self.reached >= self.aim

    @property
    def cells(self) -> tuple[str, ...]:
        """The goal as a row of the table of goals."""
        sign = "≤" if self.at_most else "≥"
        aim = f"{sign} {plain(self.aim)}{self.unit}"
        return self.what, aim, f"{plain(self.reached)}{self.unit}", "yes" if self.met else "no"


@dataclass(frozen=True)
class Bars:
    """One group of the chart: a figure for each of several contenders."""

    title: str
    unit: str
    values: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Findings:
    """The results of one part, or of all."""

    tables: Sequence[Table] = ()
    goals: Sequence[Goal] = ()
    bars: Sequence[Bars] = ()


@dataclass
class Report:
    """Everything found so far."""

    machine: list[str]
    parts: list[Findings] = field(default_factory=list)

    @property
    def goals(self) -> Table:
        """All goals as a table."""
        goals = [goal.cells for part in self.parts for goal in part.goals]
        return Table("Goals", ("", "goal", "here", "met"), tuple(goals))

    @property
    def tables(self) -> list[Table]:
        """The goals, then all measurements."""
        return [self.goals, *(table for part in self.parts for table in part.tables)]

    @property
    def bars(self) -> list[Bars]:
        """The groups of the chart."""
        return [bars for part in self.parts for bars in part.bars]

    def markdown(self) -> str:
        """The whole report as Markdown, for a page."""
        return "\n\n".join([" ".join(self.machine), *map(_markdown, self.tables)])


def show(console: Console, table: Table) -> None:
    """Print a table."""
    shown = RichTable(title=table.title, title_justify="left")
    for heading, right in zip(table.headings, _numeric(table), strict=True):
        shown.add_column(heading, justify="right" if right else "left", no_wrap=right)
    for row in table.rows:
        shown.add_row(*row)
    console.print(shown)


def plain(value: float) -> str:
    """Format a number with significant digits only."""
    if value >= LARGE:
        return f"{float(f'{value:.3g}'):,.0f}"
    return (
        f"{value:.0f}" if value >= 10 * SMALL else f"{value:.2g}" if value < 1 else f"{value:.1f}"
    )


def times(ratio: float) -> str:
    """Format a ratio."""
    return f"{plain(ratio)} times"


def _markdown(table: Table) -> str:
    rules = ["--:" if right else "---" for right in _numeric(table)]
    rows = [table.headings, tuple(rules), *table.rows]
    return "\n".join([f"### {table.title}", "", *(f"| {' | '.join(row)} |" for row in rows)])


def _numeric(table: Table) -> list[bool]:
    """Which columns hold numbers."""
    return [any(cell[:1].isdigit() for cell in column) for column in zip(*table.rows, strict=True)]
