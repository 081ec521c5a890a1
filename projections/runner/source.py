"""Where the events come from."""

from collections.abc import Sequence
from typing import Protocol

from hookflash.domain.event import Event


class EventSource(Protocol):
    """A log that is read. Safe to use from several threads.

    Log positions grow, may have gaps, and no event ever appears behind one already read.
    """

    def read_log(self, after: int, limit: int) -> Sequence[tuple[int, Event]]:
        """Read up to ``limit`` events beyond log position ``after``, each with its own."""
        ...

    def last_position(self) -> int:
        """Return the log position up to which :meth:`read_log` reads now; 0 for an empty log."""
        ...


def read_beyond(source: EventSource, after: int, limit: int) -> Sequence[tuple[int, Event]]:
    """Read on beyond ``after``, leaving out what a log delivers again."""
    batch = source.read_log(after, limit)
    if batch and batch[0][0] <= after:
        return [placed for placed in batch if placed[0] > after]
    return batch
