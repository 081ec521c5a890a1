"""Resources other than legs."""

from dataclasses import dataclass, field
from typing import Any

TEXT_OVER = {"delivered", "undelivered", "failed", "received"}


@dataclass
class Message:
    """A text."""

    sid: str
    direction: str
    from_: str
    to: str
    body: str
    created: float
    status: str = "queued"
    error: int | None = None
    sent: float | None = None
    updated: float = 0.0
    callback: str = ""
    service: str = ""

    @property
    def over(self) -> bool:
        """Whether its status changes no more."""
        return self.status in TEXT_OVER


@dataclass
class Recording:
    """A recording; ``words`` is what was said in it."""

    sid: str
    call: str
    source: str
    began: float
    status: str = "in-progress"
    seconds: int = 0
    words: str = ""
    channels: int = 1
    track: str = "inbound"
    conference: str = ""

    @property
    def over(self) -> bool:
        """Whether it is complete."""
        return self.status in {"completed", "absent"}


@dataclass
class Transcription:
    """The words of a recording."""

    sid: str
    recording: str
    text: str
    seconds: int
    created: float
    status: str = "completed"
    over: bool = True


@dataclass
class Conference:
    """A conference; ``members`` are its participants by call sid."""

    sid: str
    name: str
    created: float
    status: str = "init"
    reason: str = ""
    members: dict[str, "Member"] = field(default_factory=dict)
    callback: str = ""
    events: tuple[str, ...] = ()
    method: str = "POST"
    sequence: int = 0
    updated: float = 0.0

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.status == "completed"


@dataclass
class Member:
    """A leg in a conference. ``leaves`` is set to take it out."""

    call: str
    starts: bool
    ends: bool
    leaves: Any
    joined: float
    label: str = ""
    muted: bool = False
    hold: bool = False
