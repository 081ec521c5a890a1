"""The order in which an endpoint's waiting events are sent."""

from datetime import UTC, datetime, timedelta

from hookflash.orchestrator.webhooks.outgoing.ordered_queues import OrderedQueues, Waiting, lane_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def waiting(position: int, lane: str, attempts: int = 0, due_at: datetime = NOON) -> Waiting:
    """An event that waits to be sent."""
    return Waiting(position, lane, attempts, due_at)


def test_events_that_were_never_tried_go_first() -> None:
    """They go in log order; failed ones follow if there is room."""
    failed = [waiting(1, "a", attempts=3), waiting(2, "b", attempts=1)]
    fresh = [waiting(4, "d"), waiting(3, "c")]
    queues = OrderedQueues([*failed, *fresh])
    assert [one.position for one in queues.due(NOON, (), 9)] == [3, 4, 1, 2]
    assert [one.position for one in queues.due(NOON, (), 1)] == [3]


def test_a_lane_gives_one_event_at_a_time() -> None:
    """The next one follows when the first is done; none while the lane is busy or not due."""
    first, second = waiting(1, "a"), waiting(2, "a")
    queues = OrderedQueues([first, second])
    assert queues.due(NOON, (), 9) == [first]
    assert queues.due(NOON, {"a"}, 9) == []
    queues.postpone(first, LATER)
    assert (queues.due(NOON, (), 9), queues.next_due(())) == ([], LATER)
    (again,) = queues.due(LATER, (), 9)
    assert (again.position, again.attempts) == (1, 1)
    queues.done(again)
    assert (queues.due(NOON, (), 9), len(queues)) == ([second], 1)


def test_an_empty_lane_is_dropped() -> None:
    """It takes no memory, and nothing is due."""
    queues = OrderedQueues([waiting(1, "a")])
    queues.done(waiting(1, "a"))
    assert (len(queues), queues.next_due(()), queues._queues) == (0, None, {})


def test_a_lane_does_not_reveal_a_phone_number() -> None:
    """The name of a stream may contain one, so the lane is a hash of it."""
    lane = lane_of("cafe.thread.14155550123.14155550100")
    assert "1415555" not in lane
    assert lane == lane_of("cafe.thread.14155550123.14155550100")
    assert lane != lane_of("cafe.thread.14155550124.14155550100")
