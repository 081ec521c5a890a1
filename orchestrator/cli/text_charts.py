"""Small pictures made of characters."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from rich.text import Text

FULL: Final = "█"
_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"


def bar(parts: Sequence[tuple[int, str]], most: int, width: int) -> Text:
    """A bar of parts, each with its style: ``width`` characters for ``most``, one at least."""
    drawn, done, total = Text(), 0, sum(size for size, _ in parts)
    length = max(1, round(width * total / most)) if total else 0
    for size, style in parts:
        if size:
            begin, end = (round(length * sum_ / total) for sum_ in (done, done + size))
            drawn.append(FULL * (end - begin), style)
        done += size
    return drawn


def sparkline(values: Sequence[int], width: int) -> str:
    """A line of little columns, at most ``width`` of them; neighbours are then added up."""
    size = ceil(len(values) / width) or 1
    sums = [sum(values[n : n + size]) for n in range(0, len(values), size)]
    most = max(sums, default=0) or 1
    return "".join(_EIGHTHS[ceil(8 * value / most)] for value in sums)
