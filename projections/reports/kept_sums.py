"""Keeps the sums and waits of the last rounds, so that the next ones need not fetch them."""

from collections.abc import Mapping
from typing import Final, NamedTuple

MOST: Final = 4_000
"""The most sums, and the most chunks of waits, that are kept."""
SumKey = tuple[int, int, int]
"""The scope, the length, and the first quarter of an hour."""
BlockKey = tuple[int, int]
"""The scope and the block."""


class Growing(NamedTuple):
    """The chunk of waits that grows, and how many others its block has."""

    others: int = 0
    chunk: bytes = b""


class Posted(NamedTuple):
    """What a batch has stored. A sum of 0 and an empty chunk without others are not stored."""

    sums: Mapping[SumKey, int]
    waits: Mapping[BlockKey, Growing]


class KeptSums:
    """What was stored as of a checkpoint; the owner clears it when that is not the last one."""

    def __init__(self) -> None:
        self.sums: dict[SumKey, int] = {}
        self.waits: dict[BlockKey, Growing] = {}

    def clear(self) -> None:
        """Drop everything."""
        self.sums.clear()
        self.waits.clear()

    def put(self, posted: Posted) -> None:
        """Keep what was committed. Of too many, everything else is dropped."""
        if len(self.sums) + len(posted.sums) > MOST:
            self.sums.clear()
        if len(self.waits) + len(posted.waits) > MOST:
            self.waits.clear()
        self.sums.update(posted.sums)
        self.waits.update(posted.waits)
