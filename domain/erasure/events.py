"""The record that a contact was erased; it does not say who."""

from collections.abc import Iterable
from typing import ClassVar

from hookflash.domain.event import Event
from hookflash.domain.value import Value


class ErasedStream(Value):
    """A stream, erased up to and including ``position``."""

    stream: str
    position: int


class ContactErased(Event):
    """A contact's data was erased from ``streams`` at the request of ``operator``.

    ``pseudonym`` replaces the contact's number in those streams; it cannot be traced back.
    """

    TOPIC: ClassVar[str] = "erasure.contact_erased.v1"

    workspace: str
    pseudonym: str
    operator: str
    streams: tuple[ErasedStream, ...]

    @property
    def stream(self) -> str:
        """``<workspace>.erasures``."""
        return erasures_stream(self.workspace)


class SaltDrawn(Event):
    """The salt of the names under which ``workspace`` keeps the opt-outs of erased contacts."""

    TOPIC: ClassVar[str] = "erasure.salt_drawn.v1"

    workspace: str
    salt: str

    @property
    def stream(self) -> str:
        """``<workspace>.erasures``."""
        return erasures_stream(self.workspace)


def erasures_stream(workspace: str) -> str:
    """The stream in which a workspace's erasures are recorded."""
    return f"{workspace}.erasures"


def drawn_salt(erasures: Iterable[Event]) -> str:
    """The salt of a workspace's shields; empty if it has none."""
    return next((event.salt for event in erasures if isinstance(event, SaltDrawn)), "")
