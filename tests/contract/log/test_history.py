"""Stored history outlives the code (fault 28)."""

import pytest
from eventsourcing.persistence import StoredEvent
from sqlalchemy import text

from hookflash.domain.event import TOPICS
from hookflash.domain.unreadable import Unreadable
from hookflash.domain.upcasting import UPCASTS, Fields
from hookflash.orchestrator.log.errors import UnknownTopic, UnreadableEvent
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.projections.database.engine import open_database
from tests.contract.log.noted import NOON, Noted, Struck, noted, pages

_OLD = f'{{"position":2,"at":"{NOON.isoformat()}","by":"caller","cause":"c","book":"h.book.a"'


def _store_raw(store: Store, topic: str, state: str) -> None:
    store.append([noted("h.book.a", 1)])
    stored = StoredEvent("h.book.a", 2, topic, store.mapper.close(state.encode(), "h.book.a"))
    outcome = store.commit([[stored]])[0]
    assert isinstance(outcome, int)


def _run(url: str, statement: str) -> None:
    engine = open_database(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_an_old_version_is_taken_forward_step_by_step(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An event of version 1 is read as version 3 through each upcast in turn."""

    def named(fields: Fields) -> Fields:
        return fields | {"reason": fields.pop("r").upper()}

    def renamed(fields: Fields) -> Fields:
        return fields | {"why": fields.pop("reason") + "!"}

    monkeypatch.setitem(UPCASTS, "test.struck.v1", ("test.struck.v2", named))
    monkeypatch.setitem(UPCASTS, "test.struck.v2", (Struck.TOPIC, renamed))
    _store_raw(store, "test.struck.v1", _OLD + ',"r":"wrong"}')
    event = store.read_stream("h.book.a")[1]
    assert isinstance(event, Struck)
    assert event.why == "WRONG!"
    store.check_topics()


def test_an_unknown_version_fails_closed_by_name(store: Store) -> None:
    """Its stream cannot be read past it, and the error says where it is."""
    _store_raw(store, "test.struck.v9", _OLD + "}")
    with pytest.raises(UnreadableEvent) as raised:
        store.read_stream("h.book.a")
    assert "h.book.a, position 2" in str(raised.value)
    assert "unknown event topic 'test.struck.v9'" in str(raised.value)


@pytest.mark.parametrize(
    ("topic", "state", "reason"),
    [
        ("test.struck.v9", _OLD + "}", "unknown event topic 'test.struck.v9'"),
        (Struck.TOPIC, _OLD, "json_invalid"),
        (Struck.TOPIC, _OLD + ',"why":{"number":"+14155550199"}}', "why: Input should be"),
    ],
    ids=["unknown topic", "cut off", "another type"],
)
def test_readers_of_the_whole_log_pass_an_event_that_cannot_be_read(
    store: Store, topic: str, state: str, reason: str
) -> None:
    """Fault 54: it is in its place, with the reason, which quotes nothing that was said."""
    _store_raw(store, topic, state)
    store.append(pages("h.book.b", 1, 1))
    first, (position, damaged), last = store.read_log()
    assert (first[1], last[1]) == (noted("h.book.a", 1), noted("h.book.b", 1))
    assert isinstance(damaged, Unreadable)
    assert (damaged.stream, damaged.position, damaged.topic) == ("h.book.a", 2, topic)
    assert reason in damaged.reason
    assert "+1415" not in damaged.reason
    assert store.read_log(position - 1, 1) == [(position, damaged)]
    assert store.read_log_of("h", 0)[1] == [first, (position, damaged), last]


def test_a_log_with_an_unknown_version_is_refused_at_the_start(store: Store) -> None:
    """Opening fails before anything is read, with the topic's name."""
    store.append(pages("h.book.b", 1, 2))
    store.check_topics()
    _store_raw(store, "test.struck.v9", _OLD + "}")
    with pytest.raises(UnknownTopic, match=r"test\.struck\.v9"):
        store.check_topics()


@pytest.mark.parametrize("lost", ["DROP TABLE", "DELETE FROM"])
def test_a_log_without_its_list_of_topics_is_looked_through(shared_url: str, lost: str) -> None:
    """Fault 28: an unknown version is named all the same, and the list is made again."""
    with open_store(shared_url) as store:
        store.append(pages("h.book.b", 1, 2))
        _store_raw(store, "test.struck.v9", _OLD + "}")
    _run(shared_url, f"{lost} hookflash_topics")
    with open_store(shared_url) as store:
        with pytest.raises(UnknownTopic, match=r"test\.struck\.v9"):
            store.check_topics()
        assert store.recorder.topics() == {Noted.TOPIC, "test.struck.v9"}


def test_an_event_that_the_list_of_topics_does_not_know_is_noticed(shared_url: str) -> None:
    """Fault 28: it was written by hand, or restored from a part of a backup."""
    with open_store(shared_url) as store:
        store.append(pages("h.book.b", 1, 2))
        _store_raw(store, "test.struck.v9", _OLD + "}")
        _run(shared_url, "DELETE FROM hookflash_topics WHERE topic LIKE '%v9'")
        with pytest.raises(UnknownTopic, match=r"test\.struck\.v9"):
            store.check_topics()


def test_an_event_whose_state_was_spoilt_fails_closed_by_name(store: Store) -> None:
    """A truncated event is not read."""
    _store_raw(store, Struck.TOPIC, _OLD)
    with pytest.raises(UnreadableEvent, match=r"h\.book\.a, position 2, topic 'test\.struck\.v3'"):
        store.read_stream("h.book.a")


def test_an_upcast_that_fails_names_the_event(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says which event."""
    monkeypatch.setitem(UPCASTS, "test.struck.v1", (Struck.TOPIC, lambda fields: fields["no"]))
    _store_raw(store, "test.struck.v1", _OLD + "}")
    with pytest.raises(UnreadableEvent, match=r"h\.book\.a, position 2"):
        store.read_stream("h.book.a")


def test_the_topics_of_retired_versions_are_no_longer_written() -> None:
    """A topic belongs either to a current event or to an upcast."""
    assert not UPCASTS.keys() & TOPICS.keys()
