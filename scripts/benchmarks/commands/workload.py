"""The calls that every contender handles: received, answered, then the caller speaks."""

from dataclasses import dataclass
from typing import Final

CONTACT: Final = "+14155550199"
NUMBER: Final = "+14155550100"
AGENT: Final = "Sona"
GREETING: Final = "Thanks for calling Harbor Dental. How can I help you?"
VOICEMAIL: Final = "Please leave a message after the tone."
BOOKING: Final = "https://example.com/book"
LINES: Final = 18
"""The lines of a caller in one call; with receiving and answering it, 20 commands."""
SAYING: Final = "Hello, it is about the cleaning that we talked about on Monday."


@dataclass(frozen=True)
class Job:
    """The work of worker number ``worker``: ``at_once`` callers, each one command after another."""

    url: str
    worker: int
    at_once: int
    seconds: float
