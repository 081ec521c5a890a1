"""Builds the timeline of a transfer from the call's events, for the picture on its page.

Times are in seconds since the caller was asked. ``position`` is that of the event behind an item.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, Literal, NamedTuple

from hookflash.domain.call import events as e
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.console.wording import quoted
from hookflash.orchestrator.wording import lasting, plain

_SHOWN: Final = {"timed_out": "no_answer"}
"""Shown as in the trail: the timeout belongs to the transfer, not to the phone."""
Kind = Literal["question", "ringing", "won", "lost", "voicemail", "with"]
Answer = e.TransferConfirmed | e.TransferDeclined | e.TransferLapsed | e.TransferAbandoned
Answered = e.RecipientAnswered | e.RecipientBridged
PhoneEnd = Answered | e.RecipientUnavailable | e.RecipientReleased
Connection = e.TransferConnected | e.RecipientBridged


class Stretch(NamedTuple):
    """A bar of the picture; ``end`` is None while it continues."""

    kind: Kind
    begin: float
    end: float | None
    position: int


class Lane(NamedTuple):
    """One row of the picture: the question, a phone or the voicemail."""

    name: str
    words: str
    stretches: tuple[Stretch, ...]


class Milestone(NamedTuple):
    """A labelled moment, such as the caller's yes."""

    at: float
    words: str
    position: int


class TransferTimeline(NamedTuple):
    """A transfer from its question to its outcome; ``seconds`` is its duration so far."""

    seconds: float
    lanes: tuple[Lane, ...]
    milestones: tuple[Milestone, ...]


def transfer_timeline(events: Sequence[e.CallEvent], effect_key: str) -> TransferTimeline:
    """Build the timeline of the transfer ``effect_key`` from a call's events.

    Raises ``LookupError`` if the caller was never asked about it.
    """
    own = [
        one for one in events if isinstance(one, e.TransferEvent) and one.effect_key == effect_key
    ]
    asked = next((one for one in own if isinstance(one, e.TransferProposed)), None)
    if asked is None:
        raise LookupError(f"the caller was never asked about the transfer {effect_key}")
    confirmed = any(isinstance(one, e.TransferConfirmed) for one in own)
    beyond = [one for one in events if isinstance(one, e.VoicemailEvent)] if confirmed else []
    left = [one for one in events if isinstance(one, e.AgentLeft)] if confirmed else []
    seconds = _Clock(asked.at)
    lanes = (
        _question(seconds, asked, own),
        *_phones(seconds, own),
        *_voicemail(seconds, beyond, events),
    )
    last = max(seconds(one) for one in (*own, *beyond))
    return TransferTimeline(last, lanes, tuple(_milestones(seconds, (*own, *left))))


class _Clock:
    """Returns an event's time in seconds since the question; never negative."""

    def __init__(self, start: datetime) -> None:
        self._start = start

    def __call__(self, event: e.CallEvent) -> float:
        return max(0.0, (event.at - self._start).total_seconds())


def _question(seconds: _Clock, asked: e.TransferProposed, own: Iterable[e.TransferEvent]) -> Lane:
    answer = next((one for one in own if isinstance(one, Answer)), None)
    end = seconds(answer) if answer else None
    return Lane("Question", _answered(answer), (Stretch("question", 0.0, end, asked.position),))


def _answered(answer: Answer | None) -> str:
    match answer:
        case None:
            return "not answered yet"
        case e.TransferConfirmed() | e.TransferDeclined():
            return quoted(answer.words)
        case e.TransferLapsed():
            return f"lapsed: {answer.reason}"
        case _:
            return "the caller hung up"


def _phones(seconds: _Clock, own: Sequence[e.TransferEvent]) -> Iterator[Lane]:
    rung = [one for one in own if isinstance(one, e.RecipientRinging | PhoneEnd)]
    connected = _connected(own)
    for leg in dict.fromkeys(one.leg for one in rung):
        of_leg = [one for one in rung if one.leg == leg]
        began = of_leg[0]
        won = connected is not None and connected.leg == leg
        kinds = Answered if won else PhoneEnd
        ended = next((one for one in of_leg if isinstance(one, kinds)), None)
        yield _phone(seconds, began, ended, connected if won else None)
    if connected is not None and connected.leg not in {one.leg for one in rung}:
        yield Lane(
            format_number(connected.who), "connected by the carrier", (_with(seconds, connected),)
        )


def _connected(own: Sequence[e.TransferEvent]) -> Connection | None:
    """Who has the caller in the end; the phone that won may have been let go."""
    last = next(reversed(_connections(own)), None)
    unanswered = next((one for one in reversed(own) if isinstance(one, e.TransferUnanswered)), None)
    lost = last is not None and unanswered is not None and unanswered.position > last.position
    return None if lost else last


def _connections(own: Iterable[e.TransferEvent]) -> list[Connection]:
    """Who had the caller, one after another; a carrier may have connected another phone."""
    found: list[Connection] = []
    for one in own:
        if isinstance(one, Connection) and one.leg not in [known.leg for known in found[-1:]]:
            found.append(one)
    return found


def _phone(
    seconds: _Clock,
    began: e.RecipientRinging | PhoneEnd,
    ended: PhoneEnd | None,
    connected: Connection | None,
) -> Lane:
    end = seconds(ended) if ended else None
    kind: Kind = "won" if connected else "lost" if ended else "ringing"
    rang = Stretch(kind, seconds(began), end, began.position)
    return Lane(
        format_number(began.who),
        _rang(rang, ended),
        (rang, _with(seconds, connected)) if connected else (rang,),
    )


def _with(seconds: _Clock, connected: Connection) -> Stretch:
    return Stretch("with", seconds(connected), None, connected.position)


def _rang(rang: Stretch, ended: PhoneEnd | None) -> str:
    if ended is None or rang.end is None:
        return "ringing"
    came_to = "answered" if isinstance(ended, Answered) else ended.reason
    shown = plain(_SHOWN.get(came_to, came_to))
    return f"rang {lasting(rang.end - rang.begin)}: {shown}"


def _voicemail(
    seconds: _Clock, own: Sequence[e.VoicemailEvent], events: Sequence[e.CallEvent]
) -> Iterator[Lane]:
    started = next((one for one in own if isinstance(one, e.VoicemailStarted)), None)
    if started is None:
        return
    recorded = next((one for one in own if isinstance(one, e.VoicemailRecorded)), None)
    over = recorded or next((one for one in events if isinstance(one, e.CallEnded)), None)
    words = f"{lasting(recorded.seconds)} left" if recorded else "no message" if over else "playing"
    end = seconds(over) if over else None
    stretch = Stretch("voicemail", seconds(started), end, started.position)
    yield Lane(f"Voicemail for {started.owner}", words, (stretch,))


def _milestones(seconds: _Clock, events: Iterable[e.CallEvent]) -> Iterator[Milestone]:
    """Yield each moment once, with everything that happened at it."""
    at_once: dict[float, list[tuple[str, int]]] = {}
    in_order = sorted(events, key=lambda one: one.position)
    connections = _connections(one for one in in_order if isinstance(one, e.TransferEvent))
    for event in in_order:
        if isinstance(event, Connection) and event not in connections:
            continue
        words = _milestone(event)
        if words:
            at_once.setdefault(seconds(event), []).append((words, event.position))
    for at, several in at_once.items():
        yield Milestone(at, ", ".join(words for words, _ in several), several[0][1])


def _milestone(event: e.CallEvent) -> str:
    match event:
        case e.TransferConnected() | e.RecipientBridged():
            return f"connected to {format_number(event.who)}"
        case e.TransferUnanswered():
            return f"no one answered: {plain(event.reason)}"
        case _:
            return _MILESTONES.get(type(event), "")


_MILESTONES: Final[dict[type[e.CallEvent], str]] = {
    e.TransferAskedAgain: "asked again",
    e.TransferConfirmed: "confirmed",
    e.AgentLeft: "agent left",
    e.TransferFailed: "the provider refused",
    e.TransferDeclined: "declined",
    e.TransferLapsed: "lapsed",
    e.TransferAbandoned: "the caller hung up",
}
