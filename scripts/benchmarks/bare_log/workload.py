"""What every contender appends: single events, each to the stream of its caller, one by one."""

from dataclasses import dataclass
from typing import Final

TEXT: Final = "Hello, it is about the cleaning that we talked about on Monday."


@dataclass(frozen=True)
class Job:
    """Append for ``seconds`` from ``at_once`` callers, each to streams of its own.

    ``url`` is that of an empty database, or the address of a server.
    """

    url: str
    at_once: int
    seconds: float


STREAM: Final = 20
"""Events in a stream; then the caller begins another one."""
