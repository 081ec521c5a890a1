"""Webhook endpoints of a workspace, folded from their events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from hookflash.domain.event import Event
from hookflash.domain.webhook.events import (
    WebhookDisabled,
    WebhookRemoved,
    WebhookSaved,
    WebhookSecretIssued,
)

ANY = "*"
"""At the end of a topic, matches every topic with that prefix, as in ``call.*``."""


@dataclass(frozen=True)
class Secret:
    """A signing secret in the form of Standard Webhooks, ``whsec_…``.

    ``until`` is when it stops signing; None for the current one.
    """

    text: str = field(repr=False)
    until: datetime | None = None


@dataclass(frozen=True)
class Endpoint:
    """A URL that events are sent to.

    Without ``topics`` every event is sent. ``disabled`` is the reason if Hookflash switched the
    endpoint off itself, else empty.
    """

    workspace: str
    id: str
    url: str
    created_at: datetime
    description: str = ""
    topics: tuple[str, ...] = ()
    enabled: bool = True
    disabled: str = ""
    secrets: tuple[Secret, ...] = ()
    """Newest first."""

    def wants(self, topic: str) -> bool:
        """Whether the endpoint subscribes to ``topic``."""
        return not self.topics or any(covers(wanted, topic) for wanted in self.topics)

    def signing(self, at: datetime) -> tuple[str, ...]:
        """The secrets that sign at ``at``, newest first."""
        return tuple(s.text for s in self.secrets if s.until is None or at < s.until)


def covers(wanted: str, topic: str) -> bool:
    """Whether ``wanted`` equals ``topic`` or, if it ends in ``*``, is a prefix of it."""
    return topic.startswith(wanted[:-1]) if wanted.endswith(ANY) else topic == wanted


@dataclass(frozen=True)
class Endpoints:
    """A workspace's endpoints by id, oldest first, folded up to ``position`` of their stream."""

    position: int = 0
    by_id: Mapping[str, Endpoint] = field(default_factory=dict)


def evolve(endpoints: Endpoints, event: Event) -> Endpoints:
    """Fold one event in."""
    known = dict(endpoints.by_id)
    match event:
        case WebhookSaved():
            known[event.endpoint] = _saved(known.get(event.endpoint), event)
        case WebhookSecretIssued():
            known[event.endpoint] = _with_secret(known[event.endpoint], event)
        case WebhookDisabled():
            known[event.endpoint] = replace(
                known[event.endpoint], enabled=False, disabled=event.reason
            )
        case WebhookRemoved():
            del known[event.endpoint]
    return Endpoints(event.position, known)


def _saved(before: Endpoint | None, event: WebhookSaved) -> Endpoint:
    return Endpoint(
        workspace=event.workspace,
        id=event.endpoint,
        url=event.url,
        created_at=before.created_at if before else event.at,
        description=event.description,
        topics=event.topics,
        enabled=event.enabled,
        disabled=before.disabled if before and not event.enabled else "",
        secrets=before.secrets if before else (),
    )


def _with_secret(endpoint: Endpoint, event: WebhookSecretIssued) -> Endpoint:
    old = tuple(_expiring(secret, event.others_until) for secret in endpoint.secrets)
    valid = tuple(s for s in old if s.until is None or event.at < s.until)
    return replace(endpoint, secrets=(Secret(event.secret), *valid))


def _expiring(secret: Secret, end: datetime) -> Secret:
    """End a secret at ``end``, unless it ends earlier anyway."""
    return secret if secret.until and secret.until < end else replace(secret, until=end)
