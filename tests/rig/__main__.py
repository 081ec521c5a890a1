"""Kills workers under load and checks the result: what ``scripts/crash`` runs."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.rig.crash import Result, crash
from tests.rig.rig import RigSettings
from tests.servers.postgres import running_server

console = Console()


class Db(StrEnum):
    """The database that holds the log."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


class Offered(StrEnum):
    """How the stand-in deals with repeated texts."""

    NATIVE = "native"
    QUERY = "query"
    NOTHING = "nothing"


def main(  # noqa: PLR0917 - one parameter an option
    kills: Annotated[int, typer.Option(min=1, help="How many workers to kill.")] = 100,
    db: Annotated[Db, typer.Option(help="What keeps the log.")] = Db.SQLITE,
    seed: Annotated[
        str, typer.Option(help="What the callers, the phones and the faults do.")
    ] = "1",
    offers: Annotated[
        Offered, typer.Option(help="The stand-in sends one key once, can be asked, or neither.")
    ] = Offered.QUERY,
    workers: Annotated[int, typer.Option(min=2, help="Workers at a time.")] = 3,
    callers: Annotated[int, typer.Option(min=1, help="Callers at a time.")] = 24,
    keep: Annotated[Path | None, typer.Option(help="A folder for the log and the ledger.")] = None,
) -> None:
    """Kill workers at random moments, then compare the log with the stand-in's ledger."""
    with _folder(keep) as folder, _database(db, folder) as url:
        settings = RigSettings(
            log=url,
            folder=folder,
            seed=seed,
            workers=workers,
            callers=callers,
            promise=offers.value,
        )
        result = _watched(settings, kills)
    _show(result)
    if result.faults:
        console.print(f"[red]Seed {seed} failed.[/] Again: scripts/crash --seed {seed} --db {db}")
        raise typer.Exit(1)


def _watched(settings: RigSettings, kills: int) -> Result:
    columns = (TextColumn("kills"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("kills", total=kills)
        return crash(settings, kills, lambda done: progress.update(task, completed=done))


def _show(result: Result) -> None:
    figures = Table("figure", "", title="What happened")
    for name, value in result.figures.items():
        figures.add_row(name, f"{value:,}")
    checks = Table("check", "", title="What must be so")
    for name, found in result.wrong.items():
        checks.add_row(name, "[red]" + "\n".join(found[:5]) if found else "[green]holds")
    console.print(figures, checks)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="hookflash-crash-") as folder:
        yield Path(folder)


@contextmanager
def _database(db: Db, folder: Path) -> Iterator[str]:
    if db is Db.SQLITE:
        yield f"sqlite:///{folder / 'hookflash.db'}"
        return
    with running_server() as server:
        yield server.new_database()


if __name__ == "__main__":
    typer.run(main)
