"""Several appends in one commit, each checked on its own: a conflict rejects only its append."""

from collections.abc import Iterable, Mapping, Sequence

from eventsourcing.persistence import StoredEvent

from hookflash.domain.event import Event
from hookflash.orchestrator.log.errors import Conflict

Append = Sequence[StoredEvent]
"""Events stored all or none; usually, but not necessarily, of one stream."""

Stored = Sequence[int] | Conflict
"""What became of an append: the log position of each of its events, or the conflict."""

Outcome = int | Conflict
"""The result of an append: the log position of its last event, or the conflict."""


class Encoded(list[StoredEvent]):
    """An append that still has the events that it was encoded from.

    ``reads`` are streams that were read for it, each with its last position then (0: was empty).
    """

    def __init__(
        self, stored: Iterable[StoredEvent], events: Sequence[Event], reads: Mapping[str, int]
    ) -> None:
        super().__init__(stored)
        self.events = events
        self.reads = reads


def reads_of(append: Append) -> Mapping[str, int]:
    """The streams that were read for ``append``."""
    return append.reads if isinstance(append, Encoded) else {}


def streams_of(appends: Iterable[Append]) -> set[str]:
    """The streams to which ``appends`` add events, and those that were read for them."""
    streams: set[str] = set()
    for append in appends:
        streams.update(str(event.originator_id) for event in append)
        streams.update(reads_of(append))
    return streams


def admit(appends: Iterable[Append], heads: dict[str, int]) -> list[Conflict | None]:
    """Check ``appends`` in order: None for each that continues its streams without a gap.

    A stream that was read must not have grown either.

    ``heads`` maps each existing stream to its last position. An admitted append advances the heads
    for those after it; a rejected one does not.
    """
    heads = dict(heads)
    return [_advance(append, heads) for append in appends]


def _advance(append: Append, heads: dict[str, int]) -> Conflict | None:
    for stream, seen in reads_of(append).items():
        if (head := heads.get(stream, 0)) != seen:
            return Conflict(stream, seen + 1, head)
    reached: dict[str, int] = {}
    for event in append:
        stream, position = str(event.originator_id), event.originator_version
        head = reached.get(stream) or heads.get(stream, 0)
        if position != head + 1:
            return Conflict(stream, position, head)
        reached[stream] = position
    heads.update(reached)
    return None


def presumed_heads(appends: Iterable[Append]) -> dict[str, int]:
    """The heads of each stream that the first append that adds to it or has read it expects."""
    heads: dict[str, int] = {}
    for append in appends:
        for stream, seen in reads_of(append).items():
            heads.setdefault(stream, seen)
        for event in append:
            heads.setdefault(str(event.originator_id), event.originator_version - 1)
    return heads


def refuse_moved(streams: Mapping[str, Append], append: Append, heads: dict[str, int]) -> None:
    """Raise :class:`Conflict` unless ``heads`` are the ends of ``streams`` and ``append`` fits."""
    for stream, events in streams.items():
        if (head := heads.get(stream, 0)) != len(events):
            raise Conflict(stream, len(events), head)
    if conflict := admit([append], heads)[0]:
        raise conflict
