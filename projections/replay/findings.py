"""What stands out in a call: refusals, failures, broken promises, reports that came too late.

A reader who looks for a fault begins here. Each finding names the event behind it.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.evolve import evolve
from hookflash.domain.event import Actor
from hookflash.domain.value import Value
from hookflash.projections.replay.event_text import describe
from hookflash.projections.replay.lane import Tone

_OUTAGE_SECONDS: Final = 20.0
"""A request without an answer for so long was cut off: its worker has stopped, or the provider."""
Ring = e.RecipientRinging | e.RecipientAnswered


class Finding(Value):
    """Something to look at in the event at ``position``."""

    position: int
    words: str
    tone: Tone


def findings(events: Sequence[e.CallEvent]) -> tuple[Finding, ...]:
    """Everything that stands out in a call's ``events``, in their order."""
    found = [*_single(events), *_early_answers(events), *_late_rings(events), *_cut_off(events)]
    if (lost := _no_message(events)) is not None:
        found.append(lost)
    return tuple(sorted(found, key=lambda one: one.position))


def _single(events: Sequence[e.CallEvent]) -> Iterator[Finding]:
    for event in events:
        tone = _TONES.get(type(event))
        if tone is not None:
            word = _WORDS.get(type(event))
            words = describe(event) if word is None else word(events, event)
            yield Finding(position=event.position, words=words, tone=tone)


def _unanswered(events: Sequence[e.CallEvent], event: e.TransferUnanswered) -> str:
    """Why no one answered, phone by phone."""
    own = [one for one in events if getattr(one, "effect_key", "") == event.effect_key]
    ends = e.RecipientUnavailable | e.RecipientReleased
    phones = {one.who: _reason(one.reason) for one in own if isinstance(one, ends)}
    told = ", ".join(f"{who} {reason}" for who, reason in phones.items())
    rang = any(isinstance(one, e.RecipientRinging) for one in own)
    what = "No one answered" if rang else "No phone rang"
    return f"{what}: {told or _reason(event.reason)}"


def _reason(reason: str) -> str:
    return _REASONS.get(reason, reason.replace("_", " "))


_REASONS: Final = {
    "timed_out": "did not answer in time",
    "do_not_disturb": "has do not disturb on",
    "nobody_available": "no phone could be rung",
}


def _sought(events: Sequence[e.CallEvent], event: e.SmsSought | e.TransferSought) -> str:
    del events
    return f"{describe(event)} (search {event.search})"


def _early_answers(events: Sequence[e.CallEvent]) -> Iterator[Finding]:
    """Words that began before the caller had heard the question: they do not answer it."""
    call = Call(events[0].call_id if events else "")
    for event in events:
        asked = call.current if call.state == "confirm_transfer" else None
        question = asked.question if asked is not None else None
        if isinstance(event, e.CallerSpoke | e.DigitsPressed) and question is not None:
            began, heard = event.began_at or event.at, question.heard_at
            if heard is None or began < heard:
                said = event.text if isinstance(event, e.CallerSpoke) else event.digits
                words = f"“{said}” began before the caller had heard the question"
                yield Finding(position=event.position, words=words, tone="followup")
        evolve(call, event)


def _late_rings(events: Sequence[e.CallEvent]) -> Iterator[Finding]:
    """Phones that rang or were answered although the transfer was over."""
    released = set[str]()
    over = False
    for event in events:
        over = over or isinstance(event, e.CallEnded)
        if isinstance(event, e.RecipientReleased):
            released.add(event.leg)
        elif isinstance(event, Ring) and (over or event.leg in released):
            when = "the call had ended" if over else "it was released"
            words = f"{describe(event)}, after {when}"
            yield Finding(position=event.position, words=words, tone="failed")


def _cut_off(events: Sequence[e.CallEvent]) -> Iterator[Finding]:
    """Requests whose answer never came: the worker stopped, or the provider did not answer."""
    for event, following in pairwise(events):
        silent = (following.at - event.at).total_seconds() >= _OUTAGE_SECONDS
        if isinstance(event, Attempt) and (silent or following.by is Actor.TIMER):
            words = f"{describe(event)}: no answer was recorded; a worker may have stopped here"
            yield Finding(position=event.position, words=words, tone="followup")


Attempt = e.SmsAttempted | e.TransferAttempted | e.VoicemailAttempted


def _no_message(events: Sequence[e.CallEvent]) -> Finding | None:
    started = next((one for one in events if isinstance(one, e.VoicemailStarted)), None)
    over = any(isinstance(one, e.CallEnded) for one in events)
    if started is None or not over or any(isinstance(one, e.VoicemailRecorded) for one in events):
        return None
    words = f"{started.owner}’s voicemail played, and no message was left"  # noqa: RUF001 - prose
    return Finding(position=started.position, words=words, tone="followup")


_TONES: Final[dict[type[e.CallEvent], Tone]] = {
    e.ToolCallRejected: "failed",
    e.AgentSilenced: "failed",
    e.AgentFailed: "failed",
    e.PromiseFlagged: "failed",
    e.EmergencyHeard: "failed",
    e.ActionFlagged: "failed",
    e.LateReportNoted: "followup",
    e.SpeechUnspoken: "followup",
    e.SmsRefused: "failed",
    e.SmsFailed: "failed",
    e.SmsCancelled: "failed",
    e.SmsOutcomeUnknown: "followup",
    e.SmsPostponed: "followup",
    e.SmsSought: "followup",
    e.TransferRefused: "failed",
    e.TransferLapsed: "failed",
    e.TransferFailed: "failed",
    e.TransferUnanswered: "failed",
    e.TransferAbandoned: "failed",
    e.TransferOutcomeUnknown: "followup",
    e.TransferPostponed: "followup",
    e.TransferSought: "followup",
    e.VoicemailFailed: "failed",
    e.VoicemailPostponed: "followup",
    e.RecordingLost: "failed",
}
_WORDS: Final[dict[type[e.CallEvent], Callable[[Sequence[e.CallEvent], Any], str]]] = {
    e.TransferUnanswered: _unanswered,
    e.SmsSought: _sought,
    e.TransferSought: _sought,
}
