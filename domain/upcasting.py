"""Stored history outlives the code: how events of old versions are taken forward.

When an event's fields change, its class takes the next version in its TOPIC, and the old topic
stays here for good, with a pure function from the old fields to the new ones.
"""

from collections.abc import Callable
from typing import Any

from hookflash.domain.event import TOPICS

Fields = dict[str, Any]
Upcast = Callable[[Fields], Fields]
"""From an event's fields as JSON had them to those of the next version; it may change its own."""

UPCASTS: dict[str, tuple[str, Upcast]] = {}
"""Each retired topic: the topic that follows it, and how its fields become that one's."""


def path_to_today(topic: str) -> tuple[str, tuple[Upcast, ...]]:
    """Follow ``topic`` through ``UPCASTS``: the topic it is read as today, and the steps there."""
    steps: list[Upcast] = []
    while topic in UPCASTS:
        topic, step = UPCASTS[topic]
        steps.append(step)
        if len(steps) > len(UPCASTS):
            raise ValueError(f"UPCASTS leads in a circle through {topic!r}")
    return topic, tuple(steps)


def is_readable(topic: str) -> bool:
    """Tell whether today's code reads events of ``topic``, if need be by upcasting them."""
    return path_to_today(topic)[0] in TOPICS
