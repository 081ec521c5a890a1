"""Writes what was measured into the benchmarks page: each part between two markers of its own.

A run of some parts replaces only their tables, their goals and their bars of the chart.
"""

import os
import re
from pathlib import Path
from typing import Final

from scripts.benchmarks.chart import bars_in, draw
from scripts.benchmarks.report import Report, goals_table, markdown

BEGIN: Final = "<!-- measured: scripts/bench writes from here -->"
END: Final = "<!-- measured: to here -->"
PART: Final = re.compile(
    r"<!-- part (?P<number>\d+) -->\n\n(?P<text>.*?)\n\n<!-- end of part -->", re.DOTALL
)
GOAL: Final = re.compile(r"^\| (?P<part>\d+) \| (?P<cells>.*) \|$", re.MULTILINE)
GOALS: Final = "### Goals"


def write(page: Path, chart: Path, report: Report) -> None:
    """Write ``report`` into ``page``, or append it, and draw its chart."""
    text = page.read_text() if page.exists() else ""
    before, _, rest = text.partition(BEGIN)
    measured, _, after = rest.partition(END)
    bars = bars_in(chart.read_text()) if chart.exists() else {}
    bars |= {number: part.bars for number, part in report.parts.items()}
    bars = dict(sorted(bars.items()))
    chart.write_text(draw(bars))
    link = Path(os.path.relpath(chart, page.parent)).as_posix()
    blocks = [report.machine, _goals(measured, report), *_parts(measured, report)]
    blocks.append(f"![What was measured]({link})")
    whole = "\n\n".join([BEGIN, *blocks, END])
    page.write_text(f"{before}{whole}{after or chr(10)}")


def _goals(measured: str, report: Report) -> str:
    table = measured.partition(GOALS)[2].partition("<!-- part")[0]
    rows = [
        (found["part"], *found["cells"].split(" | "))
        for found in GOAL.finditer(table)
        if int(found["part"]) not in report.parts
    ]
    rows += [row for number in report.parts for row in report.goals_of(number)]
    return markdown(goals_table(sorted(rows, key=lambda row: int(row[0]))))


def _parts(measured: str, report: Report) -> list[str]:
    texts = {int(found["number"]): found["text"] for found in PART.finditer(measured)}
    texts |= {number: report.markdown(number) for number in report.parts}
    return [
        f"<!-- part {number} -->\n\n{text}\n\n<!-- end of part -->"
        for number, text in sorted(texts.items())
    ]
