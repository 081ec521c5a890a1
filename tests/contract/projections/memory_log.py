"""A log in memory, for tests of its readers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from hookflash.domain.event import Event

STEP = 3
"""Log positions grow and have gaps, as those of a real log may."""


class MemoryLog:
    """Holds events in the order given; returns at most ``most`` at a time."""

    def __init__(self, events: Iterable[Event] = (), most: int = 1_000_000) -> None:
        self.events = list(events)
        self.most = most

    def append(self, events: Iterable[Event]) -> None:
        """Add events at the end."""
        self.events.extend(events)

    def read_log(self, after: int, limit: int) -> Sequence[tuple[int, Event]]:
        """Read after log position ``after``."""
        first = after // STEP
        some = self.events[first : first + min(limit, self.most)]
        return [((first + n) * STEP, event) for n, event in enumerate(some, start=1)]

    def skim_log(self, after: int, limit: int) -> Sequence[tuple[int, Event]]:
        """Read after log position ``after``; there is no faster way."""
        return self.read_log(after, limit)

    def skim_where(
        self, wanted: Callable[[str], bool], after: int, limit: int
    ) -> Sequence[tuple[int, Event]]:
        """Read after log position ``after`` what is ``wanted``."""
        some = [(at, event) for at, event in self._all() if at > after and wanted(event.TOPIC)]
        return some[: min(limit, self.most)]

    def skim_rest(
        self, heads: Mapping[str, int], after: int, to: int
    ) -> Sequence[tuple[int, Event]]:
        """Read what streams have beyond their heads."""
        return [(at, e) for at, e in self._all() if after < at <= to and e.stream in heads]

    def _all(self) -> Iterator[tuple[int, Event]]:
        for n, event in enumerate(self.events, start=1):
            yield n * STEP, event

    def read_on(self, after: int, limit: int) -> Sequence[tuple[int, Event]]:
        """Read after log position ``after``."""
        return self.read_log(after, limit)

    def last_position(self) -> int:
        """Return the log position of the last event."""
        return len(self.events) * STEP
