"""Which events may be sent to a workspace's subscribers; some are never sent to anyone."""

from typing import Final

from hookflash.domain.access.events import AccessEvent
from hookflash.domain.carrying.events import CarryingEvent
from hookflash.domain.event import TOPICS, Event
from hookflash.domain.webhook.events import WebhookEvent, WebhooksOpened
from hookflash.domain.workspace.claim import ClaimEvent

PRIVATE: Final = (AccessEvent, WebhookEvent, ClaimEvent, CarryingEvent, WebhooksOpened)
"""Events that hold key hashes or signing secrets, and those of no workspace."""


def is_for(workspace: str, event: Event) -> bool:
    """Whether subscribers of ``workspace`` may receive ``event``."""
    return event.stream.partition(".")[0] == workspace and not isinstance(event, PRIVATE)


def public_topics() -> list[str]:
    """The topics of all events that subscribers may receive, sorted."""
    return sorted(topic for topic, kind in TOPICS.items() if not issubclass(kind, PRIVATE))
