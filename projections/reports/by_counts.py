"""Reports added up from packed sums of days and quarters of an hour."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, Final

from pydantic_core import from_json
from sqlalchemy import ColumnElement, Connection, select

from hookflash.projections.reports.by_rows import Key
from hookflash.projections.reports.counts import BLOCK, REASONS, SCOPES, SUMS, WAITS
from hookflash.projections.reports.packing import Reason, Values, unpack
from hookflash.projections.reports.percentiles import percentiles
from hookflash.projections.reports.pieces import FIRST, LAST, Part, pieces
from hookflash.projections.reports.question import KEYS, By, Question
from hookflash.projections.reports.slots import Slots
from hookflash.projections.reports.statements import values
from hookflash.projections.reports.waits import Waited

_COLUMNS: Final = ("number", "job", "action")
_OF_PIECE: Final = (
    "sums.scope = scopes.scope AND sums.length = pieces.length "
    "AND sums.first >= pieces.low AND sums.first < pieces.high"
)
_QUERIES: Final = {
    "sqlite": "SELECT scopes.scope, pieces.piece, sums.figures "  # noqa: S608 - our own names
    f"FROM scopes, pieces, {SUMS.name} AS sums WHERE {_OF_PIECE} "
    f"UNION ALL SELECT n, NULL, json_array(figure, reason) FROM {REASONS.name} WHERE workspace = ?",
    # Where it can join otherwise, PostgreSQL compares each sum with each piece.
    "postgresql": "SELECT scopes.scope, pieces.piece, found.figures "  # noqa: S608
    f"FROM scopes, pieces, LATERAL (SELECT sums.figures FROM {SUMS.name} AS sums "
    f"WHERE {_OF_PIECE} OFFSET 0) AS found UNION ALL SELECT n, NULL, "
    f"convert_to(json_build_array(figure, reason)::text, 'UTF8') FROM {REASONS.name} "
    "WHERE workspace = %s",
}
"""The sums of each piece, and the reasons: a rebuild that ends in between would number others."""


def figures_by_counts(
    connection: Connection, by: By, question: Question, slots: Slots
) -> tuple[Mapping[Key, Values], Values]:
    """The figures of each line by its key, and of all lines together."""
    if not slots.days:
        return {}, {}
    read = _Reader(connection, question, slots)
    lines = read.by_day() if by == "day" else read.by_name(KEYS[by])
    if by in ("day", "number"):
        return lines.figures(), lines.total()
    # A call on which two jobs acted is in two lines, and once in the total.
    return lines.figures(), read.by_name(()).total()


class _Lines:
    """What was found for each line, still packed."""

    def __init__(self) -> None:
        self.sums: dict[Key, int] = defaultdict(int)
        self.waits: dict[Key, Waited] = defaultdict(Waited)
        self.reasons: dict[int, Reason] = {}

    def figures(self) -> dict[Key, Values]:
        """All figures of each line that has any; missing ones are 0."""
        found = {
            key: unpack(figures, self.reasons) for key, figures in self.sums.items() if figures
        }
        for key, waited in self.waits.items():
            ordered = waited.in_order()
            if ordered and key in found:  # on PostgreSQL, waits are read a moment later
                found[key] |= percentiles([ordered])
        return found

    def total(self) -> Values:
        """All figures of all lines together."""
        found = unpack(sum(self.sums.values()), self.reasons)
        lists = [ordered for waited in self.waits.values() if (ordered := waited.in_order())]
        return found | (percentiles(lists) if lists else {})


class _Reader:
    """Reads what a question selects."""

    def __init__(self, connection: Connection, question: Question, slots: Slots) -> None:
        self._connection = connection
        self._question = question
        self._days = slots.days
        first, last = slots.first, slots.last
        self._limits = (FIRST if first is None else first, LAST if last is None else last)

    def by_day(self) -> _Lines:
        """A line for each day."""
        keys = [(day,) for day, *_ in self._days]
        parts = [(low, high) for _, low, high in self._days]
        return self._add_up(self._scopes(()), parts, lambda _, part: keys[part])

    def by_name(self, keys: tuple[str, ...]) -> _Lines:
        """A line for each number, job or action; without keys, one of all together."""
        scopes = self._scopes(keys)
        return self._add_up(scopes, [self._limits], lambda scope, _: scopes[scope])

    def _scopes(self, keys: tuple[str, ...]) -> dict[int, Key]:
        """The scopes to add up, each with the key of its line."""
        columns = SCOPES.c.scope, *(SCOPES.c[key] for key in keys)
        rows = self._connection.execute(select(*columns).where(*_selected(keys, self._question)))
        return {scope: tuple(key) for scope, *key in rows}

    def _add_up(
        self, scopes: Iterable[int], parts: Sequence[Part], key: Callable[[int, int], Key]
    ) -> _Lines:
        lines = _Lines()
        given = [(scope,) for scope in scopes]
        if given:
            self._add_sums(lines, given, parts, key)
            self._add_waits(lines, given, parts, key)
        return lines

    def _add_sums(
        self,
        lines: _Lines,
        scopes: Sequence[tuple[int]],
        parts: Sequence[Part],
        key: Callable[[int, int], Key],
    ) -> None:
        whole = list(pieces(parts))
        limits = [(n, piece.length, piece.low, piece.high) for n, piece in enumerate(whole)]
        query = (
            f"WITH scopes(scope) AS ({values(scopes)}), "
            f"pieces(piece, length, low, high) AS ({values(limits)}) "
            f"{_QUERIES[self._connection.dialect.name]}"
        )
        for scope, n, found in self._run(query, self._question.workspace):
            if n is None:
                lines.reasons[scope] = tuple(from_json(found))
                continue
            number = int.from_bytes(found, "little")
            if (plus := whole[n].plus) is not None:
                lines.sums[key(scope, plus)] += number
            if (minus := whole[n].minus) is not None:
                lines.sums[key(scope, minus)] -= number

    def _add_waits(
        self,
        lines: _Lines,
        scopes: Sequence[tuple[int]],
        parts: Sequence[Part],
        key: Callable[[int, int], Key],
    ) -> None:
        first, last = parts[0][0] // BLOCK, -(-parts[-1][1] // BLOCK)
        query = (
            f"WITH scopes(scope) AS ({values(scopes)}) "  # noqa: S608 - our own names, and numbers
            "SELECT scopes.scope, waits.block, waits.waits, waits.chunk > 0 "
            f"FROM scopes, {WAITS.name} AS waits WHERE waits.scope = scopes.scope "
            f"AND waits.block >= {first} AND waits.block < {last}"
        )
        for scope, block, chunk, is_full in self._run(query):
            for part, low, high in _within(block, parts):
                waited = lines.waits[key(scope, part)]
                add = waited.add_full if is_full else waited.add_growing
                add(chunk, low, high)

    def _run(self, query: str, *given: str) -> list[tuple[Any, ...]]:
        """Fetch what the driver has: with conversion it takes twice as long.

        PostgreSQL would write bytes as text, at twice the length.
        """
        form = {"binary": True} if self._connection.dialect.name == "postgresql" else {}
        with closing(self._connection.connection.cursor(**form)) as cursor:
            cursor.execute(query, given)
            return list(cursor.fetchall())


def _within(block: int, parts: Sequence[Part]) -> Iterator[tuple[int, int, int]]:
    """The parts that a block is in, with the limits of each within the block."""
    begin = block * BLOCK
    part = max(0, bisect_right(parts, (begin, LAST)) - 1)
    while part < len(parts) and parts[part][0] < begin + BLOCK:
        low, high = (min(max(edge - begin, 0), BLOCK) for edge in parts[part])
        if low < high:
            yield part, low, high
        part += 1


def _selected(keys: tuple[str, ...], asked: Question) -> list[ColumnElement[bool]]:
    """The scopes that a question selects, and that its lines tell apart."""
    scope = SCOPES.c
    conditions = [scope.workspace == asked.workspace]
    if not asked.tests:
        conditions.append(scope.test.is_(False))
    wanted = {name: getattr(asked, name) for name in _COLUMNS}
    by_act = {"job", "action"} & {*keys} or asked.job is not None or asked.action is not None
    for name, value in wanted.items():
        if value is not None:
            conditions.append(scope[name] == value)
        elif name in keys or (name == "number" and by_act):
            conditions.append(scope[name].is_not(None))
        else:
            conditions.append(scope[name].is_(None))
    return conditions
