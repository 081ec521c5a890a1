"""Reports counted row by row: slow, and right in any time zone.

Asked where counts by quarter of an hour do not add up to days, and what those counts are tested
against.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    func,
    select,
    union,
)

from hookflash.projections.calls.table import CALLS
from hookflash.projections.reports import facts, figures
from hookflash.projections.reports.days import begin, day_of, end
from hookflash.projections.reports.question import KEYS, By, Question
from hookflash.projections.texts.explanation import UNSTATED

Key = tuple[Any, ...]
Values = dict[str, Any]
_CALLS: Final = facts.calls().subquery("report_calls")
_TEXTS: Final = facts.texts().subquery("report_texts")
_TRANSFERS: Final = facts.transfers().subquery("report_transfers")
_DAY: Final = timedelta(days=1)
_NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)


def figures_by_rows(
    connection: Connection, by: By, question: Question
) -> tuple[Mapping[Key, Values], Values]:
    """The figures of each line by its key, and of all lines together."""
    selection = _Selection(connection, by, question)
    found = selection.figures(KEYS[by])
    return found, selection.figures(()).get((), {})


class _Selection:
    """The calls that a question selects, with their texts and transfers."""

    def __init__(self, connection: Connection, by: By, question: Question) -> None:
        self._connection = connection
        self._question = question
        self._zone = question.time_zone()
        self._span = _span(connection, question) if by == "day" else None
        self._texts = self._select(_TEXTS, *_of_job_or_action(_TEXTS, question))
        self._transfers = self._select(_TRANSFERS, *_of_job_or_action(_TRANSFERS, question))
        self._calls = self._select(_CALLS, *self._with_action(question))

    def figures(self, keys: tuple[str, ...]) -> Mapping[Key, Values]:
        """Compute all figures, grouped by the values of ``keys``; missing figures are 0."""
        found: dict[Key, Values] = defaultdict(dict)
        calls = self._by_action(keys) if "job" in keys else self._calls
        for query in (
            figures.counted(calls, keys, figures.CALLS),
            figures.counted(self._texts, keys, figures.TEXTS),
            figures.counted(self._transfers, keys, figures.TRANSFERS),
            figures.times(self._transfers, keys),
        ):
            for row in self._connection.execute(query).mappings():
                found[tuple(row[key] for key in keys)] |= row
        for *key, reason, count in self._rows(figures.reasons(self._texts, keys)):
            tally_reason(found[tuple(key)], "texts_failed_by_reason", reason or UNSTATED, count)
        for *key, outcome, cause, count in self._rows(figures.causes(self._transfers, keys)):
            tally_reason(found[tuple(key)], "transfers_by_cause", f"{outcome}/{cause}", count)
        return found

    def _rows(self, query: Select[Any]) -> Iterable[Any]:
        return self._connection.execute(query).all()

    def _select(self, fact: FromClause, *conditions: ColumnElement[bool]) -> FromClause:
        of_calls = _conditions(fact, self._question)
        return select(fact, *self._day(fact)).where(*of_calls, *conditions).subquery()

    def _with_action(self, asked: Question) -> Iterable[ColumnElement[bool]]:
        """Keep only calls on which the given job or action did something."""
        if asked.job is not None or asked.action is not None:
            acts = union(select(self._texts.c.call), select(self._transfers.c.call))
            yield _CALLS.c.call.in_(acts)

    def _day(self, fact: FromClause) -> Iterable[ColumnElement[Any]]:
        if self._span is not None:
            dialect = self._connection.dialect.name
            yield day_of(fact.c.received_at, self._zone, self._span, dialect).label("day")

    def _by_action(self, keys: tuple[str, ...]) -> FromClause:
        """One row per call and job (or action) that did something on it."""
        acts = (self._texts, self._transfers)
        acted = union(*(select(act.c.call, *(act.c[key] for key in keys)) for act in acts))
        did = acted.subquery()
        joined = select(self._calls, *(did.c[key] for key in keys))
        return joined.join(did, did.c.call == self._calls.c.call).subquery()


def _conditions(fact: FromClause, asked: Question) -> list[ColumnElement[bool]]:
    conditions = [fact.c.workspace == asked.workspace]
    if not asked.tests:
        conditions.append(fact.c.test.is_(False))
    if asked.number is not None:
        conditions.append(fact.c.number == asked.number)
    if asked.first is not None:
        conditions.append(fact.c.received_at >= begin(asked.first, asked.time_zone()))
    if asked.last is not None:
        conditions.append(fact.c.received_at < end(asked.last, asked.time_zone()))
    return conditions


def _of_job_or_action(act: FromClause, asked: Question) -> Iterable[ColumnElement[bool]]:
    if asked.job is not None:
        yield act.c.job == asked.job
    if asked.action is not None:
        yield act.c.action == asked.action


def _span(connection: Connection, asked: Question) -> tuple[datetime, datetime]:
    """The time range in which the selected calls came in."""
    received = CALLS.c.received_at
    query = select(func.min(received), func.max(received)).where(*_conditions(CALLS, asked))
    first, last = connection.execute(query).one()
    return (first, last + _DAY) if first else (_NEVER, _NEVER + _DAY)


def tally_reason(values: Values, name: str, of: str, count: int) -> None:
    """Add to the count of a reason or cause ``of`` in figure ``name``."""
    counts = values.setdefault(name, {})
    counts[of] = counts.get(of, 0) + count
