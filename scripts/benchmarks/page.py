"""Writes the results into the benchmarks page, between two markers."""

import os
from pathlib import Path
from typing import Final

from scripts.benchmarks.chart import draw
from scripts.benchmarks.report import Report

BEGIN: Final = "<!-- measured: scripts/bench writes from here -->"
END: Final = "<!-- measured: to here -->"


def write(page: Path, chart: Path, report: Report) -> None:
    """Write ``report`` into ``page``, or append it, and draw its chart."""
    text = page.read_text() if page.exists() else ""
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2] or "\n"
    chart.write_text(draw(report.bars))
    link = Path(os.path.relpath(chart, page.parent)).as_posix()
    measured = f"{report.markdown()}\n\n![What was measured]({link})"
    page.write_text(f"{before}{BEGIN}\n\n{measured}\n\n{END}{after}")
