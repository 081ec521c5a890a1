"""Pairs the lines of a report with those of as many days right before."""

from datetime import timedelta
from typing import Any, NamedTuple

from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import Line, Question, Report


class Then(NamedTuple):
    """Earlier figures and the question that they answer, which tells their days."""

    asked: Question
    figures: Figures


class Earlier:
    """The report about the days before, line by line. A day pairs with the one as many days before.

    ``gone`` are the numbers, jobs or actions that had calls only then, with figures of 0.
    """

    def __init__(self, report: Report, before: Report) -> None:
        self.total = Then(before.question, before.total)
        self._keys = report.keys
        self._shift = _distance(report.question, before.question)
        self._lines = {self._key(line): line for line in before.lines}
        known = {self._key(line) for line in report.lines}
        self.gone = tuple(
            Line(**dict(zip(self._keys, key, strict=True)))
            for key in self._lines
            if key not in known and report.by != "day"
        )

    def of(self, line: Line) -> Then:
        """The earlier figures of ``line``; all 0 if it had no calls then."""
        asked = self.total.asked
        if line.day is None:
            return Then(asked, self._lines.get(self._key(line), Line()))
        day = line.day - self._shift
        own = asked.model_copy(update={"first": day, "last": day})
        return Then(own, self._lines.get((day,), Line()))

    def _key(self, line: Line) -> tuple[Any, ...]:
        return tuple(getattr(line, key) for key in self._keys)


def _distance(asked: Question, before: Question) -> timedelta:
    if asked.first is None or before.first is None:
        return timedelta(0)
    return asked.first - before.first
