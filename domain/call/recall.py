"""Reconstructs the command behind a decision from the events that it yielded.

The events carry everything that mattered: words, facts, routing. What made no difference, such as
the code of a late report, is not reconstructed.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.deciding.dropped_moves import DROPPED
from hookflash.domain.event import Actor

Decided = Sequence[e.CallEvent]
"""The events of one decision, in order."""
Fields = dict[str, Any]

ACCOMPANYING: Final = (
    e.TransferAccepted,
    e.RecipientReleased,
    e.SmsAccepted,
    e.PromiseFlagged,
)
"""Events that accompany others; those say more about the command."""
SOMEWHERE: Final = c.Routing(
    recipients=(), ring_seconds=30, mailbox=e.Mailbox(owner="", greeting="")
)
"""Stands for a routing that existed at the proposal; its content did not matter yet."""

COMMANDS: Final[Mapping[type[e.CallEvent], tuple[type[c.Command], Fields]]] = {
    e.CallReceived: (c.ReceiveCall, {}),
    e.CallAnswered: (c.AnswerCall, {}),
    e.CallerSpoke: (c.HearCaller, {}),
    e.DigitsPressed: (c.PressDigits, {}),
    e.AgentSpoke: (c.Speak, {}),
    e.AgentSilenced: (c.Speak, {}),
    e.ToolCallRejected: (c.CallTool, {}),
    e.SmsRequested: (c.CallTool, {}),
    e.SmsRefused: (c.CallTool, {}),
    e.TransferProposed: (c.CallTool, {"routing": SOMEWHERE}),
    e.TransferRefused: (c.CallTool, {}),
    e.TransferLapsed: (c.LapseConfirmation, {}),
    e.TransferAskedAgain: (c.AskAgain, {}),
    e.SpeechAccepted: (c.AcceptSpeech, {}),
    e.SpeechHeard: (c.ReportSpeech, {}),
    e.SpeechUnspoken: (c.DropSpeech, {}),
    e.AgentFailed: (c.FailAgent, {}),
    e.AgentWaited: (c.WaitForCaller, {}),
    e.PromiseFlagged: (c.SettlePromises, {}),
    e.SmsAttempted: (c.Attempt, {}),
    e.TransferAttempted: (c.Attempt, {}),
    e.VoicemailAttempted: (c.Attempt, {}),
    e.SmsAccepted: (c.RecordOutcome, {"outcome": "accepted"}),
    e.SmsOutcomeUnknown: (c.RecordOutcome, {"outcome": "unknown"}),
    e.SmsPostponed: (c.RecordOutcome, {"outcome": "postponed"}),
    # With CallEnded, that is the telling event; see also _cancelled.
    e.SmsCancelled: (c.RecordOutcome, {"outcome": "postponed"}),
    e.TransferAccepted: (c.RecordOutcome, {"outcome": "accepted"}),
    e.TransferConnected: (c.RecordOutcome, {"outcome": "accepted"}),
    e.TransferOutcomeUnknown: (c.RecordOutcome, {"outcome": "unknown"}),
    e.TransferPostponed: (c.RecordOutcome, {"outcome": "postponed"}),
    e.TransferFailed: (c.RecordOutcome, {"outcome": "refused"}),
    e.VoicemailPostponed: (c.RecordOutcome, {"outcome": "postponed"}),
    e.VoicemailStarted: (c.RecordOutcome, {"outcome": "accepted"}),
    e.VoicemailFailed: (c.RecordOutcome, {"outcome": "refused"}),
    e.SmsSought: (c.RecordSearch, {}),
    e.TransferSought: (c.RecordSearch, {}),
    e.ActionFlagged: (c.Flag, {}),
    e.SmsSent: (c.ReportSms, {"status": "sent"}),
    e.SmsDelivered: (c.ReportSms, {"status": "delivered"}),
    # A refusal by the provider is recorded like a report of failure.
    e.SmsFailed: (c.ReportSms, {}),
    e.RecipientRinging: (c.ReportLeg, {"status": "ringing"}),
    # Asking decides what a report decides, and more.
    e.RecipientAnswered: (c.ReportLeg, {"status": "answered", "asked": True}),
    e.RecipientBridged: (c.ReportBridged, {}),
    e.RecipientUnavailable: (c.ReportLeg, {"status": "unavailable"}),
    e.RecipientReleased: (c.ReportLeg, {}),
    e.RecipientStopped: (c.ReportLeg, {"status": "stopped"}),
    e.TransferUnanswered: (c.TimeOutRing, {}),
    e.VoicemailRecorded: (c.ReportVoicemail, {}),
    e.VoicemailTranscribed: (c.ReportTranscript, {}),
    e.VoicemailStopped: (c.StopVoicemail, {}),
    e.VoicemailDeclined: (c.DeclineVoicemail, {}),
    e.CallerTexted: (c.HearText, {}),
    e.RecordingStopped: (c.RecordStopped, {}),
    e.CallFoundLive: (c.RecordLive, {}),
    e.RecordingAttempted: (c.AttemptRecording, {}),
    e.RecordingPostponed: (c.PostponeRecording, {}),
    e.RecordingKept: (c.KeepRecording, {}),
    e.RecordingLost: (c.LoseRecording, {}),
    e.RecordingDiscardPostponed: (c.PostponeDiscard, {}),
    e.RecordingLeft: (c.PostponeDiscard, {}),
    e.RecordingDiscarded: (c.RecordDiscarded, {}),
    e.RecordingExpired: (c.ExpireRecording, {}),
    e.HangUpRequested: (c.CloseCall, {}),
    e.CallEnded: (c.EndCall, {}),
}
"""By telling event: its command, and field values beside those copied by name."""


def recall(call: Call, events: Decided) -> c.Command | None:
    """The command that yielded ``events`` on ``call``; None if no command could have.

    Never raises. In an unaltered history, deciding the command again yields exactly ``events``.
    """
    telling = _telling(events)
    if isinstance(telling, e.LateReportNoted):
        kind, data = _late(telling)
    elif type(telling) in COMMANDS:
        kind, data = _plain(telling)
    else:
        return None
    more = ADDED.get(type(telling))
    try:
        added = more(call, telling, events) if more is not None else {}
        return kind.model_validate({"id": telling.cause, "at": telling.at, **data, **added})
    except ValueError:
        return None


def kind_of(events: Decided) -> type[c.Command] | None:
    """The kind of the command that :func:`recall` returns for ``events``, if it returns one."""
    telling = _telling(events)
    if isinstance(telling, e.LateReportNoted):
        return _late(telling)[0]
    return _kind(telling)[0] if type(telling) in COMMANDS else None


def _telling(events: Decided) -> e.CallEvent:
    """The event of a decision that says most about its command."""
    if isinstance(events[-1], e.CallEnded | e.RecipientBridged):
        return events[-1]
    return next((event for event in events if not isinstance(event, ACCOMPANYING)), events[0])


def _plain(event: e.CallEvent) -> tuple[type[c.Command], Fields]:
    kind, constants = _kind(event)
    shared = _shared(kind, type(event))
    return kind, {**{name: getattr(event, name) for name in shared}, **constants}


def _kind(event: e.CallEvent) -> tuple[type[c.Command], Fields]:
    """The kind of the command behind a telling event, and field values that are always so."""
    kind, constants = COMMANDS[type(event)]
    if isinstance(event, e.AgentSpoke | e.AgentSilenced) and event.reported:
        kind = c.ReportAgentWords
    if isinstance(event, e.SmsCancelled) and event.reason != "call_ended":
        kind, constants = (c.ExpireText if event.reason == "too_late" else c.Attempt), {}
    if isinstance(event, e.AgentSilenced | e.ToolCallRejected) and event.reason in DROPPED:
        kind = c.DropMove
    if isinstance(event, e.TransferLapsed) and event.reason == "not_heard":
        kind = c.AskAgain
    if isinstance(event, e.HangUpRequested) and event.by == Actor.OPERATOR:
        kind = c.HangUpCall
    if isinstance(event, e.TransferUnanswered) and event.reason == "decided_too_late":
        kind = c.LetGo
    return kind, constants


@cache
def _shared(command: type[c.Command], event: type[e.CallEvent]) -> tuple[str, ...]:
    return tuple(command.model_fields.keys() & event.model_fields.keys() - {"at"})


def _late(noted: e.LateReportNoted) -> tuple[type[c.Command], Fields]:  # noqa: PLR0911 - a table
    """Read ``report``, which holds the kind of report and, after ``_``, its status."""
    about, detail = noted.about, noted.detail
    kind, _, said = noted.report.partition("_")
    match kind, said:
        case ("caller", _) | ("digits", _):
            spoken = kind == "caller"
            known = {"text": detail} if spoken else {"digits": detail}
            return (c.HearCaller if spoken else c.PressDigits), known
        case "sms", status:
            return c.ReportSms, {"effect_key": about, "status": status}
        case "leg", "bridged":
            return c.ReportBridged, {"leg": about}
        case "leg", status:
            return c.ReportLeg, {"leg": about, "status": status}
        case "speech", "heard":
            times = {"began_at": noted.at, "ended_at": noted.at, "heard_chars": 0}
            return c.ReportSpeech, {"speech_id": about, **times}
        case "voicemail", "transcribed":
            return c.ReportTranscript, {"effect_key": about, "transcript": detail}
        case "voicemail", "recorded":
            return c.ReportVoicemail, {"effect_key": about, "recording": detail, "seconds": 0}
    late = {"effect_key": about, "outcome": said, "reason": detail}
    return c.RecordOutcome, {**late, "attempt": 0}


def _attempt(call: Call, event: Any, events: Decided) -> Fields:
    """The number of the latest attempt, and the provider's id if it gave one."""
    key = event.effect_key
    action = call.texts.get(key) or call.transfers.get(key) or call.voicemail
    return {"attempt": action.attempts if action else 0, **_provider_id(call, event, events)}


def _provider_id(_: Call, __: Any, events: Decided) -> Fields:
    taken = (ev for ev in events if isinstance(ev, e.SmsAccepted | e.TransferAccepted))
    return next(({"provider_id": event.provider_id} for event in taken), {})


def _routing(_: Call, __: Any, events: Decided) -> Fields:
    """The routing of the transfer that the caller confirmed."""
    confirmed = next((ev for ev in events if isinstance(ev, e.TransferConfirmed)), None)
    if confirmed is None:
        return {}
    spared = {event.leg for event in events if isinstance(event, e.RecipientUnavailable)}
    recipients = tuple(
        c.Recipient(
            name=leg.who, phone=leg.phone, do_not_disturb=leg.leg in spared, accept=leg.accept
        )
        for leg in confirmed.legs
    )
    known = {"ring_seconds": confirmed.ring_seconds, "mailbox": confirmed.mailbox}
    return {"routing": c.Routing(recipients=recipients, **known)}


def _fallback(_: Call, __: Any, events: Decided) -> Fields:
    return {"fallback": next((ev.text for ev in events if isinstance(ev, e.AgentSpoke)), "")}


def _refused(_: Call, event: Any, __: Decided) -> Fields:
    """A destination that existed, unless it was refused for being gone."""
    return {} if event.reason == "destination_gone" else {"routing": SOMEWHERE}


def _after(call: Call, _: Any, __: Decided) -> Fields:
    return {"after": call.position}


def _texting(_: Call, event: Any, __: Decided) -> Fields:
    return {"texting": event.facts}


def _cancelled(call: Call, event: Any, events: Decided) -> Fields:
    """Postponed after the end of the call, too late, or not attempted any more."""
    if event.reason == "call_ended":
        return _attempt(call, event, events)
    if event.reason == "too_late":
        return {}
    text = call.texts.get(event.effect_key)
    return {"attempt": text.attempts + 1 if text else 1, "texting": event.facts}


def _asks(call: Call, _: Any, __: Decided) -> Fields:
    return {"asks": call.current.asks if call.current else 0}


def _settled(_: Call, __: Any, events: Decided) -> Fields:
    return {"said": [ev.said for ev in events if isinstance(ev, e.PromiseFlagged)]}


def _closing(call: Call, event: Any, __: Decided) -> Fields:
    if event.by == Actor.OPERATOR:
        return {}
    return {"speech_id": call.closing.speech_id if call.closing else ""}


def _let_go(_: Call, event: Any, events: Decided) -> Fields:
    """The phone that was let go."""
    if event.reason != "decided_too_late":
        return {}
    return {"leg": next(ev.leg for ev in events if isinstance(ev, e.RecipientReleased))}


def _rang(call: Call, event: Any, events: Decided) -> Fields:
    """A phone that a carrier has to ask about was answered: that alone connects nobody."""
    transfer = call.transfers.get(event.effect_key)
    connected = any(isinstance(ev, e.TransferConnected) for ev in events)
    asks = transfer is not None and transfer.screening and not connected
    return {"status": "answered", "asked": False} if asks else {}


def _released(_: Call, event: Any, __: Decided) -> Fields:
    """A single release: the phone was answered too late, or rang after the transfer was over."""
    late = event.reason == "answered_too_late"
    return {"status": "answered" if late else "ringing", "reason": "failed"}


ADDED: Final[Mapping[type[e.CallEvent], Callable[[Call, Any, Decided], Fields]]] = {
    e.CallerSpoke: _routing,
    e.DigitsPressed: _routing,
    e.SmsRequested: _texting,
    e.SmsRefused: _texting,
    e.TransferRefused: _refused,
    e.TransferLapsed: _asks,
    e.TransferAskedAgain: _asks,
    e.SpeechAccepted: _routing,
    e.SpeechHeard: _routing,
    e.AgentFailed: _fallback,
    e.AgentWaited: _after,
    e.PromiseFlagged: _settled,
    e.SmsAccepted: _attempt,
    e.SmsAttempted: _texting,
    e.SmsCancelled: _cancelled,
    e.TransferAccepted: _attempt,
    e.TransferConnected: _attempt,
    e.TransferFailed: _attempt,
    e.TransferUnanswered: _let_go,
    e.HangUpRequested: _closing,
    e.VoicemailStarted: _attempt,
    e.VoicemailFailed: _attempt,
    e.SmsSent: _provider_id,
    e.SmsDelivered: _provider_id,
    e.RecipientRinging: _rang,
    e.RecipientReleased: _released,
}
"""By telling event: how to reconstruct the other fields of its command."""
