"""What was measured, and how it is compared: in turns, by medians of ratios."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

PERCENT: Final = 100


@dataclass(frozen=True)
class Run:
    """One turn of one contender: the seconds it took, and those that each thing done took."""

    seconds: float
    latencies: list[float]

    @property
    def rate(self) -> float:
        """Things done a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, percent: int) -> float:
        """The seconds within which ``percent`` of 100 were done; 0 if nothing was."""
        ordered = sorted(self.latencies)
        return ordered[len(ordered) * percent // PERCENT] if ordered else 0.0


Turn = Callable[[], Mapping[str, Run]]
"""Measures one contender, or two that belong together."""


def together(runs: Iterable[Run]) -> Run:
    """The combined run of several processes that started together."""
    runs = list(runs)
    return Run(max(run.seconds for run in runs), [x for run in runs for x in run.latencies])


def take_turns(turns: Sequence[Turn], rounds: int) -> dict[str, list[Run]]:
    """Take all turns, ``rounds`` times, every other time backwards; gives each contender's runs.

    A machine that is shared grows slower and faster by the minute; so it does so for all alike.
    """
    runs: dict[str, list[Run]] = defaultdict(list)
    for number in range(rounds):
        for turn in reversed(turns) if number % 2 else turns:
            for name, run in turn().items():
                runs[name].append(run)
    return runs


def rate(runs: Sequence[Run]) -> float:
    """Things done a second, the median of the turns."""
    return median(run.rate for run in runs)


def milliseconds(runs: Sequence[Run], percent: int) -> float:
    """The milliseconds within which ``percent`` of 100 were done, the median of the turns."""
    return 1_000 * median(run.percentile(percent) for run in runs)


def ratio(ours: Sequence[Run], theirs: Sequence[Run]) -> float:
    """How many times as many we do in the same time; the median over the rounds."""
    return median(a.rate / b.rate for a, b in zip(ours, theirs, strict=True))
