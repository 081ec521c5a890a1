"""The work of one system."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """Play calls for ``seconds``, ``at_once`` in parallel, and store them at ``url``."""

    url: str
    at_once: int
    seconds: float
