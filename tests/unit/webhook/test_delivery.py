"""Delivery of events to endpoints: at least once, in order per stream, despite faults."""

from datetime import timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook
from structlog.testing import capture_logs

from hookflash.domain.inbox.marking import Mark
from hookflash.domain.unreadable import Entry
from hookflash.domain.webhook.saving import EndpointForm
from hookflash.orchestrator.ports.webhooks import Reply
from hookflash.orchestrator.simulation.virtual_time import EPOCH
from hookflash.orchestrator.webhooks.outgoing import endpoint_worker, shared_reader
from hookflash.orchestrator.webhooks.outgoing.delivery_store import Key
from tests.unit.webhook.world import BROKEN, CAFE, OK, URL, Taken, World, play

ANN, BOB = "+14155550111", "+14155550122"
OTHER = "https://dead.example/"


def test_an_endpoint_is_sent_the_events_after_its_creation() -> None:
    """In order; no earlier events, none of another workspace, none about the endpoint itself."""

    async def scene(world: World) -> None:
        await world.mark(ANN, "done")
        await world.endpoint()
        async with world.working():
            await world.mark(ANN, "open", "read")
            await world.mark(ANN, "done", workspace="bar")
            await world.wait(seconds=1)
        assert world.receivers.marks() == [(ANN, "reopened"), (ANN, "read")]

    play(scene)


def test_an_event_is_sent_as_a_signed_cloud_event() -> None:
    """Its id is the message id; it has the type, subject, time and position of the event."""

    async def scene(world: World) -> None:
        endpoint = await world.endpoint()
        async with world.working():
            await world.mark(ANN, "done")
            await world.wait(seconds=1)
        (taken,) = world.receivers.taken
        event = taken.event
        assert event["id"] == taken.headers["webhook-id"]
        assert event["specversion"] == "1.0"
        assert event["source"] == "/v1/workspaces/cafe"
        assert event["type"] == "inbox.thread_done.v1"
        assert event["subject"].startswith("cafe.thread.")
        assert event["time"] == "2026-01-05T15:00:00Z"
        assert (event["sequence"], event["logposition"]) == ("0000000001", "4")
        assert event["data"]["contact"] == ANN
        (secret,) = endpoint.signing(EPOCH)
        expected = Webhook(secret).sign(event["id"], EPOCH, world.receivers.bodies[0])
        assert taken.headers["webhook-signature"] == expected

    play(scene)


def test_only_the_wanted_topics_are_sent() -> None:
    """An endpoint that subscribed to one topic is sent no other."""

    async def scene(world: World) -> None:
        await world.endpoint(topics=("inbox.thread_read.*",))
        async with world.working():
            await world.mark(ANN, "done", "read", "open")
            await world.wait(seconds=1)
        assert world.receivers.marks() == [(ANN, "read")]

    play(scene)


def test_order_is_kept_within_a_stream_only() -> None:
    """While one thread's first event fails, its second waits; another thread's are delivered."""

    async def scene(world: World) -> None:
        await world.endpoint()
        failures = 2

        def refuse_ann(taken: Taken) -> Reply:
            nonlocal failures
            failures -= taken.contact == ANN
            return BROKEN if taken.contact == ANN and failures >= 0 else OK

        world.receivers.answer = refuse_ann
        async with world.working():
            await world.mark(ANN, "done", "open")
            await world.mark(BOB, "done")
            await world.wait(seconds=20)
            assert world.receivers.marks() == [(ANN, "done"), (BOB, "done"), (ANN, "done")]
            await world.wait(hours=1)
        assert world.receivers.marks()[3:] == [(ANN, "done"), (ANN, "reopened")]

    play(scene)


def test_a_dead_endpoint_does_not_delay_others() -> None:
    """An endpoint that times out after 15 s does not slow another one's deliveries."""

    async def scene(world: World) -> None:
        await world.endpoint(OTHER)
        await world.endpoint()
        world.receivers.slow = {OTHER: 15.0}
        async with world.working():
            for number in range(30):
                await world.mark(f"+141555501{number:02d}", "done")
            await world.wait(seconds=1)
        assert len(world.receivers.marks()) == 30
        assert len(world.receivers.marks(OTHER)) == endpoint_worker.MAX_CONCURRENT

    play(scene)


def test_a_410_disables_an_endpoint_until_it_is_enabled_again() -> None:
    """Events that waited then, and later ones, are sent once it is enabled."""

    async def scene(world: World) -> None:
        endpoint = await world.endpoint()
        world.receivers.answer = lambda _: Reply(status=410)
        async with world.working():
            await world.mark(ANN, "done")
            await world.wait(days=1)
            await world.mark(ANN, "open")
            await world.wait(days=1)
            assert world.receivers.marks() == [(ANN, "done")]
            assert "410" in (await world.now(endpoint)).disabled
            world.receivers.answer = lambda _: OK
            await world.outgoing.change(endpoint, EndpointForm(url=URL), "on")
            await world.wait(seconds=10)
        assert world.receivers.marks() == [(ANN, "done"), (ANN, "done"), (ANN, "reopened")]

    play(scene)


def test_both_secrets_sign_during_a_rotation() -> None:
    """There are two signatures during the overlap, and one afterwards."""

    async def scene(world: World) -> None:
        endpoint = await world.endpoint()
        async with world.working():
            await world.outgoing.rotate(endpoint, timedelta(hours=1), "rotate")
            for hours in (0, 2):
                await world.wait(hours=hours)
                await world.mark(ANN, "done" if hours else "read")
                await world.wait(seconds=1)
        signatures = [one.headers["webhook-signature"] for one in world.receivers.taken]
        assert [len(signature.split(" ")) for signature in signatures] == [2, 1]

    play(scene)


@pytest.mark.parametrize("stopped", ["before it was sent", "while it was sent", "after a failure"])
def test_a_restart_loses_nothing(stopped: str) -> None:
    """At whatever point a worker stopped, the next one continues there."""

    async def scene(world: World) -> None:
        await world.endpoint()
        if stopped == "before it was sent":
            await world.mark(ANN, "done")
        else:
            world.receivers.answer = lambda _: BROKEN
            world.receivers.slow = {URL: 1.0}
            async with world.working():
                await world.mark(ANN, "done")
                await world.wait(seconds=0.5 if stopped == "while it was sent" else 2)
        world.receivers.answer = lambda _: OK
        async with world.working(world.worker("worker-2")):
            await world.mark(ANN, "open")
            await world.wait(minutes=1)
        assert world.receivers.marks()[-2:] == [(ANN, "done"), (ANN, "reopened")]
        attempts = 1 if stopped == "before it was sent" else 2
        assert len(world.receivers.marks()) == attempts + 1

    play(scene)


def test_a_worker_that_stops_finishes_its_requests_in_flight() -> None:
    """It waits a moment so that they are not repeated; slower ones are sent again."""

    async def scene(world: World) -> None:
        await world.endpoint()
        await world.endpoint(OTHER)
        world.receivers.slow = {URL: 1.0, OTHER: 10.0}
        async with world.working():
            await world.mark(ANN, "done")
            await world.wait(seconds=0.5)
        async with world.working(world.worker("worker-2")):
            await world.wait(minutes=1)
        assert world.receivers.marks() == [(ANN, "done")]
        assert world.receivers.marks(OTHER) == [(ANN, "done")] * 2

    play(scene)


def test_many_endpoints_read_the_log_once() -> None:
    """One read serves all of them."""

    async def scene(world: World) -> None:
        for number in range(10):
            await world.endpoint(f"https://crm.example/{number}")
        read_log, reads = world.log.read_log, 0

        async def counted(after: int = 0, limit: int = 1_000) -> list[tuple[int, Entry]]:
            nonlocal reads
            reads += limit > 1
            return await read_log(after, limit)

        async with world.working():
            await world.wait(seconds=1)
            world.log.read_log = counted  # type: ignore[method-assign]
            await world.mark(ANN, "done")
            await world.wait(seconds=1)
        assert len(world.receivers.taken) == 10
        assert reads <= 3

    play(scene)


def test_only_one_of_several_workers_delivers() -> None:
    """Each event is sent once; the other worker takes over when the first stops."""

    async def scene(world: World) -> None:
        await world.endpoint()
        marks: list[Mark] = ["done", "open", "read", "unread"]
        async with world.working(world.worker("worker-2")):
            async with world.working():
                await world.mark(ANN, *marks[:2])
                await world.wait(minutes=5)
                assert len(world.receivers.marks()) == 2
            await world.mark(ANN, *marks[2:])
            await world.wait(seconds=endpoint_worker.RETRY_SECONDS + 1)
        assert len(world.receivers.marks()) == 4

    play(scene)


def test_a_worker_that_lost_its_lease_sends_nothing_new() -> None:
    """A worker that was paused finds the lease taken, queues nothing, and logs it."""

    async def scene(world: World) -> None:
        endpoint = await world.endpoint()
        async with world.working():
            await world.wait(seconds=1)
            store, key = world.outgoing._context.store, Key(CAFE, endpoint.id)
            store.release(key, "worker-1")
            until = EPOCH + timedelta(days=1)
            assert store.hold(key, "another", world.clock.now(), until) is not None
            with capture_logs() as logs:
                await world.mark(ANN, "done")
                await world.wait(minutes=1)
        assert world.receivers.marks() == []
        assert {entry["event"] for entry in logs} == {"webhook_lease_lost"}

    play(scene)


def test_an_unreachable_database_only_delays_deliveries() -> None:
    """They continue when it is back; the fault is logged."""

    async def scene(world: World) -> None:
        await world.endpoint()
        enqueue, faults = world.outgoing._context.store.enqueue, [OSError("away")] * 2

        def sometimes(*args: Any) -> None:
            if faults:
                raise faults.pop()
            enqueue(*args)

        world.outgoing._context.store.enqueue = sometimes  # type: ignore[assignment, method-assign]
        with capture_logs() as logs:
            async with world.working():
                await world.mark(ANN, "done", "open")
                await world.wait(minutes=1)
        assert world.receivers.marks() == [(ANN, "done"), (ANN, "reopened")]
        assert [entry["event"] for entry in logs] == ["webhook_delivery_failed"] * 2

    play(scene)


def test_the_queue_of_an_endpoint_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Further events are read from the log as the queue drains; none is lost."""
    monkeypatch.setattr(endpoint_worker, "MAX_WAITING", 3)
    monkeypatch.setattr(shared_reader, "PAGE", 2)

    async def scene(world: World) -> None:
        endpoint = await world.endpoint()
        world.receivers.answer = lambda _: BROKEN
        contacts = [f"+141555501{number:02d}" for number in range(12)]
        async with world.working():
            for contact in contacts:
                await world.mark(contact, "done")
            await world.wait(seconds=3)
            waiting = world.outgoing._context.store.waiting(Key(CAFE, endpoint.id))
            assert len(waiting) <= 4
            world.receivers.answer = lambda _: OK
            await world.wait(hours=1)
        delivered = [contact for contact, _ in world.receivers.marks()]
        assert set(delivered) == set(contacts)

    play(scene)


def test_a_removed_endpoint_is_sent_nothing_and_leaves_nothing() -> None:
    """Its queue and its attempt log are removed with it."""

    async def scene(world: World) -> None:
        endpoint = await world.endpoint()
        world.receivers.answer = lambda _: BROKEN
        async with world.working():
            await world.mark(ANN, "done")
            await world.wait(seconds=1)
            await world.outgoing.remove(endpoint, "remove")
            await world.wait(days=5)
        assert len(world.receivers.marks()) == 1
        assert await world.outgoing.attempts(endpoint, 10, None) == ()
        assert world.outgoing._context.store.waiting(Key(CAFE, endpoint.id)) == []

    play(scene)


def test_a_test_event_is_sent_once_and_logged() -> None:
    """It is sent at once, even to a disabled endpoint; a failure is not retried."""

    async def scene(world: World) -> None:
        endpoint = await world.endpoint(enabled=False)
        world.receivers.answer = lambda _: BROKEN
        async with world.working():
            tried = await world.outgoing.test(endpoint)
            await world.wait(days=1)
        (taken,) = world.receivers.taken
        assert (taken.event["type"], taken.event["sequence"]) == ("webhook.test.v1", "0000000000")
        assert (tried.outcome, tried.status, tried.next_at) == ("failed", 500, None)
        assert await world.outgoing.attempts(endpoint, 10, None) == (tried,)

    play(scene)


def test_the_same_command_counts_once() -> None:
    """A repeated command to create or rotate returns the same secret as the first time."""

    async def scene(world: World) -> None:
        form = EndpointForm(url=URL)
        first = await world.outgoing.create(CAFE, form, "one")
        assert await world.outgoing.create(CAFE, form, "one") == first
        (endpoint,) = await world.outgoing.endpoints(CAFE)
        turned = await world.outgoing.rotate(endpoint, timedelta(hours=1), "two")
        assert await world.outgoing.rotate(endpoint, timedelta(hours=1), "two") == turned
        assert len((await world.now(endpoint)).secrets) == 2

    play(scene)
