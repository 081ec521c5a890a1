"""The source of events: what the read models need from the log."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from hookflash.domain.unreadable import Entry

Read = Callable[[int, int], Sequence[tuple[int, Entry]]]
"""Reads events after a log position, up to a number of them."""


class EventSource(Protocol):
    """Reads a log. Safe to use from several threads.

    Log positions grow and may have gaps. No event ever appears before one already read.
    """

    def read_log(self, after: int, limit: int) -> Sequence[tuple[int, Entry]]:
        """Read up to ``limit`` events after log position ``after``, with their positions.

        What cannot be decoded is an ``Unreadable`` in its place.
        """
        ...

    def skim_log(self, after: int, limit: int) -> Sequence[tuple[int, Entry]]:
        """Read like :meth:`read_log`, as fast as possible when reading all of the log."""
        ...

    def skim_where(
        self, wanted: Callable[[str], bool], after: int, limit: int
    ) -> Sequence[tuple[int, Entry]]:
        """Read like :meth:`skim_log`, but only events whose topic of today is ``wanted``."""
        ...

    def skim_rest(
        self, heads: Mapping[str, int], after: int, to: int
    ) -> Sequence[tuple[int, Entry]]:
        """Skim what log positions ``after`` to ``to`` have of streams beyond their ``heads``."""
        ...

    def read_on(self, after: int, limit: int) -> Sequence[tuple[int, Entry]]:
        """Read as :meth:`read_log`, for a reader that goes on where it was; may be cheaper."""
        ...

    def last_position(self) -> int:
        """Return the last log position that :meth:`read_log` can read now; 0 if empty."""
        ...


def read_beyond(read: Read, after: int, limit: int) -> Sequence[tuple[int, Entry]]:
    """Read after position ``after``, dropping events that the log delivers again."""
    batch = read(after, limit)
    if batch and batch[0][0] <= after:
        return [placed for placed in batch if placed[0] > after]
    return batch
