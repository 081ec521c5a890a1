"""Events for tests of the log, and functions that create them."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar

from hookflash.domain.event import Actor, Event
from hookflash.domain.value import Value

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


class Mark(Value):
    """A value inside an event."""

    name: str
    weight: int | None = None


class Noted(Event):
    """A note was written."""

    TOPIC: ClassVar[str] = "test.noted.v1"

    book: str
    note: str
    marks: tuple[Mark, ...] = ()

    @property
    def stream(self) -> str:
        """The book is the stream."""
        return self.book


class Struck(Event):
    """A note was struck out."""

    TOPIC: ClassVar[str] = "test.struck.v3"

    book: str
    why: str

    @property
    def stream(self) -> str:
        """The book is the stream."""
        return self.book


class Strayed(Event):
    """An event whose stream name no database can store."""

    TOPIC: ClassVar[str] = "test.strayed.v1"

    @property
    def stream(self) -> str:
        """A name with a lone surrogate."""
        return "h.book.\ud800"


STRAYED = Strayed(position=1, at=NOON, by=Actor.CALLER, cause="c-1")


def noted(book: str, position: int, note: str = "a note") -> Noted:
    """Create one event of the stream ``book``."""
    at = NOON + timedelta(seconds=position)
    return Noted(position=position, at=at, by=Actor.CALLER, cause="c-1", book=book, note=note)


def pages(book: str, first: int, last: int) -> list[Noted]:
    """Create the events of ``book`` from position ``first`` to ``last``."""
    return [noted(book, position) for position in range(first, last + 1)]
