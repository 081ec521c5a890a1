"""Delivery state on every database: leases, positions, queues, the delivery log."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import text

from hookflash.orchestrator.log.cursors import LeaseLost
from hookflash.orchestrator.webhooks.outgoing import delivery_store
from hookflash.orchestrator.webhooks.outgoing.delivery_store import DeliveryStore, Key, Settled
from hookflash.orchestrator.webhooks.outgoing.ordered_queues import Waiting
from hookflash.projections.database.engine import open_database, writing

NOON: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOON: Final = NOON + timedelta(minutes=1)
KEY: Final = Key("cafe", "endpoint-1")
OTHER: Final = Key("bar", "endpoint-1")


@pytest.fixture
def store(shared_url: str) -> Iterator[DeliveryStore]:
    """A store with two endpoints that have the same id in different workspaces."""
    store = DeliveryStore(open_database(shared_url))
    for key in (KEY, OTHER):
        store.open(key, 7)
    yield store
    store.close()


def waiting(*positions: int) -> list[Waiting]:
    """Queued events, due since noon."""
    return [Waiting(position, f"lane-{position}", 0, NOON) for position in positions]


def attempt(number: int) -> dict[str, Any]:
    """A row of the delivery log."""
    return {
        "message": f"evt_{number}",
        "type": "call.ended.v1",
        "subject": "cafe.call.1",
        "attempt": 1,
        "at": NOON,
        "seconds": 0.25,
        "status": 204,
        "outcome": "delivered",
        "error": "",
        "next_at": None,
    }


def test_only_one_worker_holds_an_endpoint(store: DeliveryStore) -> None:
    """No other worker gets the lease before it is released or expires; it has the position."""
    assert store.hold(KEY, "one", NOON, SOON) == 7
    assert store.hold(KEY, "two", NOON, SOON) is None
    assert store.hold(OTHER, "two", NOON, SOON) == 7
    assert store.hold(KEY, "one", NOON, SOON) == 7
    assert store.hold(KEY, "two", SOON + timedelta(seconds=1), SOON + timedelta(minutes=1)) == 7
    store.release(KEY, "two")
    assert store.hold(KEY, "one", SOON, SOON) == 7


def test_an_endpoint_is_opened_once(store: DeliveryStore) -> None:
    """Opening it again keeps the position; an endpoint without a cursor has no lease."""
    store.open(KEY, 99)
    assert store.hold(KEY, "one", NOON, SOON) == 7
    assert store.hold(Key("cafe", "endpoint-2"), "one", NOON, SOON) is None


def test_events_are_queued_together_with_the_position(store: DeliveryStore) -> None:
    """Both are stored or neither; a worker without the lease queues nothing."""
    store.hold(KEY, "one", NOON, SOON)
    store.enqueue(KEY, "one", 12, waiting(9, 12))
    assert store.waiting(KEY) == waiting(9, 12)
    assert store.waiting(OTHER) == []
    with pytest.raises(LeaseLost):
        store.enqueue(KEY, "two", 20, waiting(15))
    assert store.waiting(KEY) == waiting(9, 12)
    assert store.hold(KEY, "one", NOON, SOON) == 12


def test_a_settled_event_leaves_the_queue_or_is_due_later(store: DeliveryStore) -> None:
    """Delivered events are removed, failed ones are due again; each attempt is logged."""
    store.hold(KEY, "one", NOON, SOON)
    delivered, again, kept = waiting(1, 2, 3)
    store.enqueue(KEY, "one", 12, [delivered, again, kept])
    failed = {**attempt(2), "outcome": "failed", "status": None, "next_at": SOON}
    store.settle(KEY, [Settled(delivered, attempt(1), None), Settled(again, failed, SOON)])
    assert store.waiting(KEY) == [again._replace(attempts=1, due_at=SOON), kept]
    newest, before = store.attempts(KEY, 10)
    assert (newest.message, newest.outcome, newest.next_at) == ("evt_2", "failed", SOON)
    assert (before.message, before.at, before.status) == ("evt_1", NOON, 204)
    assert store.attempts(OTHER, 10) == ()


def test_the_delivery_log_is_paged_and_bounded(
    store: DeliveryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It keeps the newest attempts of each endpoint, independently of other endpoints."""
    monkeypatch.setattr(delivery_store, "MAX_ATTEMPTS", 3)
    store.record(OTHER, attempt(0))
    for number in range(1, 6):
        store.record(KEY, attempt(number))
    page = store.attempts(KEY, 2)
    rest = store.attempts(KEY, 2, before=page[-1].id)
    assert [line.message for line in (*page, *rest)] == ["evt_5", "evt_4", "evt_3"]
    assert [line.message for line in store.attempts(OTHER, 9)] == ["evt_0"]


def test_an_older_delivery_log_gets_the_column_that_it_lacks(shared_url: str) -> None:
    """Its attempts stay; they do not tell where their events are."""
    engine = open_database(shared_url)
    DeliveryStore(engine).record(KEY, attempt(1))
    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE webhook_attempts DROP COLUMN position"))
    for _ in range(2):
        store = DeliveryStore(engine)
    store.record(KEY, attempt(2) | {"position": 9})
    assert [one.position for one in store.attempts(KEY, 9)] == [9, None]
    store.close()


def test_a_deleted_endpoint_leaves_nothing(store: DeliveryStore) -> None:
    """Its rows are deleted; those of the endpoint with the same id elsewhere stay."""
    for key in (KEY, OTHER):
        store.hold(key, "one", NOON, SOON)
        store.enqueue(key, "one", 8, waiting(8))
        store.record(key, attempt(1))
    store.delete(KEY)
    assert (store.waiting(KEY), store.attempts(KEY, 9)) == ([], ())
    assert store.hold(KEY, "one", NOON, SOON) is None
    assert len(store.waiting(OTHER)) == len(store.attempts(OTHER, 9)) == 1
