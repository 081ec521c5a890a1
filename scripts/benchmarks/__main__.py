"""The command line of the benchmarks."""

import tempfile
import traceback
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from scripts.benchmarks import growth, many_calls, reports, start_up, views, visible, what_if
from scripts.benchmarks.agents import part as agents
from scripts.benchmarks.bare_log import part as bare_log
from scripts.benchmarks.commands import part as commands
from scripts.benchmarks.idle import part as idle
from scripts.benchmarks.machine import describe, describe_now
from scripts.benchmarks.noisy import part as noisy
from scripts.benchmarks.page import write
from scripts.benchmarks.part import Part
from scripts.benchmarks.places import Places
from scripts.benchmarks.reading import part as reading
from scripts.benchmarks.report import Report, show
from scripts.benchmarks.scale import FULL, HALF, NIGHTLY, QUICK, Scale
from scripts.benchmarks.telling import Tell, telling
from scripts.benchmarks.whole_call import part as whole_call

TEMPORARY: Final = Path(tempfile.gettempdir())
PARTS: Final[dict[int, Part]] = {
    1: commands.measure,
    2: whole_call.measure,
    3: reading.measure,
    4: views.measure,
    5: visible.measure,
    6: growth.measure,
    7: start_up.measure,
    8: noisy.measure,
    9: agents.measure,
    10: bare_log.measure,
    11: idle.measure,
    12: reports.measure,
    13: many_calls.measure,
    14: what_if.measure,
}
NIGHTLY_PARTS: Final = "1,2,4,5,10,12"
"""Those whose ratios tell soonest that something became slower."""


def main(  # noqa: PLR0913 - one parameter an option
    *,
    quick: Annotated[
        bool, typer.Option(help="Only check that everything runs (a minute).")
    ] = False,
    half: Annotated[bool, typer.Option(help="Shorter turns and smaller logs.")] = False,
    nightly: Annotated[
        bool, typer.Option(help="The most important parts, shortly (within ten minutes).")
    ] = False,
    only: Annotated[str, typer.Option(help="Parts to measure, such as 1,3. Default: all.")] = "",
    folder: Annotated[
        Path, typer.Option(help="Folder for the databases, on the disk to measure.")
    ] = TEMPORARY,
    page: Annotated[
        Path | None,
        typer.Option(
            help="Write the tables of the measured parts into this Markdown page, and the chart "
            "next to it. Other parts stay as they are."
        ),
    ] = None,
    chart: Annotated[
        Path | None, typer.Option(help="Draw the page's chart into this SVG file instead.")
    ] = None,
) -> None:
    """Measure Hookflash and other tools in one run, and print the ratios.

    Everything takes about 40 minutes on two processors, ``--half`` about 20.
    """
    console = Console(width=140)
    tell = telling(console)
    scale = QUICK if quick else NIGHTLY if nightly else HALF if half else FULL
    numbers = _parts(only or (NIGHTLY_PARTS if nightly else ""))
    report = Report(describe(), [str(scale), describe_now("Before", folder)])
    with Places(folder) as places:
        failed = [
            number for number in numbers if not _measured(number, report, scale, places, tell)
        ]
    report.turns.append(describe_now("After", folder))
    console.print(report.machine, *report.turns, highlight=False)
    for table in report.tables:
        show(console, table)
    if page is not None:
        write(page, chart or page.with_suffix(".svg"), report)
    if failed:
        raise SystemExit(f"Not measured: {', '.join(map(str, failed))}")


def _measured(number: int, report: Report, scale: Scale, places: Places, tell: Tell) -> bool:
    """Measure one part. If it fails, the others are still measured."""
    try:
        report.parts[number] = PARTS[number](scale, places, tell)
    except Exception:  # noqa: BLE001 - it is told, and the run ends in error
        tell(f"part {number} failed")
        traceback.print_exc()
        return False
    return True


def _parts(only: str) -> list[int]:
    try:
        wanted = [int(part) for part in only.split(",")] if only else list(PARTS)
    except ValueError:
        wanted = [0]
    if not set(wanted) <= set(PARTS):
        raise typer.BadParameter(f"{only}: write part numbers from 1 to {max(PARTS)}, as in 1,3")
    return wanted


if __name__ == "__main__":
    typer.run(main)
