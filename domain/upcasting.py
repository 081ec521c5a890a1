"""Upcasting: reading events that were stored under older versions of their topic.

When the meaning of an event's fields changes, its class gets the next version in its TOPIC. The old
topic stays here forever, with a pure function from the old fields to the new ones. A new field that
has a default needs no upcaster.
"""

from collections.abc import Callable
from typing import Any

from hookflash.domain.event import TOPICS

Fields = dict[str, Any]
Upcast = Callable[[Fields], Fields]
"""Converts an event's decoded JSON fields to the next version; may modify its argument."""

UPCASTS: dict[str, tuple[str, Upcast]] = {}
"""By retired topic: its successor, and the function that converts its fields."""


def resolve_topic(topic: str) -> tuple[str, tuple[Upcast, ...]]:
    """Resolve ``topic`` to the current topic and the upcasts that lead to it, in order.

    Raises ``ValueError`` if ``UPCASTS`` contains a cycle.
    """
    steps: list[Upcast] = []
    while topic in UPCASTS:
        topic, step = UPCASTS[topic]
        steps.append(step)
        if len(steps) > len(UPCASTS):
            raise ValueError(f"UPCASTS has a cycle through {topic!r}")
    return topic, tuple(steps)


def is_readable(topic: str) -> bool:
    """Whether events of ``topic`` can be read, directly or by upcasting."""
    return resolve_topic(topic)[0] in TOPICS
