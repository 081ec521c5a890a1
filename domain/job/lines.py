"""Where an offset is in a text: its line, its column, and whether a parenthesis is open there."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate


@dataclass(frozen=True)
class Lines:
    """The lines of ``text``, counted once, so that many look-ups take linear time together."""

    text: str

    def place(self, at: int) -> tuple[int, int]:
        """The line and the column of offset ``at``, both from 1."""
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1

    def end(self, at: int) -> int:
        """The offset at which the line of offset ``at`` ends: of its line break, or of the text."""
        line = bisect_right(self._starts, at)
        return self._starts[line] - 1 if line < len(self._starts) else len(self.text)

    def in_parenthesis(self, at: int) -> bool:
        """Whether more parentheses are opened than closed on the line before offset ``at``."""
        start = self._starts[bisect_right(self._starts, at) - 1]
        return self._depths[at] > self._depths[start]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(at + 1 for at, char in enumerate(self.text) if char == "\n")]

    @cached_property
    def _depths(self) -> list[int]:
        steps = ((char == "(") - (char == ")") for char in self.text)
        return list(accumulate(steps, initial=0))
