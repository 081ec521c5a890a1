"""Queries for reports."""

from typing import Any

from sqlalchemy import Connection, Engine, func, select

from hookflash.projections.calls.table import CALLS
from hookflash.projections.database.engine import reading
from hookflash.projections.reports.by_counts import figures_by_counts
from hookflash.projections.reports.by_rows import Key, Values, figures_by_rows
from hookflash.projections.reports.counts import SCOPES
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import KEYS, By, Choices, Line, Question, Report
from hookflash.projections.reports.slots import Slots, slots_of


class Reports:
    """Reports on one workspace at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ask(self, by: By, question: Question) -> Report:
        """Answer ``question``, a line per day, number, job or action. Raises ``BadQuestion``."""
        question.time_zone()
        with reading(self._engine) as connection:
            slots = slots_of(question, _received(connection, question.workspace))
            if isinstance(slots, Slots):
                found, total = figures_by_counts(connection, by, question, slots)
            else:
                found, total = figures_by_rows(connection, by, question)
        lines = [_line(KEYS[by], key, values) for key, values in found.items()]
        return Report(
            by=by,
            question=question,
            lines=tuple(sorted(lines, key=_order(by))),
            total=Figures(**total),
        )

    def choices(self, workspace: str) -> Choices:
        """List the numbers, jobs and actions by which a workspace's reports can be filtered."""
        scope = SCOPES.c
        names = select(scope.number, scope.job, scope.action).where(scope.workspace == workspace)
        with reading(self._engine) as connection:
            known = connection.execute(names.distinct()).all()
            last = {
                test: connection.execute(_last(workspace, test=test)).scalar()
                for test in (False, True)
            }
        return Choices(
            numbers=tuple(sorted({number for number, *_ in known if number is not None})),
            jobs=tuple(sorted({job for _, job, _ in known if job is not None})),
            actions=tuple(sorted({action for *_, action in known if action is not None})),
            last_call=last[False],
            last_test=last[True],
        )


def _last(workspace: str, *, test: bool) -> Any:
    call = CALLS.c
    own = select(call.received_at).where(call.workspace == workspace, call.test.is_(test))
    return own.order_by(call.received_at.desc()).limit(1)


def _received(connection: Connection, workspace: str) -> tuple[Any, Any]:
    """When the first and the last call of the workspace came in; None without calls."""
    received = CALLS.c.received_at
    first, last = (
        connection.execute(select(end(received)).where(CALLS.c.workspace == workspace)).scalar()
        for end in (func.min, func.max)
    )
    return first, last


def _line(keys: tuple[str, ...], key: Key, values: Values) -> Line:
    named = dict(zip(keys, key, strict=True))
    return Line(**{**values, **named})


def _order(by: By) -> Any:
    if by == "day":
        return lambda line: line.day
    return lambda line: (-line.calls, *(getattr(line, key) for key in KEYS[by]))
