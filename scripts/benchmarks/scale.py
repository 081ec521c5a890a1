"""How much is measured: everything, less, or just enough to check that it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Sizes and durations of a run; ``seconds`` is one turn of one contender."""

    rounds: int
    seconds: float
    at_once: tuple[int, ...]
    whole_calls: tuple[int, ...]
    """Whole calls in parallel."""
    workers: tuple[int, ...]
    events: int
    """Events in the log that is scanned."""
    rebuilt: int
    """Events in the log from which the views are rebuilt."""
    calls: tuple[int, ...]
    """Calls in the log, as it grows."""
    live: tuple[int, ...]
    """Idle live calls in one process."""
    reported: int
    """Calls of which a report is asked."""
    many: tuple[int, ...]
    """Whole calls in the logs that are compared."""
    decided: int
    """Varied calls that are decided again."""

    def __str__(self) -> str:
        """The scale in words, for the page."""
        return (
            f"Median of {self.rounds} rounds in turns of {self.seconds:g} s (whole calls and the "
            f"inbox: {2 * self.seconds:g} s); {self.events:,} events scanned, {self.rebuilt:,} "
            f"rebuilt from; logs of up to {max(self.calls):,} calls."
        )


FULL = Scale(
    rounds=2,
    seconds=1.5,
    at_once=(1, 8, 64, 512),
    whole_calls=(1, 4, 16, 64),
    workers=(1, 4, 8),
    events=100_000,
    rebuilt=1_200_000,
    calls=(1_000, 10_000, 100_000, 1_000_000),
    live=(4_000, 10_000, 12_000, 100_000),
    reported=200_000,
    many=(10_000, 100_000),
    decided=2_000,
)
HALF = Scale(
    rounds=2,
    seconds=1.0,
    at_once=(1, 8, 64, 512),
    whole_calls=(1, 4, 16, 64),
    workers=(1, 4, 8),
    events=50_000,
    rebuilt=300_000,
    calls=(1_000, 10_000, 100_000),
    live=(4_000, 10_000, 12_000),
    reported=200_000,
    many=(3_000, 10_000),
    decided=1_000,
)
NIGHTLY = Scale(
    rounds=1,
    seconds=0.7,
    at_once=(1, 8, 64),
    whole_calls=(1, 16, 64),
    workers=(1, 2),
    events=30_000,
    rebuilt=100_000,
    calls=(1_000, 10_000),
    live=(4_000,),
    reported=20_000,
    many=(1_000, 3_000),
    decided=400,
)
QUICK = Scale(
    rounds=1,
    seconds=0.2,
    at_once=(1, 64),
    whole_calls=(1, 4),
    workers=(1, 2),
    events=5_000,
    rebuilt=5_000,
    calls=(100, 1_000),
    live=(100,),
    reported=2_000,
    many=(100, 300),
    decided=60,
)
