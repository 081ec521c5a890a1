"""The mark of a database: its live calls are simulated, or a platform carries them.

A database gets one mark, for good. Both kinds go to position 1 of the same stream, so of two
processes that mark a new database at the same moment, one wins.
"""

from typing import ClassVar, Final

from hookflash.domain.event import Event

STREAM: Final = "directory.carrying"
"""The stream of the mark; it belongs to no workspace."""


class CarryingEvent(Event):
    """A mark of the whole database."""

    @property
    def stream(self) -> str:
        """``directory.carrying``."""
        return STREAM


class DatabaseSimulated(CarryingEvent):
    """Phones and texts of this database are simulated; no call in it is real."""

    TOPIC: ClassVar[str] = "directory.database_simulated.v1"


class DatabaseWentLive(CarryingEvent):
    """A process that can reach real phones or send real texts has opened this database."""

    TOPIC: ClassVar[str] = "directory.database_went_live.v1"
