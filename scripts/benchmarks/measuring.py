"""Measurements and their comparison: in turns, by medians of ratios."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

PERCENT: Final = 100


@dataclass(frozen=True)
class Run:
    """One turn of one contender: its duration and that of each operation, in seconds."""

    seconds: float
    latencies: list[float]

    @property
    def rate(self) -> float:
        """Operations per second."""
        return len(self.latencies) / self.seconds

    def percentile(self, percent: int) -> float:
        """The seconds within which ``percent`` of 100 operations finished; 0 without operations."""
        ordered = sorted(self.latencies)
        return ordered[len(ordered) * percent // PERCENT] if ordered else 0.0


Turn = Callable[[], Mapping[str, Run]]
"""Measures one contender, or two that are measured together."""


def together(runs: Iterable[Run]) -> Run:
    """The combined run of several processes that started together."""
    runs = list(runs)
    return Run(max(run.seconds for run in runs), [x for run in runs for x in run.latencies])


def take_turns(turns: Sequence[Turn], rounds: int) -> dict[str, list[Run]]:
    """Take all turns ``rounds`` times, every other time in reverse; returns each contender's runs.

    A shared machine changes its speed from minute to minute; this affects all contenders alike.
    """
    runs: dict[str, list[Run]] = defaultdict(list)
    for number in range(rounds):
        for turn in reversed(turns) if number % 2 else turns:
            for name, run in turn().items():
                runs[name].append(run)
    return runs


def rate(runs: Sequence[Run]) -> float:
    """Operations per second, the median of the turns."""
    return median(run.rate for run in runs)


def milliseconds(runs: Sequence[Run], percent: int) -> float:
    """Milliseconds within which ``percent`` of 100 operations finished, the median of the turns."""
    return 1_000 * median(run.percentile(percent) for run in runs)


def ratio(ours: Sequence[Run], theirs: Sequence[Run]) -> float:
    """How many times as many operations ``ours`` does in the same time: the median of rounds."""
    return median(a.rate / b.rate for a, b in zip(ours, theirs, strict=True))
