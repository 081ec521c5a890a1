"""The page that tells what was measured: its tables are put in between two marks."""

from pathlib import Path
from typing import Final

from scripts.benchmarks.chart import draw
from scripts.benchmarks.report import Report

BEGIN: Final = "<!-- measured: scripts/bench writes from here -->"
END: Final = "<!-- measured: to here -->"


def write(page: Path, report: Report) -> None:
    """Put ``report`` into ``page``, or at its end, and draw its chart beside it."""
    text = page.read_text() if page.exists() else ""
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2] or "\n"
    chart = page.with_suffix(".svg")
    chart.write_text(draw(report.bars))
    measured = f"![What was measured]({chart.name})\n\n{report.markdown()}"
    page.write_text(f"{before}{BEGIN}\n\n{measured}\n\n{END}{after}")
