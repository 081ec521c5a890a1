"""Bars and sparklines drawn with characters."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from rich.text import Text

FULL: Final = "█"
_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"


def bar(parts: Sequence[tuple[int, str]], most: int, width: int) -> Text:
    """Return a bar of styled parts, scaled so that ``most`` fills ``width`` characters.

    Unless all parts are 0, it has at least one character.
    """
    drawn, before, total = Text(), 0, sum(size for size, _ in parts)
    length = max(1, round(width * total / most)) if total else 0
    for size, style in parts:
        if size:
            begin, end = (round(length * upto / total) for upto in (before, before + size))
            drawn.append(FULL * (end - begin), style)
        before += size
    return drawn


def sparkline(values: Sequence[int], width: int) -> str:
    """Return a line of small columns; more values than ``width`` are summed in groups."""
    size = ceil(len(values) / width) or 1
    sums = [sum(values[n : n + size]) for n in range(0, len(values), size)]
    most = max(sums, default=0) or 1
    return "".join(_EIGHTHS[ceil(8 * value / most)] for value in sums)
