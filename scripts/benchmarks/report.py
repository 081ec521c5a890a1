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
    """Everything found so far, by the number of its part."""

    machine: str
    """The machine and the versions."""
    turns: list[str]
    """How long was measured, and the load before and after."""
    parts: dict[int, Findings] = field(default_factory=dict)

    @property
    def goals(self) -> Table:
        """All goals as a table."""
        return goals_table([row for number in self.parts for row in self.goals_of(number)])

    @property
    def tables(self) -> list[Table]:
        """The goals, then all measurements."""
        return [self.goals, *(table for part in self.parts.values() for table in part.tables)]

    def goals_of(self, number: int) -> list[tuple[str, ...]]:
        """The goals of a part, as rows of the table of goals."""
        return [(str(number), *goal.cells) for goal in self.parts[number].goals]

    def markdown(self, number: int) -> str:
        """The tables of a part as Markdown, for a page."""
        tables = [markdown(table) for table in self.parts[number].tables]
        return "\n\n".join([*tables, f"*{' '.join(self.turns)}*"])


def goals_table(rows: Sequence[tuple[str, ...]]) -> Table:
    """The table of goals."""
    return Table("Goals", ("part", "", "goal", "here", "met"), tuple(rows))


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


def markdown(table: Table) -> str:
    """A table as Markdown, under its title."""
    rules = ["--:" if right else "---" for right in _numeric(table)]
    rows = [table.headings, tuple(rules), *table.rows]
    return "\n".join([f"### {table.title}", "", *(f"| {' | '.join(row)} |" for row in rows)])


def _numeric(table: Table) -> list[bool]:
    """Which columns hold numbers."""
    return [
        any(cell[:1].isdigit() for cell in column) for column in zip(*table.rows, strict=True)
    ] or [False for _ in table.headings]
