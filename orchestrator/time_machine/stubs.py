"""What providers and phones do in a branch: as on the recorded call, or else as is usual.

Nothing leaves the process. Where the recording does not tell, an assumption is made, and noted.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.effects import PlayVoicemail, RingPhones, SendText
from hookflash.domain.call.events.transfers import Leg, Unavailability
from hookflash.orchestrator.time_machine.change import Phone
from hookflash.orchestrator.time_machine.recording import Recording

PROVIDER_ID: Final = "branch"
"""The provider's id of every request: none was made."""
ANSWER_SECONDS: Final = 0.3
"""How long a provider takes."""
_RECEIPT_SECONDS: Final = 2.0
_UNAVAILABLE: Final[dict[str, tuple[Unavailability, str]]] = {
    "reject": ("declined", "603"),
    "busy": ("busy", "486"),
    "fail": ("failed", "503"),
}
Build = Callable[[datetime], c.Command]


class Report(NamedTuple):
    """A command that comes ``seconds`` later; ``assumed`` says what is assumed with it, if so."""

    seconds: float
    build: Build
    assumed: str = ""


class Stubs:
    """Answers the requests of a branch from the ``recording``; ``phones`` do as they are told."""

    def __init__(self, recording: Recording, phones: dict[str, Phone]) -> None:
        self._events = recording.events
        self._phones = phones

    def text(self, effect: SendText) -> Iterator[Report]:
        """The provider's answer to a text, and its receipts."""
        recorded = [
            one
            for one in self._events
            if getattr(one, "effect_key", "") == effect.effect_key and isinstance(one, _OF_TEXTS)
        ]
        tried = next(
            (
                one.at
                for one in recorded
                if isinstance(one, e.SmsAttempted) and one.attempt == effect.attempt
            ),
            None,
        )
        if tried is None:
            yield from _usual_text(effect)
            return
        for one in recorded:
            if one.at >= tried and (found := _text_report(one, effect)) is not None:
                yield Report((one.at - tried).total_seconds(), found)

    def ring(self, effect: RingPhones) -> Iterator[Report]:
        """The acceptance of a ring, and what each phone does."""
        yield Report(ANSWER_SECONDS, _outcome(effect.effect_key, effect.attempt))
        for leg in effect.legs:
            told = self._phones.get(leg.who) or self._phones.get(leg.phone)
            yield from _told(leg, told) if told else self._as_recorded(leg)

    def voicemail(self, effect: PlayVoicemail) -> Iterator[Report]:
        """The acceptance of a voicemail, and the message that the caller left."""
        yield Report(ANSWER_SECONDS, _outcome(effect.effect_key, effect.attempt))
        started: datetime | None = None
        for one in self._events:
            if isinstance(one, e.VoicemailStarted):
                started = one.at
            elif isinstance(one, e.VoicemailRecorded) and started is not None:
                said = {"recording": one.recording, "seconds": one.seconds}
                more = {**said, "transcript": one.transcript}
                wait = (one.at - started).total_seconds() + ANSWER_SECONDS
                key = effect.effect_key
                yield Report(wait, _command(c.ReportVoicemail, "recorded", effect_key=key, **more))

    def _as_recorded(self, leg: Leg) -> Iterator[Report]:
        """What the phone did when the recorded call rang it; it rings in vain if that did not."""
        began: datetime | None = None
        found = False
        for one in self._events:
            if isinstance(one, e.TransferAttempted):
                began = one.at
            elif began is not None and (said := _leg_status(one, leg.who)) is not None:
                found = True
                yield Report((one.at - began).total_seconds(), _leg(leg, **said))
        if not found:
            assumed = f"{leg.who} was not rung on the recorded call; assumed: rings unanswered"
            yield Report(ANSWER_SECONDS, _leg(leg, status="ringing"), assumed)


def hand_over(key: str, attempt: int) -> Report:
    """The carrier takes the call over."""
    return Report(ANSWER_SECONDS, _outcome(key, attempt))


def released(leg: Leg) -> Report:
    """A phone stopped ringing."""
    return Report(ANSWER_SECONDS, _leg(leg, status="stopped"))


_OF_TEXTS: Final = (
    e.SmsAttempted,
    e.SmsAccepted,
    e.SmsSent,
    e.SmsDelivered,
    e.SmsFailed,
    e.SmsOutcomeUnknown,
    e.SmsPostponed,
)


def _text_report(event: e.CallEvent, effect: SendText) -> Build | None:
    key, attempt = effect.effect_key, effect.attempt
    match event:
        case e.SmsAccepted():
            return _outcome(key, attempt)
        case e.SmsOutcomeUnknown():
            return _outcome(key, attempt, outcome="unknown", reason=event.reason)
        case e.SmsPostponed() if event.attempt == attempt:
            waits = {"reason": event.reason, "seconds": event.seconds}
            return _outcome(key, attempt, outcome="postponed", **waits)
        case e.SmsSent() | e.SmsDelivered():
            status = "sent" if isinstance(event, e.SmsSent) else "delivered"
            return _command(c.ReportSms, status, effect_key=key, status=status)
        case e.SmsFailed():
            why = {"status": event.status, "code": event.code, "reason": event.reason}
            return _command(c.ReportSms, "failed", effect_key=key, **why)
        case _:
            return None


def _usual_text(effect: SendText) -> Iterator[Report]:
    key = effect.effect_key
    assumed = "the recorded call did not send this text; assumed: accepted and delivered"
    yield Report(ANSWER_SECONDS, _outcome(key, effect.attempt), assumed)
    delivered = _command(c.ReportSms, "delivered", effect_key=key, status="delivered")
    yield Report(_RECEIPT_SECONDS, delivered)


def _leg_status(event: e.CallEvent, who: str) -> dict[str, Any] | None:
    match event:
        case e.RecipientRinging() if event.who == who:
            return {"status": "ringing"}
        case e.TransferConnected() if event.who == who:
            return {"status": "answered"}
        case e.RecipientUnavailable() if event.who == who:
            return {"status": "unavailable", "reason": event.reason, "code": event.code}
        case _:
            return None


def _told(leg: Leg, phone: Phone) -> Iterator[Report]:
    if phone.does in ("answer", "reject", "ignore"):
        yield Report(ANSWER_SECONDS, _leg(leg, status="ringing"))
    if phone.does == "answer":
        yield Report(ANSWER_SECONDS + phone.after, _leg(leg, status="answered"))
    elif phone.does in _UNAVAILABLE:
        reason, code = _UNAVAILABLE[phone.does]
        yield Report(
            ANSWER_SECONDS + phone.after, _leg(leg, status="unavailable", reason=reason, code=code)
        )


def _leg(leg: Leg, **said: Any) -> Build:
    return _command(c.ReportLeg, f"{leg.leg}/{said['status']}", leg=leg.leg, **said)


def _outcome(key: str, attempt: int, **said: Any) -> Build:
    known = {"outcome": "accepted", "provider_id": PROVIDER_ID, **said}
    name = f"{attempt}/{known['outcome']}"
    return _command(c.RecordOutcome, name, effect_key=key, attempt=attempt, **known)


def _command(kind: type[c.Command], name: str, **said: Any) -> Build:
    about = said.get("effect_key", "")
    known = f"{PROVIDER_ID}/{kind.__name__}/{about}/{name}"
    return lambda at: kind.model_validate({"id": known, "at": at, **said})
