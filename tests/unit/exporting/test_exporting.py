"""Exporting reports."""

import builtins
import csv
import json
from collections.abc import Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pydantic_core import to_json

from hookflash.orchestrator.exporting.parquet import NoParquet, write_parquet
from hookflash.orchestrator.exporting.tabular import as_csv, as_document, columns
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import By, Line, Question, Report

DAY = date(2026, 3, 2)
FIGURES: dict[str, Any] = {
    "calls": 3,
    "texts_failed": 2,
    "texts_failed_by_reason": {"30003": 1, "opted_out": 1},
    "seconds_to_human_p95": 12.5,
}


def report(by: By, **line: Any) -> Report:
    """A report with one line."""
    return Report(
        by=by,
        question=Question(workspace="harbor", first=DAY),
        lines=(Line(**(FIGURES | line)),),
        total=Figures(**FIGURES),
    )


BY_DAY = report("day", day=DAY)
BY_ACTION = report("action", job='Say "hi", then', action="Send SMS: a\nb, c")


def test_columns_begin_with_the_keys_of_the_report() -> None:
    """Then every figure, in the order of the reference."""
    assert columns(BY_DAY) == ("day", *Figures.model_fields)
    assert columns(BY_ACTION) == ("job", "action", *Figures.model_fields)


def test_csv_can_be_read_back() -> None:
    """Including quotes, commas and line breaks in a text; counts by reason are JSON."""
    (row,) = csv.DictReader(StringIO(as_csv(BY_ACTION), newline=""))
    assert (row["job"], row["action"]) == ('Say "hi", then', "Send SMS: a\nb, c")
    assert (row["calls"], row["seconds_to_human_p95"]) == ("3", "12.5")
    assert row["seconds_to_human_median"] == ""
    assert json.loads(row["texts_failed_by_reason"]) == {"30003": 1, "opted_out": 1}


def test_csv_marks_what_a_spreadsheet_would_run() -> None:
    """The name of a job, and a carrier's reason; JSON has them as they are."""
    job = '=HYPERLINK("https://example.com","Book")'
    bad = report("action", job=job, action="Send SMS: a", texts_failed_by_reason={";=1+1": 1})
    (row,) = csv.DictReader(StringIO(as_csv(bad), newline=""))
    assert row["job"] == f"'{job}"
    assert json.loads(row["texts_failed_by_reason"]) == {";'=1+1": 1}
    assert as_document(bad)["lines"][0]["job"] == job


def test_json_contains_what_was_asked_for() -> None:
    """Without the keys of other kinds of report."""
    document = json.loads(to_json(as_document(BY_DAY)))
    assert (document["by"], document["from"], document["to"]) == ("day", "2026-03-02", None)
    assert set(document["lines"][0]) == set(columns(BY_DAY))
    assert document["lines"][0]["day"] == "2026-03-02"
    assert document["total"]["calls"] == 3


@pytest.mark.parametrize("written", [BY_DAY, BY_ACTION], ids=["day", "action"])
def test_parquet_can_be_read_back(written: Report, tmp_path: Path) -> None:
    """With types: days are dates, counts by reason are maps."""
    file = tmp_path / "it's.parquet"
    write_parquet(written, file)
    read = duckdb.read_parquet(str(file))
    assert tuple(read.columns) == columns(written)
    ((*keys, calls),) = read.project(f"{', '.join(written.keys)}, calls").fetchall()
    assert (keys, calls) == ([getattr(written.lines[0], key) for key in written.keys], 3)
    (counted,) = read.project("texts_failed_by_reason['opted_out']").fetchall()
    assert counted == (1,)


def test_a_report_without_lines_is_a_table_without_rows(tmp_path: Path) -> None:
    """No calls is not an error."""
    empty = Report(by="day", question=Question(workspace="harbor"), lines=(), total=Figures())
    write_parquet(empty, tmp_path / "empty.parquet")
    assert duckdb.read_parquet(str(tmp_path / "empty.parquet")).fetchall() == []
    assert as_csv(empty).count("\r\n") == 1


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """As with any other file."""
    with pytest.raises(OSError, match="nowhere"):
        write_parquet(BY_DAY, tmp_path / "nowhere" / "a.parquet")


def test_without_duckdb_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the extra."""
    real = builtins.__import__

    def importing(name: str, *rest: Any, **more: Any) -> Any:
        if name == "duckdb":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", importing)
    with pytest.raises(NoParquet, match=r"hookflash\[reports\]"):
        write_parquet(BY_DAY, tmp_path / "a.parquet")


def test_every_figure_has_a_type_in_parquet(tmp_path: Path) -> None:
    """Also a figure without a value."""
    write_parquet(BY_DAY, tmp_path / "a.parquet")
    described: Sequence[Any] = duckdb.read_parquet(str(tmp_path / "a.parquet")).types
    names = [str(kind) for kind in described]
    assert set(names) == {"DATE", "BIGINT", "DOUBLE", "MAP(VARCHAR, BIGINT)"}
