"""Which appends of a batch are admitted."""

from eventsourcing.persistence import StoredEvent
from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.log.batch import Append, admit

_events = st.builds(
    StoredEvent,
    originator_id=st.sampled_from("ab"),
    originator_version=st.integers(1, 4),
    topic=st.just("t"),
    state=st.just(b""),
)
_appends = st.lists(st.lists(_events, min_size=1, max_size=3), max_size=8)


@given(_appends, st.dictionaries(st.sampled_from("ab"), st.integers(1, 3)))
def test_what_is_admitted_continues_every_stream_without_a_gap(
    appends: list[Append], heads: dict[str, int]
) -> None:
    """With what was stored before, positions of each stream are consecutive."""
    verdicts = admit(appends, heads)
    for stream in "ab":
        admitted = [
            event.originator_version
            for append, verdict in zip(appends, verdicts, strict=True)
            if verdict is None
            for event in append
            if event.originator_id == stream
        ]
        head = heads.get(stream, 0)
        assert admitted == list(range(head + 1, head + 1 + len(admitted)))


@given(_appends)
def test_rejected_appends_do_not_affect_the_others(appends: list[Append]) -> None:
    """Leaving out the rejected appends changes nothing for the others."""
    verdicts = admit(appends, {})
    winners = [append for append, verdict in zip(appends, verdicts, strict=True) if not verdict]
    assert admit(winners, {}) == [None] * len(winners)


def test_the_given_heads_are_not_changed() -> None:
    """The caller may check again with them."""
    heads = {"a": 1}
    assert admit([[StoredEvent("a", 2, "t", b"")]], heads) == [None]
    assert heads == {"a": 1}
