"""When what was not taken is sent again: on the schedule, or when the receiver asks for it."""

from datetime import timedelta
from itertools import pairwise

import pytest

from hookflash.orchestrator.ports.webhooks import Reply
from hookflash.orchestrator.webhooks.outgoing.retry_schedule import SCHEDULE
from tests.unit.webhook.world import BROKEN, OK, URL, World, play

ANN, BOB = "+14155550111", "+14155550122"
OTHER = "https://till.example/hooks"


def test_what_was_not_taken_is_sent_again_on_the_schedule() -> None:
    """The same id each time; 5 s, 5 min, 30 min, …, up to a fifth later; then it is given up."""

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
def test_a_receiver_that_asks_to_be_left_alone_is(status: int, asked: str) -> None:
    """For as long as it says, by events that were never tried too; others are sent theirs."""

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


def test_asking_neither_hastens_the_schedule_nor_stretches_it_beyond_its_longest_wait() -> None:
    """``Retry-After`` is the least wait, and a year of it a day; a 500 has no say in it."""

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
