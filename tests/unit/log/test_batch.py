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
    """Together with what was there, each stream counts on by one."""
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
def test_an_append_is_judged_as_if_those_turned_away_had_never_been(appends: list[Append]) -> None:
    """Leaving the losers out of the batch changes nothing for the others."""
    verdicts = admit(appends, {})
    winners = [append for append, verdict in zip(appends, verdicts, strict=True) if not verdict]
    assert admit(winners, {}) == [None] * len(winners)


def test_the_heads_that_were_given_are_left_alone() -> None:
    """The caller may judge again with them."""
    heads = {"a": 1}
    assert admit([[StoredEvent("a", 2, "t", b"")]], heads) == [None]
    assert heads == {"a": 1}
