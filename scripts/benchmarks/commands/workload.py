"""The same calls for every contender: a call comes in, is answered, and its caller speaks."""

from dataclasses import dataclass
from typing import Final

CONTACT: Final = "+14155550199"
NUMBER: Final = "+14155550100"
AGENT: Final = "Sona"
GREETING: Final = "Thanks for calling Harbor Dental. How can I help you?"
VOICEMAIL: Final = "Please leave a message after the tone."
BOOKING: Final = "https://example.com/book"
LINES: Final = 18
"""What a caller says on one call; with coming in and being answered, 20 commands."""
SAYING: Final = "Hello, it is about the cleaning that we talked about on Monday."


@dataclass(frozen=True)
class Job:
    """What worker number ``worker`` does: ``at_once`` callers, one command after another each."""

    url: str
    worker: int
    at_once: int
    seconds: float
