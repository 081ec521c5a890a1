"""Decides changes to a workspace's webhook endpoints: the events that each change appends."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from hookflash.domain.event import Actor
from hookflash.domain.problem import Problem
from hookflash.domain.value import Value
from hookflash.domain.webhook.endpoint import Endpoint, Endpoints, covers
from hookflash.domain.webhook.events import (
    WebhookDisabled,
    WebhookEvent,
    WebhookRemoved,
    WebhookSaved,
    WebhookSecretIssued,
)

MAX_ENDPOINTS: Final = 20
"""Endpoints per workspace. Each keeps a connection or two busy."""


class EndpointForm(Value):
    """The editable fields of an endpoint. Without ``topics`` it receives every event."""

    url: str
    description: str = ""
    topics: tuple[str, ...] = ()
    enabled: bool = True


class ChangeRequest(Value):
    """The command behind a change: its id (the idempotency key), its time and its workspace."""

    id: str
    at: datetime
    workspace: str


def save(
    endpoints: Endpoints, request: ChangeRequest, endpoint: str, form: EndpointForm
) -> tuple[WebhookEvent, ...]:
    """Create or change an endpoint; no event if nothing differs."""
    before = endpoints.by_id.get(endpoint)
    if before is not None and _form_of(before) == form:
        return ()
    event = WebhookSaved(
        **_event_fields(endpoints, request, endpoint),
        url=form.url,
        description=form.description,
        topics=form.topics,
        enabled=form.enabled,
    )
    return (event,)


def issue_secret(
    endpoints: Endpoints, request: ChangeRequest, endpoint: str, secret: str, overlap: timedelta
) -> WebhookSecretIssued:
    """Sign with ``secret`` from now on, and with the earlier secrets for ``overlap`` longer."""
    return WebhookSecretIssued(
        **_event_fields(endpoints, request, endpoint),
        secret=secret,
        others_until=request.at + overlap,
    )


def disable(
    endpoints: Endpoints, request: ChangeRequest, endpoint: str, reason: str
) -> tuple[WebhookEvent, ...]:
    """Switch an endpoint off on Hookflash's own account; no event if it is off or removed."""
    known = endpoints.by_id.get(endpoint)
    if known is None or not known.enabled:
        return ()
    fields = _event_fields(endpoints, request, endpoint) | {"by": Actor.SYSTEM}
    return (WebhookDisabled(**fields, reason=reason),)


def remove(endpoints: Endpoints, request: ChangeRequest, endpoint: str) -> tuple[WebhookEvent, ...]:
    """Remove an endpoint; no event if there is none with this id."""
    if endpoint not in endpoints.by_id:
        return ()
    return (WebhookRemoved(**_event_fields(endpoints, request, endpoint)),)


def check_topics(topics: tuple[str, ...], known: Iterable[str]) -> dict[int, Problem]:
    """What is wrong with each of ``topics``, by index; ``known`` are all topics that exist."""
    known = tuple(known)
    return {
        index: Problem(
            wrong=f"“{topic}” is not the topic of any event",
            right="Write a topic such as call.sms_delivered.v1, or a prefix such as call.*.",
        )
        for index, topic in enumerate(topics)
        if not any(covers(topic, one) for one in known)
    }


def _form_of(endpoint: Endpoint) -> EndpointForm:
    return EndpointForm(
        url=endpoint.url,
        description=endpoint.description,
        topics=endpoint.topics,
        enabled=endpoint.enabled,
    )


def _event_fields(endpoints: Endpoints, request: ChangeRequest, endpoint: str) -> dict[str, Any]:
    return {
        "workspace": request.workspace,
        "endpoint": endpoint,
        "position": endpoints.position + 1,
        "at": request.at,
        "by": Actor.OPERATOR,
        "cause": request.id,
    }
