"""The chart: one group of bars for each measurement, as SVG that any browser shows."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Final
from xml.sax.saxutils import escape, unescape

from scripts.benchmarks.report import Bars, plain

WIDTH: Final = 900
NAMES: Final = 320
"""Width of the contenders' names, to the left of the bars."""
LONGEST: Final = WIDTH - NAMES - 110
LINE: Final = 22
GAP: Final = 38
FIGURES: Final = re.compile("<metadata>(.*?)</metadata>")
OURS: Final = "#2563eb"
OTHERS: Final = "#94a3b8"
_HEAD: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"
     viewBox="0 0 {width} {height}" font-family="system-ui, sans-serif" font-size="13">
<rect width="{width}" height="{height}" fill="white"/>"""


def draw(parts: Mapping[int, Sequence[Bars]]) -> str:
    """Draw the groups of all parts, one below the other, each with its own scale.

    The figures are in the picture, too, so that some parts can be measured again by themselves.
    """
    groups = [group for some in parts.values() for group in some]
    height = sum(GAP + LINE * len(group.values) for group in groups) + GAP
    figures = {number: [asdict(group) for group in some] for number, some in parts.items()}
    lines = [_HEAD.format(width=WIDTH, height=height)]
    lines.append(f"<metadata>{escape(json.dumps(figures))}</metadata>")
    top = 0
    for group in groups:
        lines += _group(group, top)
        top += GAP + LINE * len(group.values)
    return "\n".join([*lines, "</svg>", ""])


def bars_in(picture: str) -> dict[int, Sequence[Bars]]:
    """The figures of a picture that :func:`draw` made; none in another one."""
    found = FIGURES.search(picture)
    parts = json.loads(unescape(found[1])) if found else {}
    return {
        int(number): [
            Bars(one["title"], one["unit"], tuple((name, value) for name, value in one["values"]))
            for one in some
        ]
        for number, some in parts.items()
    }


def _group(group: Bars, top: int) -> Iterator[str]:
    title = f"{group.title[0].upper()}{group.title[1:]} ({group.unit})"
    yield f'<text x="10" y="{top + 26}" font-weight="600">{escape(title)}</text>'
    longest = max(value for _, value in group.values) or 1.0
    ours = _ours(group)
    for number, (name, value) in enumerate(group.values):
        y = top + GAP + LINE * number
        width = max(1, round(LONGEST * value / longest))
        color = OURS if name in ours else OTHERS
        yield f'<text x="{NAMES - 8}" y="{y + 13}" text-anchor="end">{escape(name)}</text>'
        yield f'<rect x="{NAMES}" y="{y}" width="{width}" height="16" fill="{color}"/>'
        yield f'<text x="{NAMES + width + 6}" y="{y + 13}">{plain(value)}</text>'


def _ours(group: Bars) -> set[str]:
    """The bars of Hookflash: those with its name, or all except the floor."""
    names = [name for name, _ in group.values]
    named = {name for name in names if name.startswith("Hookflash")}
    return named or {name for name in names if not name.startswith(("by hand", "only "))}
