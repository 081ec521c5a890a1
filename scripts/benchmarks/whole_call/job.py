"""The work of one system."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """Play calls for ``seconds``, ``at_once`` in parallel, and store them at ``url``.

    Where several workers share the database, ``worker`` is the number of this one.
    """

    url: str
    at_once: int
    seconds: float
    worker: int = 0
