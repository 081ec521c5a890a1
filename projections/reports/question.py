"""The question a report answers, and the answer."""

from datetime import date, datetime, timedelta
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import Field

from hookflash.domain.errors import HookflashError
from hookflash.domain.problem import Problem
from hookflash.domain.value import Value
from hookflash.projections.reports.figures import Figures

By = Literal["day", "number", "job", "action"]
BYS: Final[tuple[By, ...]] = get_args(By)
KEYS: Final[dict[By, tuple[str, ...]]] = {
    "day": ("day",),
    "number": ("number",),
    "job": ("job",),
    "action": ("job", "action"),
}
"""The columns that identify a line of each kind of report."""


class BadQuestion(HookflashError, ValueError):
    """An invalid question; ``field`` names the wrong field, ``problem`` says what is wrong."""

    def __init__(self, field: str, problem: Problem) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class Question(Value):
    """Selects the calls of a workspace to report on.

    ``workspace`` is its slug. ``first`` and ``last`` are inclusive days in the IANA time zone
    ``zone``; None means from the first call, or to the last. ``number`` is the business number.
    ``job`` and ``action`` keep only the texts and transfers of that job or action, and the calls
    on which it did something. Test calls count only with ``tests``.
    """

    workspace: str
    first: date | None = None
    last: date | None = None
    zone: str = "UTC"
    number: str | None = None
    job: str | None = None
    action: str | None = None
    tests: bool = False

    def previous(self) -> "Question | None":
        """The same question about as many days right before; None if a day is left open."""
        if self.first is None or self.last is None:
            return None
        length = (self.last - self.first).days + 1
        if length < 1 or (self.first - date.min).days < length:
            return None
        before = {"first": self.first - timedelta(length), "last": self.first - timedelta(1)}
        return self.model_copy(update=before)

    def time_zone(self) -> ZoneInfo:
        """Validate the question and return its time zone. Raises :class:`BadQuestion`."""
        if self.first and self.last and self.first > self.last:
            wrong = f"{self.first} is after the last day, {self.last}"
            raise BadQuestion("from", Problem(wrong=wrong, right="Give the earlier day first."))
        try:
            return ZoneInfo(self.zone)
        except (ValueError, OSError, LookupError) as error:
            problem = Problem(
                wrong=f"“{self.zone}” is not a time zone",
                right="Name one, e.g. Europe/Berlin.",
            )
            raise BadQuestion("zone", problem) from error


class Line(Figures):
    """The figures of one day, number, job or action; keys of other kinds of report are None."""

    day: date | None = None
    number: str | None = None
    job: str | None = None
    action: str | None = Field(None, description="As written in the job.")


class Choices(Value):
    """The values by which a workspace's reports can be filtered, and its last calls' times."""

    numbers: tuple[str, ...]
    jobs: tuple[str, ...]
    actions: tuple[str, ...]
    last_call: datetime | None
    last_test: datetime | None

    def last(self, *, tests: bool) -> datetime | None:
        """The time of the last call, including test calls if ``tests``; None without calls."""
        last = (self.last_call, self.last_test if tests else None)
        return max(filter(None, last), default=None)


class Report(Value):
    """A report: one line per day, number, job or action with data, and the total.

    Days are in order; other lines are sorted by number of calls, most first. All figures of a call
    count for the day it came in. A call on which two jobs did something counts for both, but only
    once in the total.
    """

    by: By
    question: Question
    lines: tuple[Line, ...]
    total: Figures

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields that identify a line."""
        return KEYS[self.by]
