"""Several appends for one commit, each judged on its own: one that loses harms no other."""

from collections.abc import Iterable, Mapping, Sequence

from eventsourcing.persistence import StoredEvent

from hookflash.orchestrator.log.errors import Conflict

Append = Sequence[StoredEvent]
"""Events to be stored all or none; of one stream, as a rule, but they need not be."""

Outcome = int | Conflict
"""What became of an append: the log position of its last event, or why it was turned away."""


def streams_of(appends: Iterable[Append]) -> set[str]:
    """List every stream that one of ``appends`` would continue."""
    return {str(event.originator_id) for append in appends for event in append}


def admit(appends: Iterable[Append], heads: dict[str, int]) -> list[Conflict | None]:
    """Judge ``appends`` in order: None for each that continues its streams without a gap.

    ``heads`` gives each stream's last position, nothing for a stream that is not there yet. An
    append that is admitted moves them on for those after it; one that is not leaves them alone.
    """
    heads = dict(heads)
    return [_advance(append, heads) for append in appends]


def _advance(append: Append, heads: dict[str, int]) -> Conflict | None:
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
    """Give the heads at which the first append to each stream continues it."""
    heads: dict[str, int] = {}
    for append in appends:
        for event in append:
            heads.setdefault(str(event.originator_id), event.originator_version - 1)
    return heads


def refuse_moved(streams: Mapping[str, Append], append: Append, heads: dict[str, int]) -> None:
    """Raise :class:`Conflict` unless ``streams`` are all there is of them, and ``append`` fits."""
    for stream, events in streams.items():
        if (head := heads.get(stream, 0)) != len(events):
            raise Conflict(stream, len(events), head)
    if conflict := admit([append], heads)[0]:
        raise conflict
