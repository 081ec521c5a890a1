"""The course of one transfer in time, read from the call's events: what went on from when to when.

Times are in seconds from when it was asked for; ``position`` is that of the event behind a thing.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, Literal, NamedTuple

from hookflash.domain.call import events as e
from hookflash.orchestrator.console.numbering import spoken
from hookflash.orchestrator.console.wording import quoted
from hookflash.orchestrator.wording import lasting, plain

_SHOWN: Final = {"timed_out": "no_answer"}
"""As the trail has it: what stops the phones is the transfer's time, not the phone's."""
Kind = Literal["question", "ringing", "won", "lost", "voicemail", "with"]
Answer = e.TransferConfirmed | e.TransferDeclined | e.TransferLapsed | e.TransferAbandoned
PhoneEnd = e.RecipientAnswered | e.RecipientUnavailable | e.RecipientReleased


class Stretch(NamedTuple):
    """Something that went on for a while; ``end`` None: it still does."""

    kind: Kind
    begin: float
    end: float | None
    position: int


class Lane(NamedTuple):
    """One line of the picture: a question, a phone, a voicemail."""

    name: str
    words: str
    stretches: tuple[Stretch, ...]


class Turn(NamedTuple):
    """A moment at which it took a turn."""

    at: float
    words: str
    position: int


class Course(NamedTuple):
    """A transfer from its question to its outcome, ``seconds`` long so far."""

    seconds: float
    lanes: tuple[Lane, ...]
    turns: tuple[Turn, ...]


def course(events: Sequence[e.CallEvent], effect_key: str) -> Course:
    """Read the transfer ``effect_key`` out of a call's events.

    Raises ``LookupError`` if it was never asked for there.
    """
    own = [
        one for one in events if isinstance(one, e.TransferEvent) and one.effect_key == effect_key
    ]
    asked = next((one for one in own if isinstance(one, e.TransferProposed)), None)
    if asked is None:
        raise LookupError(f"{effect_key} was not asked for")
    confirmed = any(isinstance(one, e.TransferConfirmed) for one in own)
    beyond = [one for one in events if isinstance(one, e.VoicemailEvent)] if confirmed else []
    left = [one for one in events if isinstance(one, e.AgentLeft)] if confirmed else []
    told = _Clock(asked.at)
    lanes = (_question(told, asked, own), *_phones(told, own), *_voicemail(told, beyond, events))
    last = max(told(one) for one in (*own, *beyond))
    return Course(last, lanes, tuple(_turns(told, (*own, *left))))


class _Clock:
    """Seconds from the question."""

    def __init__(self, start: datetime) -> None:
        self._start = start

    def __call__(self, event: e.CallEvent) -> float:
        return max(0.0, (event.at - self._start).total_seconds())


def _question(told: _Clock, asked: e.TransferProposed, own: Iterable[e.TransferEvent]) -> Lane:
    answer = next((one for one in own if isinstance(one, Answer)), None)
    end = told(answer) if answer else None
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


def _phones(told: _Clock, own: Sequence[e.TransferEvent]) -> Iterator[Lane]:
    rung = [one for one in own if isinstance(one, e.RecipientRinging | PhoneEnd)]
    connected = next((one for one in own if isinstance(one, e.TransferConnected)), None)
    for leg in dict.fromkeys(one.leg for one in rung):
        of_leg = [one for one in rung if one.leg == leg]
        began = of_leg[0]
        ended = next((one for one in of_leg if isinstance(one, PhoneEnd)), None)
        won = connected is not None and connected.leg == leg
        yield _phone(told, began, ended, connected if won else None)
    if connected is not None and connected.leg not in {one.leg for one in rung}:
        yield Lane(spoken(connected.who), "taken by the carrier", (_with(told, connected),))


def _phone(
    told: _Clock,
    began: e.RecipientRinging | PhoneEnd,
    ended: PhoneEnd | None,
    connected: e.TransferConnected | None,
) -> Lane:
    end = told(ended) if ended else None
    kind: Kind = "won" if connected else "lost" if ended else "ringing"
    rang = Stretch(kind, told(began), end, began.position)
    return Lane(
        spoken(began.who),
        _rang(rang, ended),
        (rang, _with(told, connected)) if connected else (rang,),
    )


def _with(told: _Clock, connected: e.TransferConnected) -> Stretch:
    return Stretch("with", told(connected), None, connected.position)


def _rang(rang: Stretch, ended: PhoneEnd | None) -> str:
    if ended is None or rang.end is None:
        return "ringing"
    came_to = "answered" if isinstance(ended, e.RecipientAnswered) else ended.reason
    shown = plain(_SHOWN.get(came_to, came_to))
    return f"rang {lasting(rang.end - rang.begin)}: {shown}"


def _voicemail(
    told: _Clock, own: Sequence[e.VoicemailEvent], events: Sequence[e.CallEvent]
) -> Iterator[Lane]:
    started = next((one for one in own if isinstance(one, e.VoicemailStarted)), None)
    if started is None:
        return
    recorded = next((one for one in own if isinstance(one, e.VoicemailRecorded)), None)
    over = recorded or next((one for one in events if isinstance(one, e.CallEnded)), None)
    words = f"{lasting(recorded.seconds)} left" if recorded else "no message" if over else "playing"
    end = told(over) if over else None
    stretch = Stretch("voicemail", told(started), end, started.position)
    yield Lane(f"Voicemail of {started.owner}", words, (stretch,))


def _turns(told: _Clock, events: Iterable[e.CallEvent]) -> Iterator[Turn]:
    """Every moment once: what happened at the same time stands together."""
    at_once: dict[float, list[tuple[str, int]]] = {}
    for event in sorted(events, key=lambda one: one.position):
        words = _turn(event)
        if words:
            at_once.setdefault(told(event), []).append((words, event.position))
    for at, several in at_once.items():
        yield Turn(at, ", ".join(words for words, _ in several), several[0][1])


def _turn(event: e.CallEvent) -> str:
    match event:
        case e.TransferConnected():
            return f"{spoken(event.who)} has the caller"
        case e.TransferUnanswered():
            return f"nobody took it: {plain(event.reason)}"
        case _:
            return _TURNS.get(type(event), "")


_TURNS: Final[dict[type[e.CallEvent], str]] = {
    e.TransferAskedAgain: "asked again",
    e.TransferConfirmed: "agreed",
    e.AgentLeft: "agent left",
    e.TransferFailed: "the provider refused",
    e.TransferDeclined: "declined",
    e.TransferLapsed: "lapsed",
    e.TransferAbandoned: "the caller hung up",
}
