"""What every contender reads."""

from dataclasses import dataclass
from random import Random
from typing import Final

from scripts.benchmarks import history

LOADED: Final = 2_000


@dataclass(frozen=True)
class Job:
    """Read the log at ``url``, which holds ``calls`` whole calls."""

    url: str
    calls: int

    def some(self) -> list[str]:
        """The ids of different calls from all over the log."""
        numbers = range(self.calls)
        picked = Random(self.calls).sample(numbers, min(LOADED, self.calls))  # noqa: S311 - no secret
        return [history.call_id(number) for number in picked]
