"""Changing a workspace's webhook endpoints: what each wish adds to their stream."""

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
"""How many a workspace may have: each keeps a connection or two busy."""


class EndpointForm(Value):
    """What may be changed of an endpoint. Without ``topics`` it is sent everything."""

    url: str
    description: str = ""
    topics: tuple[str, ...] = ()
    enabled: bool = True


class Wish(Value):
    """Behind a change: the id of the command, counted once, and when it was given."""

    id: str
    at: datetime
    workspace: str


def save(
    endpoints: Endpoints, wish: Wish, endpoint: str, form: EndpointForm
) -> tuple[WebhookEvent, ...]:
    """Make or change an endpoint; nothing, if it is so already."""
    before = endpoints.by_id.get(endpoint)
    if before is not None and _form_of(before) == form:
        return ()
    event = WebhookSaved(
        **_told(endpoints, wish, endpoint),
        url=form.url,
        description=form.description,
        topics=form.topics,
        enabled=form.enabled,
    )
    return (event,)


def issue_secret(
    endpoints: Endpoints, wish: Wish, endpoint: str, secret: str, overlap: timedelta
) -> WebhookSecretIssued:
    """Sign with ``secret`` from now on, and with those before it for ``overlap`` more."""
    return WebhookSecretIssued(
        **_told(endpoints, wish, endpoint), secret=secret, others_until=wish.at + overlap
    )


def disable(
    endpoints: Endpoints, wish: Wish, endpoint: str, reason: str
) -> tuple[WebhookEvent, ...]:
    """Stop sending on Hookflash's own account; nothing, if nothing is sent there anyway."""
    known = endpoints.by_id.get(endpoint)
    if known is None or not known.enabled:
        return ()
    told = _told(endpoints, wish, endpoint) | {"by": Actor.SYSTEM}
    return (WebhookDisabled(**told, reason=reason),)


def remove(endpoints: Endpoints, wish: Wish, endpoint: str) -> tuple[WebhookEvent, ...]:
    """Remove an endpoint; nothing, if there is none."""
    if endpoint not in endpoints.by_id:
        return ()
    return (WebhookRemoved(**_told(endpoints, wish, endpoint)),)


def check_topics(topics: tuple[str, ...], known: Iterable[str]) -> dict[int, Problem]:
    """What is wrong with the topics of a form, by their index; ``known`` are those there are."""
    known = tuple(known)
    return {
        index: Problem(
            wrong=f"“{topic}” is no event's topic",
            right="Send one such as call.sms_delivered.v1, or call.* for all that begin so.",
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


def _told(endpoints: Endpoints, wish: Wish, endpoint: str) -> dict[str, Any]:
    return {
        "workspace": wish.workspace,
        "endpoint": endpoint,
        "position": endpoints.position + 1,
        "at": wish.at,
        "by": Actor.OPERATOR,
        "cause": wish.id,
    }
