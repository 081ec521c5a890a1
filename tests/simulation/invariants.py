"""What must hold whatever goes wrong. Each check yields the violations in words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import cast

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.effects import (
    HandOver,
    HangUp,
    PlayVoicemail,
    Request,
    RingPhones,
    SendText,
)
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.hearing import estimated_seconds
from hookflash.domain.call.identity import speech_id
from hookflash.domain.call.pauses import REPORT_SECONDS
from hookflash.domain.call.timers import (
    CONFIRMATION_SECONDS,
    CUT_OFF_SECONDS,
    HELD_SECONDS,
)
from hookflash.domain.call.transitions import permits
from hookflash.domain.event import Actor, Event
from hookflash.domain.job.action import Destination
from hookflash.domain.policy.speech.answer import Answer, answer
from hookflash.orchestrator.runtime.speaking import SOON
from tests.simulation.carrier import Asked, Ledger
from tests.simulation.story import Outage, Ports

SLACK = 15.0
"""Seconds for a pending response, a worker's restart, and two recovery sweeps."""
ENDS_OF_RINGING = (
    e.TransferConnected,
    e.TransferUnanswered,
    e.TransferFailed,
    e.TransferAbandoned,
)
FORWARD = (e.SmsRequested, e.SmsAccepted, e.SmsSent, e.SmsDelivered)
SETTLED_ANSWERS = (
    e.TransferConfirmed,
    e.TransferDeclined,
    e.TransferLapsed,
    e.TransferAbandoned,
)
BEYOND: Mapping[Ports, tuple[type[Event], ...]] = {
    "messaging": (
        e.TransferAttempted,
        e.VoicemailAttempted,
        e.SpeechAccepted,
        e.SpeechUnspoken,
        e.AgentFailed,
        e.TransferLapsed,
    ),
    "telephony": (e.SmsAttempted, e.SmsSought),
}
"""What only a process with another port records; one without ports records none of it."""
NOT_DONE = ("throttle", "not_sent")
"""Reasons for which a request did nothing and may be repeated."""
ASKING = ("again", "text me")
"""How the callers in the stories ask for a text."""


def after_every_event(call_id: str, events: Sequence[e.CallEvent]) -> Iterator[str]:
    """Check each event of a call against the call's state before it."""
    call = Call(call_id)
    for number, event in enumerate(events, start=1):
        if event.position != number:
            yield f"position {number} holds event {event.position}"
        yield from (f"{event.position} {event.type}: {broken}" for broken in _event(call, event))
        evolve(call, event)


def _event(call: Call, event: e.CallEvent) -> Iterator[str]:
    if not permits(call.state, type(event)):
        yield f"not allowed in {call.state}"
    if call.agent_left and event.by is Actor.AGENT:
        yield "the agent acts after it left"
    match event:
        case e.SmsRequested():
            yield from _request(call, event)
        case e.SmsAttempted() | e.TransferAttempted():
            action = call.texts.get(event.effect_key) or call.transfers[event.effect_key]
            if action.effect not in ("requested", "postponed"):
                yield "attempted again although the last outcome is unknown"
        case e.TransferConfirmed():
            yield from _confirmation(call, event)
        case e.VoicemailFailed() if event.reason in NOT_DONE:
            yield "failed, although the carrier only throttled it"
        case e.TransferConnected() if call.state != "transferring":
            yield "connected twice, or after the transfer ended"


def _request(call: Call, event: e.SmsRequested) -> Iterator[str]:
    if (event.recipient, event.sender) != (call.contact, call.number):
        yield "recipient and sender are not the caller and the number called"
    if call.occurrences(event.tool):
        yield from _asked_again(call, event.tool)


def _asked_again(call: Call, tool: str) -> Iterator[str]:
    """Since the last text of this kind, the caller must have asked or accepted an offer."""
    since = max(n for n, line in enumerate(call.lines) if line.tool == tool and not line.text)
    later = call.lines[since + 1 :]
    asked = any(word in line.text for line in later if line.by == "caller" for word in ASKING)
    offered = any(line.asks and line.asks.kind == "sms_again" for line in later)
    agreed = any(line.digits == "1" or answer(line.text) is Answer.YES for line in later)
    if not asked and not (offered and agreed):
        yield "the text is repeated without a request"


def _confirmation(call: Call, event: e.TransferConfirmed) -> Iterator[str]:
    transfer = call.transfers.get(event.effect_key)
    if transfer is None or transfer.asked_at is None:
        yield "confirmed without having been asked"
        return
    said = call.lines[-1] if call.lines else None
    if said is None or said.by != "caller":
        yield "confirmed without an answer of the caller"
        return
    questions = [line for line in call.lines if line.by == "agent" and line.asks]
    asked = questions[-1].asks if questions else None
    if asked is None or (asked.kind, asked.about) != ("transfer", event.effect_key):
        yield "the yes was to another question"
    if not said.digits and answer(said.text, transfer.destination.name) is not Answer.YES:
        yield f"{said.text!r} is not a yes"


def _said_as(questions: Iterable[e.AgentSpoke], speech: str) -> e.AgentSpoke | None:
    same = (q for q in questions if speech_id(q.call_id, q.position) == speech)
    return next(same, None)


def _named_at(heard: e.SpeechHeard, question: str, destination: Destination) -> datetime | None:
    """When the destination had been played: by its share of the characters that were."""
    name = destination.name[-4:] if destination.kind == "external" else destination.name
    needed = question.rindex(name) + len(name)
    played = len(question) if heard.finished else heard.heard_chars
    if played < needed:
        return None
    return heard.began_at + (heard.ended_at - heard.began_at) * (needed / played)


def rings_too_long(events: Sequence[e.CallEvent], away: Sequence[Outage] = ()) -> Iterator[str]:
    """A ring ends in time, even if the worker with its timer died, or the log was away."""
    slack = SLACK + sum(outage.seconds for outage in away)
    since: dict[str, tuple[datetime, int]] = {}
    for event in events:
        if isinstance(event, e.TransferConfirmed):
            since[event.effect_key] = event.at, event.ring_seconds
        if isinstance(event, ENDS_OF_RINGING) and event.effect_key in since:
            begun, seconds = since.pop(event.effect_key)
            if (event.at - begun).total_seconds() > seconds + slack:
                yield f"{event.position}: rang for {(event.at - begun).total_seconds():.0f} s"


def overdue(events: Sequence[e.CallEvent], away: Sequence[Outage] = ()) -> Iterator[str]:
    """Every question and request continues in time, whichever worker dies."""
    slack = SLACK + sum(outage.seconds for outage in away)
    waiting: dict[str, tuple[datetime, float]] = {}
    asking: dict[str, e.AgentSpoke | None] = {}
    going = {t.effect_key: t.destination for t in events if isinstance(t, e.TransferProposed)}
    queues = _queued_seconds(events)
    for event in events:
        key = _concerns(event, asking)
        if key in waiting:
            since, patience = waiting.pop(key)
            if (waited := (event.at - since).total_seconds()) > patience + slack:
                yield f"{event.position} {event.type}: {waited:.0f} s after it was due"
        if isinstance(event, e.TransferProposed | e.TransferAskedAgain):
            asking[key] = None
        elif isinstance(event, e.AgentSpoke) and event.asks and event.asks.about in asking:
            asking[event.asks.about] = event
        elif isinstance(event, SETTLED_ANSWERS):
            asking.pop(key, None)
        due = _due(event)
        if (question := asking.get(key)) is not None:
            due = due or _answer_due(event, question.text, going[key], queues)
        waiting |= {key: due} if due else {}


def _queued_seconds(events: Sequence[e.CallEvent]) -> Mapping[int, float]:
    """How long each speech waits behind others, by the position of its acceptance."""
    words = {
        speech_id(event.call_id, event.position): event.text
        for event in events
        if isinstance(event, e.AgentSpoke)
    }
    found: dict[int, float] = {}
    until: datetime | None = None
    for event in events:
        if isinstance(event, e.SpeechHeard) and not event.finished:
            until = None
        elif isinstance(event, e.SpeechAccepted):
            begins = max(event.at, until or event.at)
            found[event.position] = (begins - event.at).total_seconds()
            until = begins + timedelta(seconds=estimated_seconds(len(words[event.speech_id])))
    return found


def _due(event: e.CallEvent) -> tuple[datetime, float] | None:
    """Since when, and how long, an action may wait after this event of it."""
    match event:
        case e.TransferProposed() | e.TransferAskedAgain():
            return event.at, SOON
        case e.SmsRequested() | e.TransferConfirmed():
            return event.at, 0.0
        case e.SmsPostponed() | e.TransferPostponed() | e.VoicemailPostponed():
            return event.at, event.seconds
    return None


def _concerns(event: e.CallEvent, asking: Mapping[str, e.AgentSpoke | None]) -> str:
    """The action that an event is about; that of a speech is the one it asks for."""
    speech = getattr(event, "speech_id", "")
    if not speech:
        return getattr(event, "effect_key", "")
    question = _said_as((q for q in asking.values() if q is not None), speech)
    return question.asks.about if question is not None and question.asks is not None else ""


def _answer_due(
    event: e.CallEvent, question: str, destination: Destination, queues: Mapping[int, float]
) -> tuple[datetime, float] | None:
    """Since when, and how long, a question may wait after this event of it."""
    match event:
        case e.SpeechAccepted() if event.playback == "none":
            waits = queues[event.position] + estimated_seconds(len(question))
            return event.at, waits + CONFIRMATION_SECONDS
        case e.SpeechAccepted():
            return event.at, estimated_seconds(len(question)) + REPORT_SECONDS
        case e.SpeechHeard() if at := _named_at(event, question, destination):
            return at, CONFIRMATION_SECONDS
        case e.SpeechHeard() | e.SpeechUnspoken():
            return event.at, CUT_OFF_SECONDS
        case e.TransferAnswerHeld():
            return event.at, HELD_SECONDS
    return None


def beyond_its_ports(ports: Ports, recorded: Iterable[Event]) -> Iterator[str]:
    """A process does nothing that it has no port for, beside deciding on what is reported to it."""
    beyond = BEYOND[ports] if ports != "none" else BEYOND["messaging"] + BEYOND["telephony"]
    reported = set()
    for event in recorded:
        if isinstance(event, e.SpeechHeard):
            reported.add(event.cause)
        if isinstance(event, beyond) and event.cause not in reported:
            yield f"{event.position} {event.type}: recorded by a process with {ports} only"


def status_goes_backwards(events: Sequence[e.CallEvent]) -> Iterator[str]:
    """A text's status only moves forward."""
    told: dict[str, int] = {}
    for event in events:
        if type(event) in FORWARD:
            key, rank = cast("e.SmsEvent", event).effect_key, FORWARD.index(type(event))
            if rank <= told.get(key, -1):
                yield f"{event.position} {event.type}: the status goes backwards"
            told[key] = rank


def before_request(call: Call, request: Request) -> Iterator[str]:
    """What must be in the log when the carrier is called."""
    if isinstance(request, HangUp) and not (call.voicemail or call.hang_up_requested):
        yield "hang_up: without a reason"
    if isinstance(request, SendText | RingPhones | HandOver | PlayVoicemail):
        yield from _before_effect(call, request)


def _before_effect(call: Call, request: Asked) -> Iterator[str]:
    key = request.effect_key
    action = call.texts.get(key) or call.transfers.get(key) or call.voicemail
    if action is None or action.attempts != request.attempt:
        yield f"{request.kind}: the carrier is asked before the attempt is in the log"
    if isinstance(request, SendText):
        if (request.recipient, request.sender) != (call.contact, call.number):
            yield "send_text: wrong recipient or sender"
    elif not call.agent_left:
        yield f"{request.kind}: the agent is still there"


def at_the_end(call: Call, events: Sequence[e.CallEvent], ledger: Ledger) -> Iterator[str]:
    """What must hold once everything has settled."""
    yield from (
        f"text {key[:8]} was accepted {n} times" for key, n in ledger.texts.items() if n > 1
    )
    yield from (f"leg {leg[-6:]} was rung {n} times" for leg, n in ledger.rung.items() if n > 1)
    yield from (f"handed over {n} times" for n in ledger.handed_over.values() if n > 1)
    yield from (f"leg {leg[-6:]} still rings" for leg in ledger.ringing)
    yield from _winners(events, ledger)
    for text in call.texts.values():
        if text.effect not in ("settled", "accepted") and not text.flagged:
            yield f"text {text.effect_key[:8]} is {text.effect} and not flagged"
        if text.status == "failed" and text.reason != "30003" and ledger.texts[text.effect_key]:
            yield f"text {text.effect_key[:8]} is recorded as failed, but was accepted"
        if text.effect == "accepted" and not ledger.texts[text.effect_key]:
            yield f"text {text.effect_key[:8]} is recorded as sent, but never was"
    if call.state != "ended":
        yield f"the call is still {call.state}"
    for transfer in call.transfers.values():
        if transfer.outcome in ("asked", "confirmed"):
            yield f"transfer {transfer.effect_key[:8]} has no outcome"


def _winners(events: Sequence[e.CallEvent], ledger: Ledger) -> Iterator[str]:
    connected = [event for event in events if isinstance(event, e.TransferConnected)]
    per_transfer = Counter(event.effect_key for event in connected)
    yield from (f"{n} recipients for one transfer" for n in per_transfer.values() if n > 1)
    won = {event.leg for event in connected}
    yield from (f"leg {leg[-6:]} answered, but is not connected" for leg in ledger.answered - won)
