"""A workspace's webhook endpoints: saved, signed, switched off, removed."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from hookflash.domain.audience import is_for, public_topics
from hookflash.domain.event import Event
from hookflash.domain.webhook.endpoint import Endpoint, Endpoints, covers, evolve
from hookflash.domain.webhook.events import WebhookSecretIssued
from hookflash.domain.webhook.saving import (
    EndpointForm,
    Wish,
    check_topics,
    disable,
    issue_secret,
    remove,
    save,
)

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FORM = EndpointForm(url="https://example.com/hooks")


def wish(hours: float = 0) -> Wish:
    """A wish of some hours after noon."""
    return Wish(id=f"wish-{hours}", at=NOON + timedelta(hours=hours), workspace="cafe")


def after(events: Iterable[Event], endpoints: Endpoints | None = None) -> Endpoints:
    """The endpoints that ``events`` lead to."""
    endpoints = endpoints or Endpoints()
    for event in events:
        endpoints = evolve(endpoints, event)
    return endpoints


def rotated(endpoints: Endpoints, secret: str, hours: float, overlap: float) -> Endpoints:
    """The endpoints once a new secret signs."""
    event = issue_secret(endpoints, wish(hours), "ep-1", secret, timedelta(hours=overlap))
    return after([event], endpoints)


def one(endpoints: Endpoints) -> Endpoint:
    """The only endpoint."""
    (endpoint,) = endpoints.by_id.values()
    return endpoint


@pytest.fixture
def saved() -> Endpoints:
    """One endpoint with its first secret."""
    return rotated(after(save(Endpoints(), wish(), "ep-1", FORM)), "whsec_1", 0, 0)


def test_saving_what_is_so_already_adds_nothing(saved: Endpoints) -> None:
    """A change is recorded once, and keeps the secrets and the day it was made."""
    assert save(saved, wish(1), "ep-1", FORM) == ()
    moved = after(save(saved, wish(1), "ep-1", FORM.model_copy(update={"url": "https://b"})), saved)
    assert (one(moved).url, one(moved).created_at) == ("https://b", NOON)
    assert one(moved).secrets == one(saved).secrets


def test_an_old_secret_signs_beside_the_new_one_until_its_end(saved: Endpoints) -> None:
    """Both sign during the overlap, the newer first; afterwards the new one alone."""
    turned = one(rotated(saved, "whsec_2", hours=1, overlap=24))
    assert turned.signing(NOON + timedelta(hours=24.9)) == ("whsec_2", "whsec_1")
    assert turned.signing(NOON + timedelta(hours=25)) == ("whsec_2",)


def test_another_rotation_never_lengthens_a_secrets_life(saved: Endpoints) -> None:
    """A secret that ends in an hour still does, whatever overlap the next rotation has."""
    twice = rotated(rotated(saved, "whsec_2", hours=0, overlap=1), "whsec_3", 0.5, overlap=24)
    assert one(twice).signing(NOON + timedelta(hours=2)) == ("whsec_3", "whsec_2")


def test_a_leaked_secret_ends_at_once(saved: Endpoints) -> None:
    """Without overlap the old secret signs nothing more, and is forgotten with the next one."""
    leaked = rotated(saved, "whsec_2", hours=1, overlap=0)
    assert one(leaked).signing(NOON + timedelta(hours=1)) == ("whsec_2",)
    assert len(one(rotated(leaked, "whsec_3", 2, 1)).secrets) == 2


def test_an_endpoint_that_is_gone_stays_off_until_it_is_switched_on(saved: Endpoints) -> None:
    """Why it is off is told, a change of its name keeps it so, switching it on forgets it."""
    off = after(disable(saved, wish(1), "ep-1", "410 Gone"), saved)
    assert (one(off).enabled, one(off).disabled) == (False, "410 Gone")
    assert disable(off, wish(2), "ep-1", "410 Gone") == ()
    still = FORM.model_copy(update={"description": "CRM", "enabled": False})
    assert one(after(save(off, wish(2), "ep-1", still), off)).disabled == "410 Gone"
    assert one(after(save(off, wish(3), "ep-1", FORM), off)).disabled == ""


def test_a_removed_endpoint_takes_its_secrets_with_it(saved: Endpoints) -> None:
    """Nothing is left of it, and removing it again adds nothing."""
    gone = after(remove(saved, wish(1), "ep-1"), saved)
    assert gone.by_id == {}
    assert remove(gone, wish(2), "ep-1") == ()


@pytest.mark.parametrize(
    ("wanted", "covered"),
    [
        ("call.sms_sent.v1", True),
        ("call.*", True),
        ("call.sms_*", True),
        ("call.ended.v1", False),
        ("workspace.*", False),
    ],
)
def test_a_topic_is_named_whole_or_by_its_beginning(wanted: str, covered: bool) -> None:  # noqa: FBT001 - a table
    """``call.*`` stands for every event of a call."""
    assert covers(wanted, "call.sms_sent.v1") is covered


def test_topics_that_no_event_has_are_named() -> None:
    """Those that are never told count as unknown: nobody would ever be sent one."""
    wrong = check_topics(("call.*", "call.sms_sennt.v1", "access.*"), public_topics())
    assert list(wrong) == [1, 2]


def test_what_signs_is_told_to_nobody() -> None:
    """An event with a secret is not for its own workspace, nor does its text show it."""
    event = issue_secret(Endpoints(), wish(), "ep-1", "whsec_hush", timedelta(0))
    assert isinstance(event, WebhookSecretIssued)
    assert not is_for("cafe", event)
    assert "hush" not in repr(event)
    assert not any(topic.startswith("workspace.webhook") for topic in public_topics())
