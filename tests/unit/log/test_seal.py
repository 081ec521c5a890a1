"""Seals over each event and the previous seal."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from eventsourcing.persistence import StoredEvent
from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.log.mapper import EventMapper
from hookflash.orchestrator.log.seal import (
    FIRST,
    LastSeals,
    body,
    is_sealed,
    seal,
    seal_of,
    sealed,
)
from tests.contract.log.noted import pages

MAPPER = EventMapper()


def stored(first: int, last: int, book: str = "h.book.a") -> Sequence[StoredEvent]:
    """Events as encoded by the mapper."""
    return [MAPPER.encode(page) for page in pages(book, first, last)]


def test_every_event_is_sealed_after_the_one_before() -> None:
    """The first one starts the chain."""
    before = FIRST
    for stream, position, topic, state in sealed(stored(1, 3), {}):
        assert is_sealed(state)
        assert seal_of(state) == seal(before, stream, position, topic, body(state))
        before = seal_of(state)


def test_a_stream_goes_on_from_its_last_seal() -> None:
    """Whether its events were stored in one append or several."""
    at_once = sealed(stored(1, 3), {})
    later = sealed(stored(3, 3), {"h.book.a": seal_of(at_once[1][3])})
    assert later == at_once[2:]


def test_streams_are_sealed_each_by_itself() -> None:
    """Events of other streams in between make no difference."""
    a, b = stored(1, 2, "h.book.a"), stored(1, 2, "h.book.b")
    mixed = sealed([a[0], b[0], b[1], a[1]], {})
    assert sorted(mixed) == [*sealed(a, {}), *sealed(b, {})]


@given(st.binary(min_size=1, max_size=80), st.binary(min_size=1, max_size=80))
def test_other_content_has_another_seal(one: bytes, other: bytes) -> None:
    """And equal content has an equal seal."""
    same = seal(FIRST, "h.book.a", 1, "t", one) == seal(FIRST, "h.book.a", 1, "t", other)
    assert same == (one == other)


def test_another_place_has_another_seal() -> None:
    """Stream, position, topic and previous seal all count."""
    seals = {
        seal(FIRST, "h.book.a", 1, "t.v1", b"{"),
        seal(b"1" * 16, "h.book.a", 1, "t.v1", b"{"),
        seal(FIRST, "h.book.b", 1, "t.v1", b"{"),
        seal(FIRST, "h.book.a", 2, "t.v1", b"{"),
        seal(FIRST, "h.book.a", 1, "t.v2", b"{"),
    }
    assert len(seals) == 5


def test_a_sealed_state_is_still_json() -> None:
    """So that it can be queried in the database."""
    ((_, _, _, state),) = sealed(stored(1, 1), {})
    assert json.loads(state)["seal"] == seal_of(state).decode()


def test_a_state_that_has_no_room_for_a_seal_is_refused() -> None:
    """Instead of being truncated."""
    (event,) = stored(1, 1)
    bare = replace(event, state=MAPPER.open(event.state, "h.book.a"))
    with pytest.raises(ValueError, match=r"h\.book\.a, position 1: not encoded by an EventMapper"):
        sealed([bare], {})
    assert not is_sealed(bare.state)


def test_the_last_seals_are_known_only_where_they_were_noted() -> None:
    """Only at the noted position; a new stream needs none."""
    known = LastSeals()
    (row,) = sealed(stored(1, 1), {})
    known.note("h.book.a", 1, row[3])
    assert known.at({"h.book.a": 1, "h.book.new": 0}) == {
        "h.book.a": seal_of(row[3]),
        "h.book.new": FIRST,
    }
    assert known.at({"h.book.a": 2}) is None
    assert known.at({"h.book.b": 1}) is None
    assert known.at({"h.book.a": 0}) == {"h.book.a": FIRST}


def test_of_many_streams_the_last_seals_of_the_newest_are_kept() -> None:
    """Memory is bounded; evicted seals are queried again."""
    known = LastSeals(capacity=2)
    (row,) = sealed(stored(1, 1), {})
    for book in ("a", "b", "a", "c"):
        known.note(book, 1, row[3])
    assert known.at({"b": 1}) is None
    assert known.at({"a": 1, "c": 1}) is not None
