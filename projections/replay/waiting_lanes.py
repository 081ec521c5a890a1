"""The lanes of what the call waited for: timers, and the provider's answers and reports."""

from collections.abc import Iterator, Sequence
from typing import Final

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.timers import Timer, pending_timers
from hookflash.domain.event import Actor
from hookflash.projections.replay.event_text import describe
from hookflash.projections.replay.lane import Lane, Point, Seconds, Span, Tone

_TIMERS: Final = {
    "lapse": "the question lapses",
    "ask_again": "ask again",
    "ring_timeout": "stop ringing",
    "retry": "try again",
    "search": "ask the provider about it",
    "flag": "flag for a person",
    "expire_text": "too late for the text",
    "stop_voicemail": "stop the voicemail",
    "decline_voicemail": "record nothing",
    "close": "hang up after goodbye",
}
"""The timers that are always shown, by what they do; the others only if they fired."""
Attempt = e.SmsAttempted | e.TransferAttempted | e.VoicemailAttempted
_ANSWERS: Final[dict[type[e.CallEvent], tuple[str, Tone]]] = {
    e.SmsAccepted: ("accepted", "good"),
    e.SmsPostponed: ("postponed", "followup"),
    e.SmsOutcomeUnknown: ("unknown", "followup"),
    e.SmsFailed: ("refused", "failed"),
    e.SmsSent: ("accepted", "good"),
    e.SmsDelivered: ("accepted", "good"),
    e.TransferAccepted: ("accepted", "good"),
    e.TransferPostponed: ("postponed", "followup"),
    e.TransferOutcomeUnknown: ("unknown", "followup"),
    e.TransferFailed: ("refused", "failed"),
    e.VoicemailStarted: ("started", "good"),
    e.VoicemailPostponed: ("postponed", "followup"),
    e.VoicemailFailed: ("refused", "failed"),
}
_ASKED: Final = {
    e.SmsAttempted: "text",
    e.TransferAttempted: "transfer",
    e.VoicemailAttempted: "voicemail",
}
_SEARCHES: Final = (e.SmsSought, e.TransferSought)
_TROUBLE: Final = (e.LateReportNoted, e.ActionFlagged, e.TransferFailed)
_HEARING: Final = (e.SpeechAccepted, e.SpeechHeard)
"""Reports that the agent's lane has: there are many."""


def timer_lane(events: Sequence[e.CallEvent], seconds: Seconds) -> Lane:
    """The timers that ran, each until it fired or what it waited for came."""
    call, spans = Call(events[0].call_id), list[Span]()
    running: dict[Timer, e.CallEvent] = {}
    for event in events:
        evolve(call, event)
        pending = pending_timers(call)
        for timer in [one for one in running if one not in pending]:
            spans += _timer(seconds, timer, running.pop(timer), event)
        for timer in pending:
            running.setdefault(timer, event)
    for timer, begun in running.items():
        spans += _timer(seconds, timer, begun, None)
    points = tuple(_unanswered(events, seconds))
    return Lane(kind="timers", name="Timers", spans=tuple(spans), points=points)


def _timer(
    seconds: Seconds, timer: Timer, begun: e.CallEvent, ended: e.CallEvent | None
) -> Iterator[Span]:
    fired = ended is not None and ended.by is Actor.TIMER
    gone = not fired and ended is not None and ended.at <= begun.at
    if gone or (timer.kind not in _TIMERS and not fired):
        return
    words = _TIMERS.get(timer.kind, timer.kind.replace("_", " "))
    told = f"{timer.seconds:g} s: {words}{', fired' if fired else ''}"
    kind: str = "fired" if fired else "running"
    yield seconds.span(kind, begun, ended, told, "followup" if fired else "")


def _unanswered(events: Sequence[e.CallEvent], seconds: Seconds) -> Iterator[Point]:
    for event in events:
        if isinstance(event, e.TransferLapsed | e.TransferUnanswered):
            yield seconds.point("noted", event, describe(event), "failed")


def provider_lane(events: Sequence[e.CallEvent], seconds: Seconds) -> Lane:
    """The requests to the provider until their answers, and what it reported by itself."""
    spans = tuple(
        _request(seconds, one, _answer(events, one)) for one in events if isinstance(one, Attempt)
    )
    begun = {span.position for span in spans}
    points = tuple(
        seconds.point("report", one, describe(one), _tone(one))
        for one in events
        if one.position not in begun and _is_traffic(one)
    )
    return Lane(kind="provider", name="Provider", spans=spans, points=points)


def _answer(events: Sequence[e.CallEvent], asked: Attempt) -> e.CallEvent | None:
    key = asked.effect_key
    later = (one for one in events if one.position > asked.position)
    own = (one for one in later if getattr(one, "effect_key", "") == key)
    return next((one for one in own if type(one) in _ANSWERS or isinstance(one, Attempt)), None)


def _request(seconds: Seconds, asked: Attempt, answer: e.CallEvent | None) -> Span:
    missing: tuple[str, Tone] = "no answer", "followup"
    told, tone = missing if answer is None else _ANSWERS.get(type(answer), missing)
    words = f"{_ASKED[type(asked)]}, attempt {asked.attempt}: {told}"
    return seconds.span("request", asked, answer, words, tone)


def _is_traffic(event: e.CallEvent) -> bool:
    if isinstance(event, _HEARING):
        return False
    told = isinstance(event, _SEARCHES + _TROUBLE + (e.RecordingEvent,))
    return told or event.by is Actor.PROVIDER or type(event) in _ANSWERS


def _tone(event: e.CallEvent) -> Tone:
    if isinstance(event, _TROUBLE):
        return "failed"
    if isinstance(event, _SEARCHES):
        return "followup"
    return _ANSWERS.get(type(event), ("", ""))[1]
