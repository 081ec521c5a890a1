"""What every stored event is: a frozen fact with a stable topic, a place and a cause."""

from abc import abstractmethod
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import AwareDatetime

from hookflash.domain.value import Value

TOPICS: dict[str, type["Event"]] = {}
"""Every event class that may stand in the log, by its topic."""


class Actor(StrEnum):
    """Who caused an event."""

    CALLER = "caller"
    AGENT = "agent"
    MEMBER = "member"
    PROVIDER = "provider"
    TIMER = "timer"
    OPERATOR = "operator"
    SYSTEM = "system"
    """Hookflash itself: its attempts, and its turning away of what may not be."""


class Event(Value):
    """One fact in the log.

    ``position`` counts from 1 within its stream; ``at`` is aware UTC; ``cause`` is the id of the
    command or provider message behind it, the same for all events of one decision.
    """

    TOPIC: ClassVar[str]

    position: int
    at: AwareDatetime
    by: Actor
    cause: str

    @property
    @abstractmethod
    def stream(self) -> str:
        """The stream this event belongs to: ``<workspace>.<kind>…``."""

    @property
    def type(self) -> str:
        """The name people know the event by, e.g. ``SmsRequested``."""
        return type(self).__name__

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Enter a concrete event's topic in ``TOPICS``; two events may not share one."""
        topic = cls.__dict__.get("TOPIC")
        if topic is None:
            return
        if topic in TOPICS:
            raise TypeError(f"topic {topic!r} belongs to {TOPICS[topic].__name__} already")
        TOPICS[topic] = cls
