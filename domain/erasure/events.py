"""That somebody was erased is itself recorded, without saying who it was."""

from typing import ClassVar

from hookflash.domain.event import Event
from hookflash.domain.value import Value


class ErasedStream(Value):
    """A stream whose events were erased up to ``position``."""

    stream: str
    position: int


class ContactErased(Event):
    """A contact's data was erased from ``streams``, at the wish of ``operator``.

    ``pseudonym`` stands there in the place of the contact's number; nothing leads back from it.
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


def erasures_stream(workspace: str) -> str:
    """Where a workspace's erasures are recorded."""
    return f"{workspace}.erasures"
