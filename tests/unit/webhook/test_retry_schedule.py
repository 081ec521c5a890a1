"""When a failed delivery is retried: on the schedule, or after the receiver's ``Retry-After``."""

from datetime import timedelta
from itertools import pairwise

import pytest

from hookflash.orchestrator.ports.webhooks import Reply
from hookflash.orchestrator.webhooks.outgoing.retry_schedule import SCHEDULE
from tests.unit.webhook.world import BROKEN, OK, URL, World, play

ANN, BOB = "+14155550111", "+14155550122"
OTHER = "https://till.example/hooks"


def test_a_failed_delivery_is_retried_on_the_schedule() -> None:
    """With the same id, after 5 s, 5 min, 30 min, … plus up to 20 %; then it is given up."""

    async def scene(world: World) -> None:
        endpoint = await world.endpoint()
        world.receivers.answer = lambda _: BROKEN
        async with world.working():
            await world.mark(ANN, "done")
            await world.wait(days=5)
        taken = world.receivers.taken
        assert len({one.headers["webhook-id"] for one in taken}) == 1
        waits = [(b.at - a.at).total_seconds() for a, b in pairwise(taken)]
        assert len(waits) == len(SCHEDULE)
        assert all(s <= w <= s * 1.2 + 1 for w, s in zip(waits, SCHEDULE, strict=True))
        log = await world.outgoing.attempts(endpoint, 50, None)
        assert [line.outcome for line in log] == ["given_up", *["failed"] * len(SCHEDULE)]
        assert (log[0].status, log[0].error, log[0].next_at) == (500, "oh no", None)

    play(scene)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("asked", ["7200", "Mon, 05 Jan 2026 17:00:00 GMT"])
def test_a_receiver_that_asks_for_a_pause_gets_it(status: int, asked: str) -> None:
    """The pause also holds for new events; other endpoints are not affected."""

    async def scene(world: World) -> None:
        endpoint = await world.endpoint()
        await world.endpoint(OTHER)
        world.receivers.answer = lambda taken: (
            Reply(status=status, retry_after=asked) if taken.url == URL else OK
        )
        async with world.working():
            await world.mark(ANN, "done")
            await world.wait(minutes=1)
            world.receivers.answer = lambda _: OK
            await world.mark(BOB, "done")
            await world.wait(minutes=118)
            assert world.receivers.marks() == [(ANN, "done")]
            assert world.receivers.marks(OTHER) == [(ANN, "done"), (BOB, "done")]
            await world.wait(minutes=2)
        assert sorted(world.receivers.marks()[1:]) == [(ANN, "done"), (BOB, "done")]
        first = (await world.outgoing.attempts(endpoint, 10, None))[-1]
        assert first.next_at == first.at + timedelta(hours=2)

    play(scene)


def test_retry_after_neither_shortens_a_wait_nor_exceeds_the_longest_one() -> None:
    """It is a minimum and is clamped to a day; with a 500 it is ignored."""

    async def scene(world: World) -> None:
        await world.endpoint()
        answers = [(429, "0"), (500, "86400"), (503, "31536000"), (204, "")]
        replies = iter([Reply(status=status, retry_after=asked) for status, asked in answers])
        world.receivers.answer = lambda _: next(replies)
        async with world.working():
            await world.mark(ANN, "done")
            await world.wait(days=5)
        waits = [(b.at - a.at).total_seconds() for a, b in pairwise(world.receivers.taken)]
        assert SCHEDULE[0] <= waits[0] <= SCHEDULE[0] * 1.2
        assert SCHEDULE[1] <= waits[1] <= SCHEDULE[1] * 1.2
        assert waits[2] == SCHEDULE[-1]

    play(scene)
