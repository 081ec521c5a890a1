"""Reports added up from the counts of quarters of an hour."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, and_, case, func, literal, or_, select

from hookflash.projections.calls.table import CALLS
from hookflash.projections.reports import figures
from hookflash.projections.reports.by_rows import Key, Values, tally_reason
from hookflash.projections.reports.counts import CELLS, COUNTS, TIMES
from hookflash.projections.reports.figures import MEDIAN, P95
from hookflash.projections.reports.question import KEYS, By, Question
from hookflash.projections.reports.slots import Slots, condition
from hookflash.projections.texts.table import TEXTS
from hookflash.projections.transfers.table import TRANSFERS

_EPOCH: Final = date(1970, 1, 1).toordinal()
_TO_THE_MILLISECOND: Final = Decimal("0.001")
_KINDS: Final = {
    CALLS.name: figures.CALLS,
    TEXTS.name: figures.TEXTS,
    TRANSFERS.name: figures.TRANSFERS,
}


class _Cell(NamedTuple):
    """A cell that a question selects: its line (without the day), and what it adds to."""

    key: Key
    names: tuple[str, ...]
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
        self._counts = list(self._read(COUNTS, func.sum(COUNTS.c.n)))
        self._times = list(self._read(TIMES, func.sum(TIMES.c.n), TIMES.c.seconds))

    def figures(self) -> Mapping[Key, Values]:
        """All figures by the keys of their line; missing ones are 0."""
        found: dict[Key, Values] = defaultdict(dict)
        for cell, day, n in self._counts:
            _add(found[self._key(cell, day)], self._cells[cell], n)
        times: dict[Key, list[tuple[float, int]]] = defaultdict(list)
        for cell, day, seconds, n in self._times:
            times[self._key(cell, day)].append((seconds, n))
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
        times = [(seconds, n) for _, _, seconds, n in self._times]
        return found | (_percentiles(times) if times else {})

    def _key(self, cell: int, day: int) -> Key:
        return (date.fromordinal(_EPOCH + day),) if self._by_day else self._cells[cell].key

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
                yield row["cell"], _Cell(tuple(row[key] for key in keys), names, _reason(row))

    def _read(
        self, table: Table, n: ColumnElement[int], *columns: ColumnElement[Any]
    ) -> Iterable[tuple[Any, ...]]:
        """Read the counts in ``table`` by cell and day; the day is 0 if it does not matter."""
        day = self._slots.day_of(table.c.slot) if self._by_day else literal(0)
        by = (table.c.cell, day.label("day"), *columns)
        query = select(*by, n).join_from(table, CELLS, CELLS.c.cell == table.c.cell)
        query = query.where(*self._selected, *condition(table.c.slot, self._slots))
        groups = (table.c.cell, "day", *columns) if self._by_day else (table.c.cell, *columns)
        for row in self._connection.execute(query.group_by(*groups)):
            yield tuple(row)


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


def _reason(cell: Mapping[str, Any]) -> tuple[str, str] | None:
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


def _percentiles(times: list[tuple[float, int]]) -> Values:
    times.sort()
    ends = list(accumulate(n for _, n in times))
    return {
        "seconds_to_human_median": _percentile(times, ends, MEDIAN),
        "seconds_to_human_p95": _percentile(times, ends, P95),
    }


def _percentile(times: list[tuple[float, int]], ends: list[int], share: float) -> float:
    """Interpolate like ``percentile_cont``, to the millisecond; ``ends`` are running counts."""
    rank = share * (ends[-1] - 1)
    low = times[bisect_right(ends, int(rank))][0]
    high = times[bisect_right(ends, min(int(rank) + 1, ends[-1] - 1))][0]
    exact = low * (1 - (rank - int(rank))) + high * (rank - int(rank))
    return float(Decimal(f"{exact:.15g}").quantize(_TO_THE_MILLISECOND, ROUND_HALF_UP))
