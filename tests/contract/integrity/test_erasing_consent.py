"""What is left of a person's consent after an erasure, and what others said of them (fault 52)."""

import asyncio
from typing import Any

from hookflash.domain.event import Actor
from hookflash.domain.workspace import contact as consent
from hookflash.domain.workspace.contact import Contact, hear_text
from hookflash.domain.workspace.events import OptOutsListed, WorkspaceSaved
from hookflash.orchestrator.integrity.verify import verify
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.simulation.virtual_time import SeededIds
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.orchestrator.webhooks.outgoing.delivery_store import DeliveryStore, Key
from hookflash.orchestrator.webhooks.outgoing.envelope import message_id
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository
from tests.cast import CALLER, NOON, NUMBER
from tests.contract.integrity.erased import erase, opened, stream, written
from tests.contract.integrity.stories import left_a_message

SLUG = "harbor-dental"
CALL = "harbor-dental.call.00000000000000a1"
ANOTHER = "harbor-dental.call.00000000000000c1"
STRANGER = "+14155550123"
STOPPED = [*hear_text(Contact(SLUG, CALLER), "STOP", number=NUMBER, at=NOON, cause="SM-1")]
PLACE: dict[str, Any] = {"at": NOON, "by": Actor.OPERATOR, "cause": "apply-1", "workspace": SLUG}
LISTING = [
    WorkspaceSaved(position=1, name="Harbor Dental", agent="Sona", **PLACE),
    OptOutsListed(position=2, contacts=(CALLER, STRANGER), **PLACE),
    *consent.list_opt_out(Contact(SLUG, CALLER), at=NOON, cause="apply-1"),
]
"""The office's file lists two contacts; one of them is the caller."""


def repository(log: EventLog) -> WorkspaceRepository:
    """What looks contacts up."""
    return WorkspaceRepository(log, SystemClock(), SeededIds("seed"))


def contact_in(url: str, number: str = CALLER) -> Contact:
    """The contact as a worker that starts now knows it."""

    async def main() -> Contact:
        log = EventLog(open_store(url), live=False)
        try:
            return await repository(log).contact(SLUG, number)
        finally:
            await log.close()

    return asyncio.run(main())


def test_an_opt_out_holds_after_the_erasure(url: str) -> None:
    """The number is gone, and is still not texted; another one is not affected."""
    with opened(url, left_a_message(CALL), STOPPED) as (store, views):
        (erasure,) = erase(store, views)
        assert erasure.opted_out
        assert CALLER[1:] not in written(store)
        assert verify(store, views.engine).findings == ()
    assert contact_in(url).opted_out
    assert not contact_in(url, STRANGER).opted_out


def test_start_lifts_an_opt_out_from_before_the_erasure(url: str) -> None:
    """In both streams, with the text."""
    with opened(url, left_a_message(CALL), STOPPED) as (store, views):
        erase(store, views)
        known = contact_in(url)
        started = hear_text(known, "START", number=NUMBER, at=NOON, cause="SM-2")
        assert [event.type for event in started] == ["ContactOptedIn"] * 2
        store.append(started)
    assert not contact_in(url).opted_out


def test_a_second_erasure_keeps_the_opt_out(url: str) -> None:
    """Of the same person, who called again and was still opted out."""
    with opened(url, left_a_message(CALL), STOPPED) as (store, views):
        erase(store, views)
        store.append(left_a_message(ANOTHER))
        (again,) = erase(store, views)
        assert again.calls == (ANOTHER,)
        assert CALLER[1:] not in written(store)
    assert contact_in(url).opted_out


def test_a_contact_who_opted_in_again_is_not_opted_out_by_the_erasure(url: str) -> None:
    """Nothing is in force."""
    back = Contact(SLUG, CALLER, frozenset({"keyword"}), 1)
    started = hear_text(back, "START", number=NUMBER, at=NOON, cause="SM-2")
    with opened(url, left_a_message(CALL), STOPPED, [*started]) as (store, views):
        (erasure,) = erase(store, views)
        assert not erasure.opted_out
    assert not contact_in(url).opted_out


def test_the_opt_out_list_forgets_the_number(url: str) -> None:
    """Others stay on it, and a process that remembers the list reads it again."""

    async def main() -> None:
        log = EventLog(open_store(url), live=False)
        known = repository(log)
        before = await known.get(SLUG)
        assert before is not None
        assert before.opt_outs == {CALLER, STRANGER}
        (erasure,) = erase(store, views)
        assert (erasure.calls, erasure.opted_out) == ((), True)
        after = await known.get(SLUG)
        assert after is not None
        assert after.opt_outs == {STRANGER}
        await log.close()

    with opened(url, LISTING) as (store, views):
        asyncio.run(main())
        assert CALLER[1:] not in written(store)
        assert verify(store, views.engine).findings == ()
    assert contact_in(url).opted_out


def test_the_number_is_removed_from_what_others_said(url: str) -> None:
    """In any notation. Their call stays theirs, and sound."""
    said = left_a_message(ANOTHER, STRANGER)
    told = [
        event.model_copy(update={"text": "Call (415) 555-0199"})
        if event.type == "CallerSpoke" and "Jane" in event.model_dump()["text"]
        else event
        for event in said
    ]
    with opened(url, left_a_message(CALL), told) as (store, views):
        (erasure,) = erase(store, views)
        assert erasure.mentions == 1
        assert "555-0199" not in written(store)
        assert f"Call {erasure.pseudonym}" in written(store)
        received = stream(store, ANOTHER)[0]
        assert received.model_dump()["contact"] == STRANGER
        assert verify(store, views.engine).findings == ()


def test_the_delivery_log_of_webhooks_forgets_what_receivers_answered(url: str) -> None:
    """And the names of streams that had the number."""
    key = Key(SLUG, "endpoint-1")
    with opened(url, left_a_message(CALL), STOPPED) as (store, views):
        deliveries = DeliveryStore(views.engine)
        for event in (stream(store, CALL)[0], STOPPED[0]):
            answered = {
                "error": "no place for Jane",
                "subject": "harbor-dental.contact.*********99",
            }
            row = {"type": event.TOPIC, "attempt": 1, "at": NOON, "seconds": 0.1, "status": 500}
            more = {"outcome": "failed", "next_at": None, "message": message_id(event)}
            deliveries.record(key, {**row, **more, **answered})
        (erasure,) = erase(store, views)
        newest, oldest = deliveries.attempts(key, 10)
        assert (newest.error, oldest.error) == ("[erased]", "[erased]")
        assert newest.subject == f"harbor-dental.contact.{erasure.pseudonym}"
        assert newest.message != message_id(STOPPED[0])
