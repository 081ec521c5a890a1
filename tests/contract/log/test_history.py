"""Stored history outlives the code (fault 28)."""

import pytest
from eventsourcing.persistence import StoredEvent

from hookflash.domain.event import TOPICS
from hookflash.domain.upcasting import UPCASTS, Fields
from hookflash.orchestrator.log.errors import UnknownTopic, UnreadableEvent
from hookflash.orchestrator.log.store import Store
from tests.contract.log.noted import NOON, Struck, noted, pages

_OLD = f'{{"position":2,"at":"{NOON.isoformat()}","by":"caller","cause":"c","book":"h.book.a"'


def _store_raw(store: Store, topic: str, state: str) -> None:
    store.append([noted("h.book.a", 1)])
    stored = StoredEvent("h.book.a", 2, topic, store.mapper.close(state.encode()))
    outcome = store.commit([[stored]])[0]
    assert isinstance(outcome, int)


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
    """Neither a stream nor the log can be read past it, and the error says where it is."""
    _store_raw(store, "test.struck.v9", _OLD + "}")
    for read in (lambda: store.read_stream("h.book.a"), store.read_log):
        with pytest.raises(UnreadableEvent) as raised:
            read()
        assert "h.book.a, position 2" in str(raised.value)
        assert "unknown event topic 'test.struck.v9'" in str(raised.value)


def test_a_log_with_an_unknown_version_is_refused_at_the_start(store: Store) -> None:
    """Opening fails before anything is read, with the topic's name."""
    store.append(pages("h.book.b", 1, 2))
    store.check_topics()
    _store_raw(store, "test.struck.v9", _OLD + "}")
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
