"""What outlives a worker, on every database: leases, positions, what waits, the delivery log."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from hookflash.orchestrator.log.cursors import LeaseLost
from hookflash.orchestrator.webhooks.outgoing import delivery_store as shelves
from hookflash.orchestrator.webhooks.outgoing.delivery_store import DeliveryStore, Key, Settled
from hookflash.orchestrator.webhooks.outgoing.ordered_queues import Waiting
from hookflash.projections.database.engine import open_database

NOON: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOON: Final = NOON + timedelta(minutes=1)
KEY: Final = Key("cafe", "endpoint-1")
OTHER: Final = Key("bar", "endpoint-1")


@pytest.fixture
def shelf(shared_url: str) -> Iterator[DeliveryStore]:
    """A shelf with two endpoints of the same id, in two workspaces."""
    shelf = DeliveryStore(open_database(shared_url))
    for key in (KEY, OTHER):
        shelf.open(key, 7)
    yield shelf
    shelf.close()


def waiting(*positions: int) -> list[Waiting]:
    """Events that wait since noon."""
    return [Waiting(position, f"lane-{position}", 0, NOON) for position in positions]


def attempt(number: int) -> dict[str, Any]:
    """A line of the delivery log."""
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


def test_one_worker_holds_an_endpoint(shelf: DeliveryStore) -> None:
    """Until it lets go or its time is over, nobody else; it begins where it was opened."""
    assert shelf.hold(KEY, "one", NOON, SOON) == 7
    assert shelf.hold(KEY, "two", NOON, SOON) is None
    assert shelf.hold(OTHER, "two", NOON, SOON) == 7
    assert shelf.hold(KEY, "one", NOON, SOON) == 7
    assert shelf.hold(KEY, "two", SOON + timedelta(seconds=1), SOON + timedelta(minutes=1)) == 7
    shelf.release(KEY, "two")
    assert shelf.hold(KEY, "one", SOON, SOON) == 7


def test_an_endpoint_begins_once(shelf: DeliveryStore) -> None:
    """Opening it again changes nothing, and what nobody opened is held by nobody."""
    shelf.open(KEY, 99)
    assert shelf.hold(KEY, "one", NOON, SOON) == 7
    assert shelf.hold(Key("cafe", "endpoint-2"), "one", NOON, SOON) is None


def test_what_is_taken_in_waits_with_the_position(shelf: DeliveryStore) -> None:
    """Both are there or neither; a worker without the lease takes in nothing."""
    shelf.hold(KEY, "one", NOON, SOON)
    shelf.take_in(KEY, "one", 12, waiting(9, 12))
    assert shelf.waiting(KEY) == waiting(9, 12)
    assert shelf.waiting(OTHER) == []
    with pytest.raises(LeaseLost):
        shelf.take_in(KEY, "two", 20, waiting(15))
    assert shelf.waiting(KEY) == waiting(9, 12)
    assert shelf.hold(KEY, "one", NOON, SOON) == 12


def test_what_is_settled_waits_no_more_or_later(shelf: DeliveryStore) -> None:
    """Delivered ones go, others are due again; each attempt is in the log."""
    shelf.hold(KEY, "one", NOON, SOON)
    gone, again, kept = waiting(1, 2, 3)
    shelf.take_in(KEY, "one", 12, [gone, again, kept])
    failed = {**attempt(2), "outcome": "failed", "status": None, "next_at": SOON}
    shelf.settle(KEY, [Settled(gone, attempt(1), None), Settled(again, failed, SOON)])
    assert shelf.waiting(KEY) == [again._replace(attempts=1, due_at=SOON), kept]
    newest, before = shelf.attempts(KEY, 10)
    assert (newest.message, newest.outcome, newest.next_at) == ("evt_2", "failed", SOON)
    assert (before.message, before.at, before.status) == ("evt_1", NOON, 204)
    assert shelf.attempts(OTHER, 10) == ()


def test_the_delivery_log_is_paged_and_bounded(
    shelf: DeliveryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It keeps the newest attempts of each endpoint, whatever another one does."""
    monkeypatch.setattr(shelves, "KEPT", 3)
    shelf.note(OTHER, attempt(0))
    for number in range(1, 6):
        shelf.note(KEY, attempt(number))
    page = shelf.attempts(KEY, 2)
    rest = shelf.attempts(KEY, 2, before=page[-1].id)
    assert [line.message for line in (*page, *rest)] == ["evt_5", "evt_4", "evt_3"]
    assert [line.message for line in shelf.attempts(OTHER, 9)] == ["evt_0"]


def test_a_forgotten_endpoint_leaves_nothing(shelf: DeliveryStore) -> None:
    """Its rows go, those of its namesake stay."""
    for key in (KEY, OTHER):
        shelf.hold(key, "one", NOON, SOON)
        shelf.take_in(key, "one", 8, waiting(8))
        shelf.note(key, attempt(1))
    shelf.forget(KEY)
    assert (shelf.waiting(KEY), shelf.attempts(KEY, 9)) == ([], ())
    assert shelf.hold(KEY, "one", NOON, SOON) is None
    assert len(shelf.waiting(OTHER)) == len(shelf.attempts(OTHER, 9)) == 1
