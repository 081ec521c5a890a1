"""Who is next, of what waits for an endpoint."""

from datetime import UTC, datetime, timedelta

from hookflash.orchestrator.webhooks.outgoing.ordered_queues import OrderedQueues, Waiting, lane_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def waiting(position: int, lane: str, attempts: int = 0, due_at: datetime = NOON) -> Waiting:
    """Something that waits."""
    return Waiting(position, lane, attempts, due_at)


def test_what_was_never_tried_goes_first() -> None:
    """In the order of the log; what failed before comes after it, if there is room."""
    failed = [waiting(1, "a", attempts=3), waiting(2, "b", attempts=1)]
    fresh = [waiting(4, "d"), waiting(3, "c")]
    lanes = OrderedQueues([*failed, *fresh])
    assert [one.position for one in lanes.due(NOON, (), 9)] == [3, 4, 1, 2]
    assert [one.position for one in lanes.due(NOON, (), 1)] == [3]


def test_a_lane_gives_one_at_a_time() -> None:
    """The next when the one before is done; none while it is busy, or not due."""
    first, second = waiting(1, "a"), waiting(2, "a")
    lanes = OrderedQueues([first, second])
    assert lanes.due(NOON, (), 9) == [first]
    assert lanes.due(NOON, {"a"}, 9) == []
    lanes.postpone(first, LATER)
    assert (lanes.due(NOON, (), 9), lanes.next_due(())) == ([], LATER)
    (again,) = lanes.due(LATER, (), 9)
    assert (again.position, again.attempts) == (1, 1)
    lanes.done(again)
    assert (lanes.due(NOON, (), 9), len(lanes)) == ([second], 1)


def test_an_empty_lane_is_forgotten() -> None:
    """Nothing is kept of it, and nothing is due."""
    lanes = OrderedQueues([waiting(1, "a")])
    lanes.done(waiting(1, "a"))
    assert (len(lanes), lanes.next_due(()), lanes._lanes) == (0, None, {})


def test_a_lane_tells_nothing_of_whom_it_is_about() -> None:
    """A stream may name a person's number."""
    lane = lane_of("cafe.thread.14155550123.14155550100")
    assert "1415555" not in lane
    assert lane == lane_of("cafe.thread.14155550123.14155550100")
    assert lane != lane_of("cafe.thread.14155550124.14155550100")
