"""Reports: figures by day, number, job and action, as JSON or CSV."""

import re
from datetime import date
from typing import Annotated, Any, Final, Generic, Literal, TypeVar

from fastapi import APIRouter, Depends, Header, Query, Response
from pydantic import BeforeValidator, ConfigDict, Field

from hookflash.domain.policy.phone import e164
from hookflash.domain.value import Value
from hookflash.orchestrator.exporting.tabular import as_csv, as_document
from hookflash.orchestrator.http.auth import Center, Reader
from hookflash.orchestrator.http.problems import at_fault
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import BadQuestion, By, Question, Report

CSV: Final = "text/csv"
_CSV_TOO: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {CSV: {"schema": {"type": "string"}, "example": "day,calls,…\r\n"}}}
}

router = APIRouter(prefix="/reports", tags=["reports"])


class DayFigures(Figures):
    """The figures of a day."""

    day: date


class NumberFigures(Figures):
    """The figures of a business number."""

    number: str


class JobFigures(Figures):
    """The figures of a job: the calls on which it acted, and what its actions did."""

    job: str


class ActionFigures(JobFigures):
    """The figures of an action, as its job writes it."""

    action: str


L = TypeVar("L", bound=Figures)


class FiguresReport(Value, Generic[L]):
    """The query, one line per group, and a total that counts every call once.

    ``previous`` and ``previous_lines`` are the total and the lines of as many days right before,
    if they were asked for. A day compares with the one that is as many days before it.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    by: By
    workspace: str
    from_: date | None = Field(alias="from")
    to: date | None
    zone: str
    number: str | None
    job: str | None
    action: str | None
    tests: bool
    lines: tuple[L, ...]
    total: Figures
    previous: Figures | None = None
    previous_lines: tuple[L, ...] | None = None


def _iso(written: object) -> object:
    if isinstance(written, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        raise ValueError("Write a date as YYYY-MM-DD, e.g. 2026-03-02")
    return written


Day = Annotated[date | None, BeforeValidator(_iso)]


async def _asked(  # noqa: PLR0913 - one parameter a filter
    asker: Reader,
    *,
    first: Annotated[Day, Query(alias="from", description="The first day.")] = None,
    last: Annotated[Day, Query(alias="to", description="The last day (inclusive).")] = None,
    zone: Annotated[
        str, Query(max_length=64, description="Time zone of the days, e.g. Europe/Berlin.")
    ] = "UTC",
    number: Annotated[
        str | None, Query(max_length=40, description="Only calls to this number.")
    ] = None,
    job: Annotated[str | None, Query(max_length=100, description="Only this job.")] = None,
    action: Annotated[
        str | None, Query(max_length=2_000, description="Only this action, as its job writes it.")
    ] = None,
    tests: Annotated[bool, Query(description="Whether to count test calls.")] = False,
) -> Question:
    return Question(
        workspace=asker.workspace,
        first=first,
        last=last,
        zone=zone,
        number=_number(number),
        job=job,
        action=action,
        tests=tests,
    )


def _number(written: str | None) -> str | None:
    number = e164(written) if written is not None else None
    if number is not None and not isinstance(number, str):
        raise at_fault("number", number.wrong, number.right)
    return number


async def _wants_csv(
    written: Annotated[
        Literal["json", "csv"] | None, Query(alias="format", description="Overrides “Accept”.")
    ] = None,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> bool:
    """Choose the format: by the parameter; without it, CSV if “Accept” names it and not JSON."""
    if written is not None:
        return written == "csv"
    return CSV in accept and "json" not in accept


Asked = Annotated[Question, Depends(_asked)]
Compare = Annotated[
    bool,
    Query(
        description="Whether to add the total and lines of as many days before; needs both days."
    ),
]
WantsCsv = Annotated[bool, Depends(_wants_csv)]


@router.get("/day", response_model=FiguresReport[DayFigures], responses=_CSV_TOO)
async def report_by_day(
    center: Center, asked: Asked, csv: WantsCsv, *, compare: Compare = False
) -> Any:
    """Report the figures of each day that had calls, oldest first."""
    return await _report(center, "day", asked, csv=csv, compare=compare)


@router.get("/number", response_model=FiguresReport[NumberFigures], responses=_CSV_TOO)
async def report_by_number(
    center: Center, asked: Asked, csv: WantsCsv, *, compare: Compare = False
) -> Any:
    """Report the figures of each business number, most calls first."""
    return await _report(center, "number", asked, csv=csv, compare=compare)


@router.get("/job", response_model=FiguresReport[JobFigures], responses=_CSV_TOO)
async def report_by_job(
    center: Center, asked: Asked, csv: WantsCsv, *, compare: Compare = False
) -> Any:
    """Report the figures of each job that acted, most calls first."""
    return await _report(center, "job", asked, csv=csv, compare=compare)


@router.get("/action", response_model=FiguresReport[ActionFigures], responses=_CSV_TOO)
async def report_by_action(
    center: Center, asked: Asked, csv: WantsCsv, *, compare: Compare = False
) -> Any:
    """Report the figures of each action that was used, most calls first."""
    return await _report(center, "action", asked, csv=csv, compare=compare)


async def _report(
    center: Center, by: By, asked: Question, *, csv: bool, compare: bool = False
) -> Any:
    before = asked.previous() if compare else None
    if compare and before is None:
        raise at_fault("compare", "needs two days", "Give from and to, in this order.")
    try:
        answer: Report = await center.figures(by, asked)
    except BadQuestion as error:
        raise at_fault(error.field, error.problem.wrong, error.problem.right) from error
    if csv:
        return as_csv_file(answer)
    return as_document(answer, await center.figures(by, before) if before else None)


def as_csv_file(answer: Report) -> Response:
    """Return a report as a CSV download."""
    name = f"{answer.question.workspace}-{answer.by}.csv"
    kept = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(as_csv(answer), media_type=CSV, headers=kept)
