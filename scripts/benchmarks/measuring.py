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
    cpu: float = 0.0
    """Seconds of CPU time of all processes that took part, a contender's servers included."""
    stall: float = 0.0
    """Seconds for which the event loop once kept everything else waiting: the longest time."""

    @property
    def rate(self) -> float:
        """Operations per second."""
        return len(self.latencies) / self.seconds

    @property
    def cost(self) -> float:
        """Seconds of CPU time per operation."""
        return self.cpu / max(1, len(self.latencies))

    def percentile(self, percent: float) -> float:
        """The seconds within which ``percent`` of 100 operations finished; 0 without operations."""
        ordered = sorted(self.latencies)
        return ordered[int(len(ordered) * percent / PERCENT)] if ordered else 0.0


Turn = Callable[[], Mapping[str, Run]]
"""Measures one contender, or two that are measured together."""


def together(runs: Iterable[Run]) -> Run:
    """The combined run of several processes that started together."""
    runs = list(runs)
    return Run(
        max(run.seconds for run in runs),
        [x for run in runs for x in run.latencies],
        sum(run.cpu for run in runs),
        max(run.stall for run in runs),
    )


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


def milliseconds(runs: Sequence[Run], percent: float) -> float:
    """Milliseconds within which ``percent`` of 100 operations finished, the median of the turns."""
    return 1_000 * median(run.percentile(percent) for run in runs)


def ratio(ours: Sequence[Run], theirs: Sequence[Run]) -> float:
    """How many times as many operations ``ours`` does in the same time: the median of rounds."""
    return median(a.rate / b.rate for a, b in zip(ours, theirs, strict=True))


def cpu_milliseconds(runs: Sequence[Run]) -> float:
    """Milliseconds of CPU time per operation, the median of the turns."""
    return 1_000 * median(run.cost for run in runs)


def cpu_ratio(ours: Sequence[Run], theirs: Sequence[Run]) -> float:
    """How many times as much CPU time ``theirs`` takes per operation: the median of rounds."""
    return median(b.cost / a.cost for a, b in zip(ours, theirs, strict=True))


def stall_milliseconds(runs: Sequence[Run]) -> float:
    """The longest stall of the event loop, in milliseconds, the median of the turns."""
    return 1_000 * median(run.stall for run in runs)
