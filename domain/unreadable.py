"""A stored event that cannot be read, as readers of the log meet it."""

from typing import NamedTuple

from hookflash.domain.event import Event


class Unreadable(NamedTuple):
    """A damaged event, or one of a topic that this version does not know: where it is, and why.

    ``position`` is in ``stream``; 0 if it is damaged itself. ``reason`` quotes nothing of what the
    event says.
    """

    stream: str
    position: int
    topic: str
    reason: str


Entry = Event | Unreadable
"""What a reader of the whole log finds at a log position."""
