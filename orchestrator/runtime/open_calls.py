"""What recovery asks about the calls with work left, a few at a time."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol


class OpenCall(NamedTuple):
    """A call with work left; ``log_position`` is its first event in the log.

    ``position`` is its last event, in its own stream.
    """

    log_position: int
    call_id: str
    position: int


class OpenCalls(Protocol):
    """The calls with work left, as the views and the log have them."""

    async def page(self, after: int, limit: int) -> Sequence[OpenCall]:
        """Up to ``limit`` of them that began after log position ``after``, oldest first."""
        ...

    async def among(self, calls: Collection[str]) -> Mapping[str, int]:
        """Those of ``calls`` that have work left, each with the position of its last event."""
        ...

    async def last_position(self) -> int:
        """The log position up to which :meth:`changed_since` can look now."""
        ...

    async def changed_since(self, after: int) -> tuple[int, Collection[str]]:
        """The calls with an event after log position ``after``, and the position reached."""
        ...
