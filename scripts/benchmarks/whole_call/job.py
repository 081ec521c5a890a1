"""What one system is to do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """Play calls, ``at_once`` at a time, for ``seconds``; store them under ``url``."""

    url: str
    at_once: int
    seconds: float
