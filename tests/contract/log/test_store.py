"""The contract of every store."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hookflash.domain.event import Actor
from hookflash.orchestrator.log.batch import Stored
from hookflash.orchestrator.log.errors import AnswerLost, Conflict, LogUnavailable
from hookflash.orchestrator.log.mapper import EventMapper
from hookflash.orchestrator.log.store import Store, open_store
from tests.contract.log.noted import Mark, Noted, noted, pages


def test_what_is_appended_is_read_back_in_order(store: Store) -> None:
    """A stream returns its events unchanged, from any position on."""
    store.append(pages("h.book.a", 1, 3))
    store.append(pages("h.book.b", 1, 1))
    store.append(pages("h.book.a", 4, 5))
    assert store.read_stream("h.book.a") == pages("h.book.a", 1, 5)
    assert store.read_stream("h.book.a", after=3) == pages("h.book.a", 4, 5)
    assert store.read_stream("h.book.nobody") == []


def test_a_stream_is_folded_event_by_event(store: Store) -> None:
    """In order, without holding all events at once."""
    store.append(pages("h.book.a", 1, 3))
    assert store.fold_stream("h.book.a", list) == pages("h.book.a", 1, 3)
    assert store.fold_stream("h.book.a", next) == pages("h.book.a", 1, 1)[0]
    assert store.fold_stream("h.book.nobody", list) == []


def test_several_streams_are_folded_with_one_read(store: Store) -> None:
    """An error in one does not affect the others."""
    store.append([*pages("h.book.b", 1, 2), *pages("h.book.a", 1, 2)])
    store.append(pages("h.book.b", 3, 3))
    fault = ValueError("not to be folded")

    def fail(_: object) -> None:
        raise fault

    assert store.fold_streams(
        [("h.book.b", list), ("h.book.a", fail), ("h.book.nobody", list), ("h.book.a", list)]
    ) == [pages("h.book.b", 1, 3), fault, [], pages("h.book.a", 1, 2)]


def test_the_log_gives_all_streams_in_one_order(store: Store) -> None:
    """Log positions grow with every append, and a reader continues from its position."""
    store.append(pages("h.book.a", 1, 2))
    store.append(pages("h.book.b", 1, 1))
    store.append(pages("h.book.a", 3, 3))
    everything = store.read_log()
    assert [event for _, event in everything] == [
        *pages("h.book.a", 1, 2),
        *pages("h.book.b", 1, 1),
        *pages("h.book.a", 3, 3),
    ]
    positions = [position for position, _ in everything]
    assert positions == sorted(set(positions))
    assert store.read_log(limit=2) == everything[:2]
    assert store.read_log(after=positions[1], limit=1) == everything[2:3]
    assert store.read_log(after=positions[-1]) == []


def test_streams_are_found_by_prefix(store: Store) -> None:
    """Each once and in order, however long; not those with similar names."""
    for stream in ("h.book.b", "h.book.a", "h.bookish", "h.boo", "h.book/c"):
        store.append(pages(stream, 1, 2))
    assert store.streams("h.book.") == ["h.book.a", "h.book.b"]
    assert store.streams("nobody.") == []


def test_an_append_tells_the_log_position_of_its_last_event(store: Store) -> None:
    """So that a caller can wait until a projection has reached it."""
    assert store.last_position() == 0
    first = store.append(pages("h.book.a", 1, 2))
    second = store.append(pages("h.book.b", 1, 3))
    assert [position for position, _ in store.read_log()][1] == first
    assert store.read_log()[-1][0] == second == store.last_position()


def test_appending_nothing_changes_nothing(store: Store) -> None:
    """A command that decides nothing needs no special case."""
    assert store.append([]) == 0
    assert store.read_log() == []


def test_a_taken_position_is_a_conflict(store: Store) -> None:
    """The second append at a position fails, with the head of the stream."""
    store.append(pages("h.book.a", 1, 3))
    with pytest.raises(Conflict, match=r"h.book.a: position 2 .* the stream is at 3") as raised:
        store.append([noted("h.book.a", 2, "too late")])
    assert (raised.value.stream, raised.value.position, raised.value.head) == ("h.book.a", 2, 3)
    assert store.read_stream("h.book.a") == pages("h.book.a", 1, 3)


def test_a_gap_in_a_stream_is_a_conflict(store: Store) -> None:
    """Positions of a stream are gapless, whatever a caller assumes."""
    store.append(pages("h.book.a", 1, 1))
    for wrong in (pages("h.book.a", 3, 3), pages("h.book.new", 2, 2), pages("h.book.a", 0, 0)):
        with pytest.raises(Conflict):
            store.append(wrong)
    with pytest.raises(Conflict):
        store.append([noted("h.book.a", 2), noted("h.book.a", 4)])
    assert len(store.read_log()) == 1


def test_an_append_is_stored_all_or_not_at_all(store: Store) -> None:
    """With events in two streams: if one conflicts, neither is stored."""
    store.append(pages("h.book.a", 1, 1))
    with pytest.raises(Conflict):
        store.append([*pages("h.book.b", 1, 2), noted("h.book.a", 1)])
    assert store.read_stream("h.book.b") == []
    store.append([*pages("h.book.b", 1, 2), noted("h.book.a", 2)])
    assert len(store.read_log()) == 4


def test_a_conflict_in_a_batch_harms_no_other(store: Store) -> None:
    """Of many appends in one commit, only those that conflict are left out."""
    store.append(pages("h.book.a", 1, 2))
    encode = store.mapper.encode
    appends = [
        [encode(noted("h.book.b", 1))],
        [encode(noted("h.book.a", 2, "late"))],
        [encode(noted("h.book.a", 3)), encode(noted("h.book.a", 4))],
        [encode(noted("h.book.b", 1, "also late"))],
        [encode(noted("h.book.b", 2))],
    ]
    outcomes = store.commit(appends)
    assert [isinstance(outcome, Conflict) for outcome in outcomes] == [0, 1, 0, 1, 0]
    assert store.read_stream("h.book.a") == pages("h.book.a", 1, 4)
    assert store.read_stream("h.book.b") == pages("h.book.b", 1, 2)
    by_event = {event: position for position, event in store.read_log()}
    for outcome, event in [(0, noted("h.book.b", 1)), (2, noted("h.book.a", 4))]:
        assert outcomes[outcome] == by_event[event]


def test_what_was_stored_is_there_when_the_log_is_opened_again(shared_url: str) -> None:
    """Reopening loses nothing, and positions continue."""
    with open_store(shared_url) as store:
        store.append(pages("h.book.a", 1, 2))
        before = store.read_log()
    with open_store(shared_url) as store:
        assert store.read_log() == before
        assert store.append(pages("h.book.a", 3, 3)) > before[-1][0]


def test_of_many_threads_racing_for_a_position_one_wins(store: Store) -> None:
    """Twenty rounds of eight threads that append at the same position of a stream (fault 19)."""
    start = Barrier(8)
    rounds = 20

    def race(me: int) -> list[int]:
        won = []
        for position in range(1, rounds + 1):
            start.wait(30)
            try:
                store.append([noted("h.book.a", position, f"by {me}")])
                won.append(position)
            except Conflict:
                pass
        return won

    with ThreadPoolExecutor(8) as threads:
        won = [position for wins in threads.map(race, range(8)) for position in wins]
    assert sorted(won) == list(range(1, rounds + 1))
    assert [event.position for event in store.read_stream("h.book.a")] == sorted(won)


def test_a_commit_whose_answer_was_lost_is_recognised_as_ours(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is lost after the commit; the caller still gets the position (fault 21)."""
    _lose_answers(store, monkeypatch, times=1)
    position = store.append(pages("h.book.a", 1, 2))
    assert position == store.last_position()
    assert store.read_stream("h.book.a") == pages("h.book.a", 1, 2)


def test_an_equal_event_of_another_worker_is_not_recognised_as_ours(
    shared_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two workers decide the same event; the one whose answer was lost has not won."""
    with open_store(shared_url) as winner, open_store(shared_url) as loser:
        winner.append([noted("h.book.a", 1)])
        _lose_answers(loser, monkeypatch, times=1)
        with pytest.raises(Conflict):
            loser.append([noted("h.book.a", 1)])


def test_a_database_that_loses_every_answer_is_an_error(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The caller gets an error instead of waiting forever."""
    _lose_answers(store, monkeypatch, times=100)
    with pytest.raises(LogUnavailable, match="every commit attempt failed"):
        store.append(pages("h.book.a", 1, 2))


def _lose_answers(store: Store, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    commit, calls = store._recorder.commit, count(1)

    def commit_and_lose(appends: Sequence[object]) -> list[Stored]:
        outcomes = commit(appends)  # type: ignore[arg-type]
        if next(calls) <= times:
            raise AnswerLost
        return outcomes

    monkeypatch.setattr(store._recorder, "commit", commit_and_lose)


_moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
_marks = st.builds(Mark, name=st.text(), weight=st.none() | st.integers())
_fields = st.tuples(
    st.sampled_from(["h.book.a", "h.book.b", "h.book.ü"]),
    _moments,
    st.sampled_from(Actor),
    st.text(),
    st.text(max_size=2_000),
    st.lists(_marks, max_size=3).map(tuple),
)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.lists(_fields, max_size=4), max_size=6))
def test_any_sequence_of_events_is_read_back_as_it_was(
    url: str, appends: list[list[tuple[str, datetime, Actor, str, str, tuple[Mark, ...]]]]
) -> None:
    """Whatever events contain: streams and log return them equal and in order."""
    # A stream name of its own for each example: they share a database.
    mine = f"e{next(_examples)}"
    with open_store(url, EventMapper()) as store:
        start = store.last_position()
        heads: dict[str, int] = {}
        told: list[Noted] = []
        for append in appends:
            events = []
            for name, at, by, cause, note, marks in append:
                book = f"{mine}.{name}"
                heads[book] = heads.get(book, 0) + 1
                events.append(
                    Noted(
                        position=heads[book],
                        at=at,
                        by=by,
                        cause=cause,
                        book=book,
                        note=note,
                        marks=marks,
                    )
                )
            store.append(events)
            told += events
        assert [event for _, event in store.read_log(start)] == told
        for book in heads:
            assert store.read_stream(book) == [event for event in told if event.book == book]


_examples = count()
