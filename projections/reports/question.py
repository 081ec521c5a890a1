"""What a report is asked for, and what it answers."""

from datetime import date, datetime
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
"""Which columns tell the lines of a report apart."""


class BadQuestion(HookflashError, ValueError):
    """A question that has no answer; ``field`` names what is wrong with it."""

    def __init__(self, field: str, problem: Problem) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class Question(Value):
    """Which calls of a workspace (its slug) to report on; test calls only with ``tests``.

    ``first`` and ``last`` are days in the time zone ``zone`` (of the IANA database), both included;
    without them, from the first call, to the last. ``job`` and ``action``: only what that job, and
    that action, did, and the calls on which they did it.
    """

    workspace: str
    first: date | None = None
    last: date | None = None
    zone: str = "UTC"
    number: str | None = None
    job: str | None = None
    action: str | None = None
    tests: bool = False

    def place(self) -> ZoneInfo:
        """The time zone. Raises :class:`BadQuestion`, for days in the wrong order too."""
        if self.first and self.last and self.first > self.last:
            wrong = f"begins on {self.first}, after its end on {self.last}"
            raise BadQuestion("from", Problem(wrong=wrong, right="Give the earlier day first."))
        try:
            return ZoneInfo(self.zone)
        except (ValueError, OSError, LookupError) as error:
            problem = Problem(
                wrong=f"“{self.zone}” is no time zone", right="Name one as in Europe/Berlin."
            )
            raise BadQuestion("zone", problem) from error


class Line(Figures):
    """The figures of one day, number, job or action of a job; what it is not by is None."""

    day: date | None = None
    number: str | None = None
    job: str | None = None
    action: str | None = Field(None, description="As it stands in the job.")


class Choices(Value):
    """What a workspace's reports can be narrowed down to, and when its last calls came in."""

    numbers: tuple[str, ...]
    jobs: tuple[str, ...]
    actions: tuple[str, ...]
    last_call: datetime | None
    last_test: datetime | None

    def last(self, *, tests: bool) -> datetime | None:
        """When the last call came in, of those that count."""
        last = (self.last_call, self.last_test if tests else None)
        return max(filter(None, last), default=None)


class Report(Value):
    """The answer: a line a day, number, job or action that something is known of, and the total.

    Days come in order, everything else by its number of calls, most first. All figures of a call
    count for the day it came in. A call on which two jobs did something is a call of both; in the
    total it counts once.
    """

    by: By
    question: Question
    lines: tuple[Line, ...]
    total: Figures

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of what tells the lines apart."""
        return KEYS[self.by]
