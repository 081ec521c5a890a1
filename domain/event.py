"""The base of all stored events: frozen facts with a stable topic, a position and a cause."""

from abc import abstractmethod
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import AwareDatetime, ConfigDict

from hookflash.domain.value import Value

TOPICS: dict[str, type["Event"]] = {}
"""Every event class that the log may contain, by topic."""


class Actor(StrEnum):
    """Who caused an event."""

    CALLER = "caller"
    AGENT = "agent"
    MEMBER = "member"
    PROVIDER = "provider"
    TIMER = "timer"
    OPERATOR = "operator"
    SYSTEM = "system"
    """Hookflash itself: its attempts, and its rejections of what is not allowed."""


class Event(Value):
    """One fact in the log.

    ``position`` counts from 1 within the stream. ``at`` is aware UTC. ``cause`` is the id of the
    command or provider message that led to the event; all events of one decision share it.
    """

    model_config = ConfigDict(defer_build=True)  # a short process uses few of the events

    TOPIC: ClassVar[str]

    position: int
    at: AwareDatetime
    by: Actor
    cause: str

    @property
    @abstractmethod
    def stream(self) -> str:
        """The stream that the event belongs to: ``<workspace>.<kind>…``."""

    @property
    def type(self) -> str:
        """The event's public name, e.g. ``SmsRequested``."""
        return type(self).__name__

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Register a concrete event in ``TOPICS``.

        Raises ``TypeError`` if another class already has its topic.
        """
        topic = cls.__dict__.get("TOPIC")
        if topic is None:
            return
        if topic in TOPICS:
            raise TypeError(f"topic {topic!r} is already registered by {TOPICS[topic].__name__}")
        TOPICS[topic] = cls
