"""Writes a report as a Parquet file, with DuckDB."""

from datetime import date
from pathlib import Path
from typing import Any, Final

from hookflash.domain.errors import HookflashError
from hookflash.orchestrator.exporting.tabular import columns, rows
from hookflash.projections.reports.question import Line, Report

_TYPES: Final[dict[Any, str]] = {
    int: "BIGINT",
    float | None: "DOUBLE",
    str | None: "VARCHAR",
    date | None: "DATE",
    dict[str, int]: "MAP(VARCHAR, BIGINT)",
}


class NoParquet(HookflashError, RuntimeError):
    """DuckDB is not installed."""

    def __init__(self) -> None:
        super().__init__("Parquet needs duckdb: pip install 'hookflash[reports]'")


def write_parquet(report: Report, path: Path) -> None:
    """Write the lines of ``report`` to ``path``. Raises :class:`NoParquet` or ``OSError``."""
    try:
        import duckdb  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise NoParquet from error
    names = columns(report)
    declared = ", ".join(f"{name} {_TYPES[Line.model_fields[name].annotation]}" for name in names)
    places = ", ".join("?" for _ in names)
    with duckdb.connect() as database:
        database.execute(f"CREATE TABLE lines ({declared})")
        if report.lines:
            database.executemany(f"INSERT INTO lines VALUES ({places})", rows(report))  # noqa: S608 - question marks
        try:
            database.execute("COPY lines TO $1 (FORMAT parquet)", [str(path)])
        except duckdb.IOException as error:
            raise OSError(str(error)) from error
