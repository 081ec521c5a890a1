"""Reports added up from the counts of quarters of an hour."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from decimal import ROUND_HALF_UP, Decimal
from itertools import repeat
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, case, or_, select

from hookflash.projections.calls.table import CALLS
from hookflash.projections.reports import figures
from hookflash.projections.reports.by_rows import Key, Values, tally_reason
from hookflash.projections.reports.counts import CELLS, COUNTS, TIMES
from hookflash.projections.reports.figures import MEDIAN, P95
from hookflash.projections.reports.question import KEYS, By, Question
from hookflash.projections.reports.slots import Slots
from hookflash.projections.texts.table import TEXTS
from hookflash.projections.transfers.table import TRANSFERS

_LAST_SLOT: Final = 2**31 - 1
_TO_THE_MILLISECOND: Final = Decimal("0.001")
_KINDS: Final = {
    CALLS.name: figures.CALLS,
    TEXTS.name: figures.TEXTS,
    TRANSFERS.name: figures.TRANSFERS,
}


Rows = list[tuple[Any, ...]]


class _Cell(NamedTuple):
    """A cell that a question selects: its line (without the day), and what its ``n`` add to."""

    key: Key
    names: tuple[str, ...]
    n: int
    reason: tuple[str, str] | None
    """The figure that counts by reason or cause, and the reason or cause."""


def figures_by_counts(
    connection: Connection, by: By, question: Question, slots: Slots
) -> tuple[Mapping[Key, Values], Values]:
    """The figures of each line by its key, and of all lines together."""
    lines = _Sums(connection, KEYS[by], question, slots)
    if by in ("day", "number"):
        return lines.figures(), lines.total()
    # A call on which two jobs acted is in two lines, and once in the total.
    return lines.figures(), _Sums(connection, (), question, slots).total()


class _Sums:
    """The counts that a question selects, added up by line."""

    def __init__(
        self, connection: Connection, keys: tuple[str, ...], question: Question, slots: Slots
    ) -> None:
        self._connection = connection
        self._by_day = "day" in keys
        self._slots = slots
        self._selected = _selected(keys, question)
        names = tuple(key for key in keys if key != "day")
        self._cells = dict(self._read_cells(names))
        is_any = bool(self._cells and slots.days)
        self._counts = self._read_counts() if is_any else []
        self._times = self._read_times() if is_any else []

    def figures(self) -> Mapping[Key, Values]:
        """All figures by the keys of their line; missing ones are 0."""
        found: dict[Key, Values] = defaultdict(dict)
        for cell, part, n in self._counts:
            _add(found[self._key(cell, part)], self._cells[cell], n)
        times: dict[Key, list[float]] = defaultdict(list)
        for cell, part, seconds, n in self._times:
            times[self._key(cell, part)] += [seconds] * n
        for key, some in times.items():
            found[key] |= _percentiles(some)
        return found

    def total(self) -> Values:
        """All figures of all lines together."""
        found: Values = {}
        sums: dict[int, int] = defaultdict(int)
        for cell, _, n in self._counts:
            sums[cell] += n
        for cell, n in sums.items():
            _add(found, self._cells[cell], n)
        times = [one for _, _, seconds, n in self._times for one in repeat(seconds, n)]
        return found | (_percentiles(times) if times else {})

    def _key(self, cell: int, part: int) -> Key:
        return (self._slots.days[part][0],) if self._by_day else self._cells[cell].key

    def _read_cells(self, keys: tuple[str, ...]) -> Iterator[tuple[int, _Cell]]:
        """Read the cells, and let the database say which figures each of them adds to."""
        rows = select(
            CELLS,
            CELLS.c.outcome.label("status"),
            case((CELLS.c.confirmed, 1)).label("confirmed_at"),
        ).where(*self._selected)
        known = rows.subquery()
        for kind, figure in _KINDS.items():
            adds = (
                case((which(known.c), 1), else_=0).label(name) for name, which in figure.items()
            )
            query = select(known, *adds).where(known.c.kind == kind)
            for row in self._connection.execute(query).mappings():
                names = tuple(name for name in figure if row[name])
                yield (
                    row["cell"],
                    _Cell(tuple(row[key] for key in keys), names, row["n"], _reason(row)),
                )

    def _read_counts(self) -> Rows:
        """Read how many each cell has, by day if that matters."""
        if not self._by_day and not self._slots.is_limited:
            return [(cell, 0, known.n) for cell, known in self._cells.items()]
        # Sums of ranges of the key are several times as fast as grouping by an expression.
        n = (
            f"SELECT sum(n) FROM {COUNTS.name} AS counted WHERE counted.cell = cells.cell "  # noqa: S608 - our own names
            "AND counted.slot >= parts.low AND counted.slot < parts.high"
        )
        query = f"{self._parts()} SELECT cells.cell, parts.part, ({n}) FROM cells, parts"  # noqa: S608
        return [row for row in self._run(query) if row[2]]

    def _read_times(self) -> Rows:
        """Read the seconds to a human, by day if that matters."""
        query = (
            f"{self._parts()} SELECT cells.cell, parts.part, times.seconds, times.n "  # noqa: S608
            f"FROM cells, parts, {TIMES.name} AS times WHERE times.cell = cells.cell "
            "AND times.slot >= parts.low AND times.slot < parts.high"
        )
        return self._run(query)

    def _parts(self) -> str:
        """The cells, and the parts into which their slots are divided, as tables of a query."""
        first, last = self._slots.first, self._slots.last
        parts = [(low, high) for _, low, high in self._slots.days]
        if not self._by_day:
            parts = [(0 if first is None else first, _LAST_SLOT if last is None else last)]
        rows = ", ".join(f"({part}, {low}, {high})" for part, (low, high) in enumerate(parts))
        cells = ", ".join(f"({cell})" for cell in self._cells)
        return f"WITH cells(cell) AS (VALUES {cells}), parts(part, low, high) AS (VALUES {rows})"

    def _run(self, query: str) -> Rows:
        """Fetch numbers as the driver has them: with conversion it takes twice as long."""
        with closing(self._connection.connection.cursor()) as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())


def _selected(keys: tuple[str, ...], asked: Question) -> list[ColumnElement[bool]]:
    """The cells that a question selects: of calls, those that count them as its lines do."""
    cell = CELLS.c
    conditions = [cell.workspace == asked.workspace]
    if not asked.tests:
        conditions.append(cell.test.is_(False))
    if asked.number is not None:
        conditions.append(cell.number == asked.number)
    calls, acts = [cell.kind == CALLS.name], [cell.kind != CALLS.name]
    for column, wanted in ((cell.job, asked.job), (cell.action, asked.action)):
        if wanted is not None:
            calls.append(column == wanted)
            acts.append(column == wanted)
        else:
            calls.append(column.is_not(None) if column.name in keys else column.is_(None))
    return [*conditions, or_(and_(*calls), and_(*acts))]


def _reason(cell: RowMapping) -> tuple[str, str] | None:
    if cell["kind"] == TEXTS.name and cell["texts_failed"]:
        return "texts_failed_by_reason", cell["reason"] or "unstated"
    if cell["kind"] == TRANSFERS.name and cell["reason"]:
        return "transfers_by_cause", f"{cell['outcome']}/{cell['reason']}"
    return None


def _add(values: Values, cell: _Cell, n: int) -> None:
    for name in cell.names:
        values[name] = values.get(name, 0) + n
    if cell.reason is not None:
        tally_reason(values, *cell.reason, n)


def _percentiles(times: list[float]) -> Values:
    times.sort()
    return {
        "seconds_to_human_median": _percentile(times, MEDIAN),
        "seconds_to_human_p95": _percentile(times, P95),
    }


def _percentile(times: list[float], share: float) -> float:
    """Interpolate like ``percentile_cont``, to the millisecond."""
    rank = share * (len(times) - 1)
    below = int(rank)
    above = min(below + 1, len(times) - 1)
    exact = times[below] * (1 - (rank - below)) + times[above] * (rank - below)
    return float(Decimal(f"{exact:.15g}").quantize(_TO_THE_MILLISECOND, ROUND_HALF_UP))
