"""What the lanes of a call are made of: spans and points on a common time line.

Times are seconds since the call came in, and never negative.
"""

from datetime import datetime
from typing import Literal

from hookflash.domain.call import events as e
from hookflash.domain.value import Value

LaneKind = Literal[
    "state", "caller", "agent", "question", "text", "phone", "voicemail", "timers", "provider"
]
Tone = Literal["", "progress", "good", "followup", "failed"]


class Span(Value):
    """Something that lasted, from the event at ``position`` to that at ``until``.

    ``end`` is None, and ``until`` too, while it lasts. ``estimated``: its times are not reported,
    but computed from the length of the words.
    """

    kind: str
    begin: float
    end: float | None
    position: int
    until: int | None
    words: str
    tone: Tone = ""
    estimated: bool = False


class Point(Value):
    """The event at ``position``, in a lane where it begins or ends nothing."""

    kind: str
    at: float
    position: int
    words: str
    tone: Tone = ""


class Lane(Value):
    """What one side did. ``about`` says what came of it, such as ``declined``; it may be empty."""

    kind: LaneKind
    name: str
    about: str = ""
    spans: tuple[Span, ...] = ()
    points: tuple[Point, ...] = ()

    def positions(self) -> set[int]:
        """The positions of all events in the lane."""
        ends = {span.until for span in self.spans if span.until is not None}
        begun = {span.position for span in self.spans}
        return ends | begun | {point.position for point in self.points}


class CallLanes(Value):
    """The lanes of a call. ``seconds`` is the time of the last event; ``live``: more may follow."""

    began_at: datetime | None
    seconds: float
    live: bool
    lanes: tuple[Lane, ...]


class Seconds:
    """Converts times of a call to seconds since it came in."""

    def __init__(self, start: datetime) -> None:
        self._start = start

    def __call__(self, at: datetime) -> float:
        """The seconds from the start to ``at``; 0 if it lies before."""
        return max(0.0, (at - self._start).total_seconds())

    def span(
        self, kind: str, begin: e.CallEvent, end: e.CallEvent | None, words: str, tone: Tone = ""
    ) -> Span:
        """The span between two events; it lasts as long as there is no ``end``."""
        since = self(begin.at)
        return Span(
            kind=kind,
            begin=since,
            end=None if end is None else max(since, self(end.at)),
            position=begin.position,
            until=None if end is None else end.position,
            words=words,
            tone=tone,
        )

    def point(self, kind: str, event: e.CallEvent, words: str, tone: Tone = "") -> Point:
        """The point of an event."""
        return Point(kind=kind, at=self(event.at), position=event.position, words=words, tone=tone)
