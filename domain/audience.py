"""Which events may be told to whom: of a workspace to that workspace, some to nobody."""

from typing import Final

from hookflash.domain.access.events import AccessEvent
from hookflash.domain.event import TOPICS, Event
from hookflash.domain.webhook.events import WebhookEvent, WebhooksOpened
from hookflash.domain.workspace.claim import ClaimEvent

UNTOLD: Final = (AccessEvent, WebhookEvent, ClaimEvent, WebhooksOpened)
"""Events that hold what keys are made of or what signs, and those of the directory of all."""


def is_for(workspace: str, event: Event) -> bool:
    """Whether an event may be told to who follows ``workspace``."""
    return event.stream.partition(".")[0] == workspace and not isinstance(event, UNTOLD)


def told_topics() -> list[str]:
    """The topics of all events that may be told, sorted."""
    return sorted(topic for topic, kind in TOPICS.items() if not issubclass(kind, UNTOLD))
