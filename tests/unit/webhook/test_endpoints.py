"""A workspace's webhook endpoints: saving, signing secrets, disabling, removing."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from hookflash.domain.audience import is_for, public_topics
from hookflash.domain.event import Event
from hookflash.domain.webhook.endpoint import Endpoint, Endpoints, covers, evolve
from hookflash.domain.webhook.events import WebhookSecretIssued
from hookflash.domain.webhook.saving import (
    ChangeRequest,
    EndpointForm,
    check_topics,
    disable,
    issue_secret,
    remove,
    save,
)

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FORM = EndpointForm(url="https://example.com/hooks")


def requested(hours: float = 0) -> ChangeRequest:
    """A change requested some hours after noon."""
    return ChangeRequest(id=f"request-{hours}", at=NOON + timedelta(hours=hours), workspace="cafe")


def after(events: Iterable[Event], endpoints: Endpoints | None = None) -> Endpoints:
    """The endpoints after ``events``."""
    endpoints = endpoints or Endpoints()
    for event in events:
        endpoints = evolve(endpoints, event)
    return endpoints


def rotated(endpoints: Endpoints, secret: str, hours: float, overlap: float) -> Endpoints:
    """The endpoints after a new secret was issued."""
    event = issue_secret(endpoints, requested(hours), "ep-1", secret, timedelta(hours=overlap))
    return after([event], endpoints)


def one(endpoints: Endpoints) -> Endpoint:
    """The only endpoint."""
    (endpoint,) = endpoints.by_id.values()
    return endpoint


@pytest.fixture
def saved() -> Endpoints:
    """The endpoints of a workspace with one endpoint and its first secret."""
    return rotated(after(save(Endpoints(), requested(), "ep-1", FORM)), "whsec_1", 0, 0)


def test_saving_an_unchanged_form_adds_nothing(saved: Endpoints) -> None:
    """A change keeps the secrets and the time of creation."""
    assert save(saved, requested(1), "ep-1", FORM) == ()
    moved = after(
        save(saved, requested(1), "ep-1", FORM.model_copy(update={"url": "https://b"})), saved
    )
    assert (one(moved).url, one(moved).created_at) == ("https://b", NOON)
    assert one(moved).secrets == one(saved).secrets


def test_an_old_secret_signs_beside_the_new_one_until_its_end(saved: Endpoints) -> None:
    """During the overlap both sign, the newer first; afterwards only the new one does."""
    turned = one(rotated(saved, "whsec_2", hours=1, overlap=24))
    assert turned.signing(NOON + timedelta(hours=24.9)) == ("whsec_2", "whsec_1")
    assert turned.signing(NOON + timedelta(hours=25)) == ("whsec_2",)


def test_another_rotation_never_lengthens_a_secrets_life(saved: Endpoints) -> None:
    """A secret that ends in an hour still ends then, whatever the next rotation's overlap."""
    twice = rotated(rotated(saved, "whsec_2", hours=0, overlap=1), "whsec_3", 0.5, overlap=24)
    assert one(twice).signing(NOON + timedelta(hours=2)) == ("whsec_3", "whsec_2")


def test_a_leaked_secret_ends_at_once(saved: Endpoints) -> None:
    """Without overlap the old secret stops at once, and the next rotation drops it."""
    leaked = rotated(saved, "whsec_2", hours=1, overlap=0)
    assert one(leaked).signing(NOON + timedelta(hours=1)) == ("whsec_2",)
    assert len(one(rotated(leaked, "whsec_3", 2, 1)).secrets) == 2


def test_a_disabled_endpoint_stays_off_until_it_is_enabled(saved: Endpoints) -> None:
    """The reason is kept when its description changes, and cleared when it is enabled."""
    off = after(disable(saved, requested(1), "ep-1", "410 Gone"), saved)
    assert (one(off).enabled, one(off).disabled) == (False, "410 Gone")
    assert disable(off, requested(2), "ep-1", "410 Gone") == ()
    still = FORM.model_copy(update={"description": "CRM", "enabled": False})
    assert one(after(save(off, requested(2), "ep-1", still), off)).disabled == "410 Gone"
    assert one(after(save(off, requested(3), "ep-1", FORM), off)).disabled == ""


def test_a_removed_endpoint_takes_its_secrets_with_it(saved: Endpoints) -> None:
    """Nothing of it is left, and removing it again adds nothing."""
    gone = after(remove(saved, requested(1), "ep-1"), saved)
    assert gone.by_id == {}
    assert remove(gone, requested(2), "ep-1") == ()


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
def test_a_topic_is_given_in_full_or_as_a_prefix(wanted: str, covered: bool) -> None:  # noqa: FBT001 - a table
    """``call.*`` covers every event of a call."""
    assert covers(wanted, "call.sms_sent.v1") is covered


def test_unknown_topics_are_reported_by_index() -> None:
    """Topics that are never published count as unknown, since they would never be sent."""
    wrong = check_topics(("call.*", "call.sms_sennt.v1", "access.*"), public_topics())
    assert list(wrong) == [1, 2]


def test_signing_secrets_are_never_published() -> None:
    """The event is not sent even to its own workspace, and its repr does not show the secret."""
    event = issue_secret(Endpoints(), requested(), "ep-1", "whsec_hush", timedelta(0))
    assert isinstance(event, WebhookSecretIssued)
    assert not is_for("cafe", event)
    assert "hush" not in repr(event)
    assert not any(topic.startswith("workspace.webhook") for topic in public_topics())
