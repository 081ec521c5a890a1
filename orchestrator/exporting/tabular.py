"""Turns a report into columns and rows, JSON or CSV."""

import csv
from datetime import date
from io import StringIO
from typing import Any

from pydantic_core import to_json

from hookflash.orchestrator.exporting.cells import text_cell
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import Report

Cell = date | str | int | float | dict[str, int] | None


def columns(report: Report) -> tuple[str, ...]:
    """The column names: the keys of the lines, then every figure."""
    return (*report.keys, *Figures.model_fields)


def rows(report: Report) -> list[tuple[Cell, ...]]:
    """One row per line, in the order of the columns."""
    names = columns(report)
    return [tuple(getattr(line, name) for name in names) for line in report.lines]


def as_document(report: Report, previous: Report | None = None) -> dict[str, Any]:
    """The report as a JSON object: the question, lines and total, and those of the days before."""
    asked = report.question
    return {
        "by": report.by,
        "workspace": asked.workspace,
        "from": asked.first,
        "to": asked.last,
        "zone": asked.zone,
        "number": asked.number,
        "job": asked.job,
        "action": asked.action,
        "tests": asked.tests,
        "lines": _lines(report),
        "total": report.total,
        "previous": previous.total if previous else None,
        "previous_lines": _lines(previous) if previous else None,
    }


def _lines(report: Report) -> list[dict[str, Cell]]:
    return [dict(zip(columns(report), row, strict=True)) for row in rows(report)]


def as_csv(report: Report) -> str:
    """The report as CSV (RFC 4180) with a header row; counts by reason are JSON in a cell.

    Text that a spreadsheet would run as a formula has an apostrophe before it (``cells.py``).
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns(report))
    writer.writerows([_written(cell) for cell in row] for row in rows(report))
    return text.getvalue()


def _written(cell: Cell) -> Cell:
    text = to_json(cell).decode() if isinstance(cell, dict) else cell
    return text_cell(text) if isinstance(text, str) else text
