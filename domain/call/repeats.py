"""Tells a repeated message from another one under the same id, by what the log has of the first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.idempotency import NameReused, message_id
from hookflash.domain.policy.contact_key import PSEUDONYM

IDS_BY_KIND: Final = 2
"""The first rules under which the id of a command tells the kind of its message."""
Recorded = Sequence[e.CallEvent]
"""The events that the first message with an id led to."""

_LEG_STATUSES: Final[Mapping[type[e.CallEvent], tuple[str, ...]]] = {
    e.RecipientRinging: ("ringing", "answered"),
    e.RecipientAnswered: ("answered",),
    e.RecipientUnavailable: ("unavailable",),
    e.RecipientReleased: ("ringing", "answered"),
    e.RecipientStopped: ("stopped", "unavailable"),
}
"""The reports about a phone that may have led to an event about it."""


def is_repeated(call: Call, command: c.Command) -> bool:
    """Whether the log of ``call`` has a message of this kind and id.

    In a call that began under older rules, an id without a kind stands for every kind.
    """
    if command.id in call.seen:
        return True
    return call.rules < IDS_BY_KIND and message_id(command.id) in call.seen


def is_another_call(call: Call, command: c.ReceiveCall) -> bool:
    """Whether ``call`` came from another caller, or to another number, than ``command`` says."""
    if (call.contact or "").startswith(PSEUDONYM):
        return False  # erased: it is not known any more who called
    known = (call.contact, call.number, call.test)
    return known != (command.contact, command.number, command.test)


def may_be_another(command: c.Command) -> bool:
    """Whether ``command`` is a message, whose sender chose its id."""
    return type(command) in _MATCHES and message_id(command.id) != command.id


def refuse_other(command: c.Command, history: Iterable[e.CallEvent]) -> None:
    """Raise ``NameReused`` if what ``history`` has under the id of ``command`` is another message.

    ``command`` is a message (:func:`may_be_another`). Only what makes a message another one counts:
    the words, the tool, the phone and its status. What a provider adds on a second delivery, such
    as a code, does not.
    """
    recorded = [event for event in history if event.cause == command.id]
    if recorded and not _MATCHES[type(command)](command, recorded):
        raise NameReused(message_id(command.id))


def _late(recorded: Recorded, *reports: str) -> list[e.LateReportNoted]:
    late = (event for event in recorded if isinstance(event, e.LateReportNoted))
    return [event for event in late if event.report in reports]


def _details(recorded: Recorded, report: str) -> set[str]:
    return {event.detail for event in _late(recorded, report)}


def _words(command: c.HearCaller, recorded: Recorded) -> bool:
    spoken = {event.text for event in recorded if isinstance(event, e.CallerSpoke)}
    return command.text in spoken | _details(recorded, "caller_spoke")


def _agent_words(command: c.ReportAgentWords, recorded: Recorded) -> bool:
    words = (event for event in recorded if isinstance(event, e.AgentSpoke | e.AgentSilenced))
    return any(event.reported and event.text == command.text for event in words)


def _keys(command: c.PressDigits, recorded: Recorded) -> bool:
    pressed = {event.digits for event in recorded if isinstance(event, e.DigitsPressed)}
    return command.digits in pressed | _details(recorded, "digits_pressed")


def _tool(command: c.CallTool, recorded: Recorded) -> bool:
    """Whether the first event, which names the tool, is of this tool call."""
    first = recorded[0]
    rejected = isinstance(first, e.ToolCallRejected)
    arguments = first.arguments if isinstance(first, e.ToolCallRejected) else {}
    same_tool = getattr(first, "tool", "") == command.tool
    return same_tool and (command.arguments == arguments if rejected else not command.arguments)


def _text_status(command: c.ReportSms, recorded: Recorded) -> bool:
    for event in _late(recorded, f"sms_{command.status}"):
        return event.about == command.effect_key
    told = {"accepted": e.SmsAccepted, "sent": e.SmsSent, "delivered": e.SmsDelivered}
    about = [event for event in recorded if isinstance(event, e.SmsEvent)]
    if not about or not isinstance(about[-1], told.get(command.status, e.SmsFailed)):
        return False
    last = about[-1]
    same_status = not isinstance(last, e.SmsFailed) or last.status == command.status
    return same_status and last.effect_key == command.effect_key


def _leg_status(command: c.ReportLeg, recorded: Recorded) -> bool:
    for late in _late(recorded, f"leg_{command.status}"):
        return late.about == command.leg
    about = (event for event in recorded if getattr(event, "leg", "") == command.leg)
    return any(command.status in _LEG_STATUSES.get(type(event), ()) for event in about)


def _bridged(command: c.ReportBridged, recorded: Recorded) -> bool:
    late = {event.about for event in _late(recorded, "leg_bridged")}
    return command.leg in late | {getattr(event, "leg", "") for event in recorded}


def _recording(command: c.ReportVoicemail, recorded: Recorded) -> bool:
    kept = {event.recording for event in recorded if isinstance(event, e.VoicemailRecorded)}
    return command.recording in kept | _details(recorded, "voicemail_recorded")


def _transcript(command: c.ReportTranscript, recorded: Recorded) -> bool:
    kept = {event.transcript for event in recorded if isinstance(event, e.VoicemailTranscribed)}
    return command.transcript in kept | _details(recorded, "voicemail_transcribed")


def _heard(command: c.ReportSpeech, recorded: Recorded) -> bool:
    for late in _late(recorded, "speech_heard"):
        return late.about == command.speech_id
    heard = (event for event in recorded if isinstance(event, e.SpeechHeard))
    said = (command.speech_id, command.heard_chars, command.finished)
    return any((one.speech_id, one.heard_chars, one.finished) == said for one in heard)


def _ended(command: c.EndCall, recorded: Recorded) -> bool:
    ends = (event for event in recorded if isinstance(event, e.CallEnded))
    return any(event.reason == command.reason for event in ends)


_MATCHES: Final[Mapping[type[c.Command], Callable[[Any, Recorded], bool]]] = {
    c.HearCaller: _words,
    c.ReportAgentWords: _agent_words,
    c.PressDigits: _keys,
    c.CallTool: _tool,
    c.ReportSms: _text_status,
    c.ReportLeg: _leg_status,
    c.ReportBridged: _bridged,
    c.ReportVoicemail: _recording,
    c.ReportTranscript: _transcript,
    c.ReportSpeech: _heard,
    c.EndCall: _ended,
}
"""Whether events are what a message led to, by its kind."""
