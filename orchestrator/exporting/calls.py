"""Writes lists of calls, as many as there are, as CSV or as lines of JSON."""

import csv
from collections.abc import AsyncIterator
from io import StringIO
from typing import Final, Literal

from pydantic_core import to_json

from hookflash.orchestrator.exporting.cells import text_cell
from hookflash.projections.calls.queries import CallSummary

CallFormat = Literal["csv", "jsonl"]
MEDIA_TYPES: Final[dict[CallFormat, str]] = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
}
COLUMNS: Final = tuple(CallSummary.model_fields)


def write_calls(calls: AsyncIterator[CallSummary], written: CallFormat) -> AsyncIterator[str]:
    """Write ``calls`` one by one: CSV (RFC 4180) with a header row, or one JSON object a line.

    Text that a spreadsheet would run as a formula has an apostrophe before it in CSV.
    """
    return _as_csv(calls) if written == "csv" else _as_lines(calls)


async def _as_csv(calls: AsyncIterator[CallSummary]) -> AsyncIterator[str]:
    yield _row(COLUMNS)
    async for call in calls:
        data = call.model_dump(mode="json")
        yield _row(tuple(map(_cell, (data[name] for name in COLUMNS))))


async def _as_lines(calls: AsyncIterator[CallSummary]) -> AsyncIterator[str]:
    async for call in calls:
        yield f"{to_json(call).decode()}\n"


def _row(cells: tuple[object, ...]) -> str:
    text = StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue()


def _cell(value: object) -> object:
    return text_cell(value) if isinstance(value, str) else value
