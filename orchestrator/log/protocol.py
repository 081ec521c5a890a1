"""The part of the event log that the rest of the application uses."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ParamSpec, Protocol, TypeVar

from hookflash.domain.call.call import Call
from hookflash.domain.event import Event

P = ParamSpec("P")
R = TypeVar("R")


class Log(Protocol):
    """Appends events, and reads and folds streams."""

    async def append(self, events: Sequence[Event], reads: Mapping[str, int] | None = None) -> int:
        """Store all of ``events`` or none; returns the last log position. Raises ``Conflict``.

        Also if a stream of ``reads`` does not end at the position given there (0: is empty).
        """
        ...

    async def read_stream(self, stream: str, after: int = 0) -> Sequence[Event]:
        """The events of ``stream`` after position ``after``."""
        ...

    async def fold_stream(self, stream: str, fold: Callable[[Iterator[Event]], Call]) -> Call:
        """The result of ``fold`` over the events of ``stream``."""
        ...

    async def compute(self, slow: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The result of ``slow``, which computes for long, without holding up the event loop."""
        ...
