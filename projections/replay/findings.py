"""What stands out in a call: refusals, failures, broken promises, reports that came too late.

A reader who looks for a fault begins here. Each finding names the event behind it.
"""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
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
    found = [*_single(events), *_early_answers(events), *_late_rings(events)]
    found += [*_sought_for(events), *_cut_off(events)]
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
    rang = {one.who for one in own if isinstance(one, e.RecipientRinging)}
    ends = e.RecipientUnavailable | e.RecipientReleased
    phones = {one.who: one.reason for one in own if isinstance(one, ends)}
    told = ", ".join(_phone(who, reason, rang) for who, reason in phones.items())
    what = "No one answered" if rang else "No phone rang"
    return f"{what}: {told or _REASONS[event.reason]}"


def _phone(who: str, reason: str, rang: AbstractSet[str]) -> str:
    if reason == "timed_out" and who not in rang:
        return f"{who} was not reported to ring"
    return f"{who} {_REASONS.get(reason, reason.replace('_', ' '))}"


_REASONS: Final = {
    "timed_out": "did not answer in time",
    "do_not_disturb": "has do not disturb on",
    "nobody_available": "no phone could be rung",
    "decided_too_late": "the phone that answered was let go",
}


def _late(events: Sequence[e.CallEvent], event: e.LateReportNoted) -> str:
    del events
    if event.detail and event.report.endswith(event.detail):
        return f"A repeated report changed nothing: {event.report.replace('_', ' ')}"
    return describe(event)


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
    """Phones that rang, or may have, although they were released."""
    rang = {one.leg for one in events if isinstance(one, e.RecipientRinging)}
    released, told = set[str](), set[str]()
    for event in events:
        if not isinstance(event, Ring | e.RecipientReleased) or event.leg in told:
            continue
        if event.leg in released:
            told.add(event.leg)
            yield _late_ring(event, event.leg in rang)
        elif isinstance(event, e.RecipientReleased):
            released.add(event.leg)


def _late_ring(event: Ring | e.RecipientReleased, rang: bool) -> Finding:  # noqa: FBT001 - of one
    if rang:
        words = f"{event.who} rang after it was released: the provider did not stop it"
        return Finding(position=event.position, words=words, tone="failed")
    words = f"{event.who} is released once more, since it may ring"
    return Finding(position=event.position, words=words, tone="followup")


def _sought_for(events: Sequence[e.CallEvent]) -> Iterator[Finding]:
    """Searches at the provider, once for each action."""
    found = [one for one in events if isinstance(one, e.SmsSought | e.TransferSought)]
    for key in dict.fromkeys(one.effect_key for one in found):
        own = [one for one in found if one.effect_key == key]
        times = f", {len(own)} times" if len(own) > 1 else ""
        words = f"{describe(own[0])}{times}"
        yield Finding(position=own[0].position, words=words, tone="followup")


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
    e.TransferRefused: "failed",
    e.TransferLapsed: "failed",
    e.TransferFailed: "failed",
    e.TransferUnanswered: "failed",
    e.TransferAbandoned: "failed",
    e.TransferOutcomeUnknown: "followup",
    e.TransferPostponed: "followup",
    e.VoicemailFailed: "failed",
    e.VoicemailPostponed: "followup",
    e.RecordingLost: "failed",
}
_WORDS: Final[dict[type[e.CallEvent], Callable[[Sequence[e.CallEvent], Any], str]]] = {
    e.TransferUnanswered: _unanswered,
    e.LateReportNoted: _late,
}
