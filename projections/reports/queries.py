"""Queries for reports."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    Select,
    func,
    select,
    union,
)

from hookflash.projections.calls.table import CALLS
from hookflash.projections.database.engine import reading
from hookflash.projections.reports import facts, figures
from hookflash.projections.reports.days import begin, day_of, end
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import KEYS, By, Choices, Line, Question, Report

Key = tuple[Any, ...]
Values = dict[str, Any]
_CALLS: Final = facts.calls().subquery("report_calls")
_TEXTS: Final = facts.texts().subquery("report_texts")
_TRANSFERS: Final = facts.transfers().subquery("report_transfers")
_DAY: Final = timedelta(days=1)
_NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Reports:
    """Reports on one workspace at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ask(self, by: By, question: Question) -> Report:
        """Answer ``question``, a line per day, number, job or action. Raises ``BadQuestion``."""
        question.time_zone()
        with reading(self._engine) as connection:
            selection = _Selection(connection, by, question)
            found = selection.figures(KEYS[by])
            total = selection.figures(())
        lines = [_line(KEYS[by], key, values) for key, values in found.items()]
        return Report(
            by=by,
            question=question,
            lines=tuple(sorted(lines, key=_order(by))),
            total=Figures(**total.get((), {})),
        )

    def choices(self, workspace: str) -> Choices:
        """List the numbers, jobs and actions by which a workspace's reports can be filtered."""
        acts = union(
            *(
                select(act.c.job, act.c.action).where(act.c.workspace == workspace)
                for act in (_TEXTS, _TRANSFERS)
            )
        )
        kinds = (CALLS.c.number, CALLS.c.test)
        calls = select(*kinds, func.max(CALLS.c.received_at).label("last")).group_by(*kinds)
        with reading(self._engine) as connection:
            known = connection.execute(calls.where(CALLS.c.workspace == workspace)).all()
            done = connection.execute(acts).all()
        return Choices(
            numbers=tuple(sorted({row.number for row in known})),
            jobs=tuple(sorted({row.job for row in done})),
            actions=tuple(sorted({row.action for row in done})),
            last_call=max((row.last for row in known if not row.test), default=None),
            last_test=max((row.last for row in known if row.test), default=None),
        )


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
            _tally(found[tuple(key)], "texts_failed_by_reason", reason or "unstated", count)
        for *key, outcome, cause, count in self._rows(figures.causes(self._transfers, keys)):
            _tally(found[tuple(key)], "transfers_by_cause", f"{outcome}/{cause}", count)
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


def _tally(values: Values, name: str, of: str, count: int) -> None:
    counts = values.setdefault(name, {})
    counts[of] = counts.get(of, 0) + count


def _line(keys: tuple[str, ...], key: Key, values: Values) -> Line:
    named = dict(zip(keys, key, strict=True))
    return Line(**{**values, **named})


def _order(by: By) -> Any:
    if by == "day":
        return lambda line: line.day
    return lambda line: (-line.calls, *(getattr(line, key) for key in KEYS[by]))
