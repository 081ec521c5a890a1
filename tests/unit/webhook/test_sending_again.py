"""Sending again by hand: the endpoint counts as it is now, not as the caller last saw it."""

from datetime import timedelta

import pytest

from hookflash.domain.webhook.endpoint import Endpoint
from hookflash.domain.webhook.saving import EndpointForm
from hookflash.orchestrator.ports.webhooks import Reply
from hookflash.orchestrator.webhooks.outgoing.delivery_store import Attempt
from hookflash.orchestrator.webhooks.outgoing.endpoints import (
    NoSuchDelivery,
    NoSuchEndpoint,
    NotSentAgain,
)
from tests.unit.webhook.world import BROKEN, CAFE, OK, URL, World, play

ANN = "+14155550111"
GONE = Reply(status=410)


async def delivered(world: World) -> tuple[Endpoint, Attempt]:
    """An endpoint, and the attempt that delivered an event to it."""
    endpoint = await world.endpoint()
    async with world.working():
        await world.mark(ANN, "done")
        await world.wait(seconds=1)
    (first,) = await world.outgoing.attempts(endpoint, 10, None)
    return endpoint, first


def test_an_event_is_sent_again_by_hand() -> None:
    """It is the same message, newly signed; what is queued goes on as before."""

    async def scene(world: World) -> None:
        endpoint = await world.endpoint()
        world.receivers.answer = lambda _: BROKEN
        async with world.working():
            await world.mark(ANN, "done")
            await world.wait(seconds=1)
            (first,) = await world.outgoing.attempts(endpoint, 10, None)
            world.receivers.answer = lambda _: OK
            again = await world.outgoing.resend(endpoint, first.id)
            assert (again.attempt, again.outcome, again.next_at) == (2, "delivered", None)
            assert (again.message, again.position) == (first.message, first.position)
            assert world.receivers.bodies[0] == world.receivers.bodies[1]
            timed = [one.headers["webhook-timestamp"] for one in world.receivers.taken]
            assert timed[0] < timed[1]
            await world.wait(days=1)
        attempts = await world.outgoing.attempts(endpoint, 10, None)
        assert [one.outcome for one in attempts] == ["delivered", "delivered", "failed"]

    play(scene)


def test_what_is_sent_again_by_hand_is_not_retried() -> None:
    """A failure ends there; a 410 disables the endpoint, as it always does."""

    async def scene(world: World) -> None:
        endpoint = await world.endpoint()
        async with world.working():
            await world.mark(ANN, "done")
            await world.wait(seconds=1)
            (first,) = await world.outgoing.attempts(endpoint, 10, None)
            world.receivers.answer = lambda _: BROKEN
            again = await world.outgoing.resend(endpoint, first.id)
            assert (again.outcome, again.next_at) == ("given_up", None)
            await world.wait(days=1)
            assert len(world.receivers.taken) == 2
            world.receivers.answer = lambda _: Reply(status=410)
            assert (await world.outgoing.resend(endpoint, first.id)).outcome == "gone"
            off = await world.outgoing.endpoint(CAFE, endpoint.id)
            assert "410" in off.disabled
            with pytest.raises(NotSentAgain, match="the endpoint is off"):
                await world.outgoing.resend(off, first.id)

    play(scene)


def test_only_an_event_of_the_endpoint_is_sent_again() -> None:
    """Neither a test, nor an attempt that another endpoint's log has, nor one that is trimmed."""

    async def scene(world: World) -> None:
        endpoint = await world.endpoint()
        other = await world.endpoint("https://other.example/hooks")
        async with world.working():
            await world.mark(ANN, "done")
            await world.wait(seconds=1)
            (first,) = await world.outgoing.attempts(endpoint, 10, None)
            tried = await world.outgoing.test(endpoint)
            with pytest.raises(NotSentAgain, match="it is a test"):
                await world.outgoing.resend(endpoint, tried.id)
            for where, number in ((other, first.id), (endpoint, 999)):
                with pytest.raises(NoSuchDelivery):
                    await world.outgoing.resend(where, number)

    play(scene)


def test_an_endpoint_that_was_switched_off_meanwhile_is_sent_nothing() -> None:
    """The one who asks may have looked at it before."""

    async def scene(world: World) -> None:
        endpoint, first = await delivered(world)
        await world.outgoing.change(endpoint, EndpointForm(url=URL, enabled=False), "off")
        with pytest.raises(NotSentAgain, match="the endpoint is off"):
            await world.outgoing.resend(endpoint, first.id)
        assert len(world.receivers.taken) == 1

    play(scene)


def test_an_endpoint_that_was_deleted_meanwhile_is_sent_nothing() -> None:
    """The error says so."""

    async def scene(world: World) -> None:
        endpoint, first = await delivered(world)
        await world.outgoing.remove(endpoint, "away")
        with pytest.raises(NoSuchEndpoint):
            await world.outgoing.resend(endpoint, first.id)
        assert len(world.receivers.taken) == 1

    play(scene)


def test_it_goes_to_the_url_and_under_the_secret_of_today() -> None:
    """Not to those of when the endpoint was looked at."""

    async def scene(world: World) -> None:
        endpoint, first = await delivered(world)
        moved = "https://new.example/hooks"
        await world.outgoing.change(endpoint, EndpointForm(url=moved), "move")
        await world.outgoing.rotate(endpoint, timedelta(hours=1), "rotate")
        await world.outgoing.resend(endpoint, first.id)
        old, new = world.receivers.taken
        assert (old.url, new.url) == (URL, moved)
        signed = new.headers["webhook-signature"].split()
        assert (len(old.headers["webhook-signature"].split()), len(signed)) == (1, 2)

    play(scene)


def test_a_receiver_that_is_gone_a_second_time_disables_the_endpoint_again() -> None:
    """Also if it says so of the same message, after the endpoint was enabled again."""

    async def scene(world: World) -> None:
        endpoint, first = await delivered(world)
        for command in ("on", "on again"):
            world.receivers.answer = lambda _: GONE
            assert (await world.outgoing.resend(endpoint, first.id)).outcome == "gone"
            assert "410" in (await world.now(endpoint)).disabled
            await world.outgoing.change(endpoint, EndpointForm(url=URL), command)
            await world.wait(seconds=1)

    play(scene)


def test_a_queued_message_that_finds_its_receiver_gone_twice_disables_it_twice() -> None:
    """The worker's own attempts, too; the event waits until the endpoint is enabled."""

    async def scene(world: World) -> None:
        endpoint = await world.endpoint()
        world.receivers.answer = lambda _: GONE
        async with world.working():
            await world.mark(ANN, "done")
            await world.wait(seconds=1)
            for command in ("on", "on again"):
                assert "410" in (await world.now(endpoint)).disabled
                await world.outgoing.change(endpoint, EndpointForm(url=URL), command)
                await world.wait(minutes=2)
            world.receivers.answer = lambda _: OK
            await world.outgoing.change(await world.now(endpoint), EndpointForm(url=URL), "mended")
            await world.wait(minutes=2)
        (newest, *_) = await world.outgoing.attempts(endpoint, 10, None)
        assert newest.outcome == "delivered"

    play(scene)
