"""Describes every event of a call in a sentence, for trails, timelines and the console."""

from collections.abc import Callable
from typing import Any, Final

from hookflash.domain.call import events as e
from hookflash.domain.call.flags import what_happened
from hookflash.domain.event import Actor
from hookflash.projections.texts.explanation import explain

Describe = Callable[[Any], str]


def describe(event: e.CallEvent) -> str:
    """Describe ``event`` in one line."""
    return DESCRIPTIONS[type(event)](event)


def _received(event: e.CallReceived) -> str:
    test = "Test call" if event.test else "Call"
    return f"{test} from {event.contact or 'a withheld number'} to {event.number}"


def _agent_spoke(event: e.AgentSpoke) -> str:
    return f"“{event.heard}”{cut_off(event.unheard)}"


def cut_off(unheard: str) -> str:
    """What follows words that were cut off, to show the rest; empty without a rest."""
    return f" (cut off; not heard: “{unheard.strip()}”)" if unheard.strip() else ""


def _sms_refused(event: e.SmsRefused) -> str:
    return f"Text refused: {explain('refused', event.reason, '')}"


def _sms_failed(event: e.SmsFailed) -> str:
    what = "The text failed" if event.status == "failed" else "The text was not delivered"
    code = f" (code {event.code})" if event.code else ""
    return f"{what}: {explain(event.status, event.reason, event.code)}{code}"


def _sms_answered(event: e.SmsArrivalAnswered) -> str:
    arrived = "arrived" if event.arrived else "did not arrive"
    return f"The caller said the text {arrived}: “{event.words}”"


def _confirmed(event: e.TransferConfirmed) -> str:
    return f"The caller agreed to be transferred to {event.destination.name}: “{event.words}”"


def _attempted(what: str) -> Describe:
    return lambda event: f"{what}, attempt {event.attempt}"


def _postponed(what: str) -> Describe:
    return lambda event: f"{what} ({_plain(event.reason)}); retrying in {event.seconds:g} s"


def _unavailable(event: e.RecipientUnavailable) -> str:
    code = f" (code {event.code})" if event.code else ""
    return f"{event.who}: {_plain(event.reason)}{code}"


def _connected(event: e.TransferConnected) -> str:
    if event.handed_over:
        return f"Handed over to {event.who} through the carrier"
    return f"{event.who} is connected to the caller"


def _failed(what: str) -> Describe:
    def described(event: e.TransferFailed | e.VoicemailFailed) -> str:
        code = f" (code {event.code})" if event.code else ""
        return f"{what}: {_plain(event.reason) or 'no reason given'}{code}"

    return described


def _abandoned(event: e.TransferAbandoned) -> str:
    hung_up = "The caller hung up" if event.by is Actor.CALLER else "The call ended"
    return f"{hung_up} while {_STAGES[event.stage]}"


_STAGES: Final = {"asked": "being asked", "ringing": "phones rang"}


def _late(event: e.LateReportNoted) -> str:
    detail = f" ({_plain(event.detail)})" if event.detail else ""
    return f"Came too late to change anything: {_plain(event.report)}{detail}"


def _heard(event: e.SpeechHeard) -> str:
    seconds = (event.ended_at - event.began_at).total_seconds()
    if event.finished:
        return f"The caller heard it to its end, {seconds:.1f} s"
    return f"Cut off after {seconds:.1f} s: the caller heard {event.heard_chars} characters"


def _agent_failed(event: e.AgentFailed) -> str:
    detail = f" ({event.detail})" if event.detail else ""
    return f"The agent failed: {_plain(event.reason)}{detail}"


def _opted_out(event: e.OptOutHeard) -> str:
    where = "" if event.recorded else ", for this call only"
    return f"Wants no more texts{where}: “{event.words}”"


def _promise_flagged(event: e.PromiseFlagged) -> str:
    if event.claim == "unannounced":
        return "The agent sent a text and did not tell the caller"
    instead = what_happened(event.action, event.truth)
    return f"The agent said “{event.words}”, but {instead}"


def _plain(machine: str) -> str:
    return machine.replace("_", " ")


DESCRIPTIONS: Final[dict[type[e.CallEvent], Describe]] = {
    e.CallReceived: _received,
    e.CallAnswered: lambda event: f"{event.agent} answered",
    e.CallerSpoke: lambda event: f"“{event.text}”",
    e.DigitsPressed: lambda event: f"Pressed {event.digits}",
    e.AgentSpoke: _agent_spoke,
    e.SpeechAccepted: lambda _: "The telephony accepted it for saying",
    e.SpeechHeard: _heard,
    e.SpeechUnspoken: lambda event: f"Never said: {_plain(event.reason)}",
    e.AgentFailed: _agent_failed,
    e.AgentWaited: lambda _: "The agent waits for the caller",
    e.AgentLeft: lambda _: "The agent left the call",
    e.AgentSilenced: lambda event: f"Not said ({_plain(event.reason)}): “{event.text}”",
    e.ToolCallRejected: lambda event: f"{event.tool} rejected: {event.detail}",
    e.LateReportNoted: _late,
    e.ActionFlagged: lambda event: f"Flagged for a person to check: {_plain(event.reason)}",
    e.EmergencyHeard: lambda event: f"An emergency: “{event.words}”",
    e.OptOutHeard: _opted_out,
    e.OptOutAnswered: lambda event: (
        f"{'No more texts' if event.opted_out else 'Not meant for all texts'}: “{event.words}”"
    ),
    e.CallerTexted: lambda event: f"The caller sent a text: “{event.body}”",
    e.PromiseFlagged: _promise_flagged,
    e.RecordingDeclined: lambda event: f"Does not want to be recorded: “{event.words}”",
    e.RecordingStopped: lambda _: "The telephony knows that the caller is not to be recorded",
    e.CallClosing: lambda _: "Goodbye was said",
    e.HangUpRequested: lambda event: f"The call is to be hung up: {_plain(event.reason)}",
    e.CallFoundLive: lambda _: "The provider still has the call",
    e.CallEnded: lambda event: f"The call ended: {_plain(event.reason)}",
    e.SmsRequested: lambda event: f"Text to {event.recipient}: “{event.body}”",
    e.SmsRefused: _sms_refused,
    e.SmsAttempted: _attempted("Asked the provider to send the text"),
    e.SmsPostponed: _postponed("The provider did not accept the text"),
    e.SmsAccepted: lambda _: "The provider accepted the text",
    e.SmsSent: lambda _: "The text was sent",
    e.SmsDelivered: lambda _: "The text was delivered",
    e.SmsFailed: _sms_failed,
    e.SmsOutcomeUnknown: lambda event: (
        f"Unknown whether the provider accepted the text: {event.reason}"
    ),
    e.SmsSought: lambda _: "Asked the provider about the text; it had nothing new",
    e.SmsCancelled: lambda event: f"The text was cancelled: {_plain(event.reason)}",
    e.SmsArrivalAnswered: _sms_answered,
    e.TransferProposed: lambda event: f"Asked whether to transfer to {event.destination.name}",
    e.TransferRefused: lambda event: (
        f"Transfer to {event.destination.name} refused: {_plain(event.reason)}"
    ),
    e.TransferAskedAgain: lambda _: "Asked again",
    e.TransferAnswerHeld: lambda event: (
        f"“{event.words}” waits until it is known what the caller heard"
    ),
    e.TransferConfirmed: _confirmed,
    e.TransferDeclined: lambda event: f"The caller declined: “{event.words}”",
    e.TransferLapsed: lambda event: f"The question lapsed: {_plain(event.reason)}",
    e.TransferAttempted: _attempted("Asked the provider for the transfer"),
    e.TransferPostponed: _postponed("The provider did not accept the transfer"),
    e.TransferAccepted: lambda _: "The provider accepted the transfer",
    e.TransferOutcomeUnknown: lambda event: (
        f"Unknown whether the provider accepted the transfer: {event.reason}"
    ),
    e.TransferSought: lambda _: "Asked the provider about the transfer; it had no record of it",
    e.RecipientRinging: lambda event: f"{event.who}: ringing",
    e.RecipientAnswered: lambda event: f"{event.who}: answered",
    e.RecipientBridged: lambda event: f"{event.who}: the carrier connected the caller",
    e.RecipientUnavailable: _unavailable,
    e.RecipientReleased: lambda event: f"{event.who}: released ({_plain(event.reason)})",
    e.RecipientStopped: lambda event: f"{event.who}: release confirmed",
    e.TransferConnected: _connected,
    e.TransferUnanswered: lambda event: f"No one answered: {_plain(event.reason)}",
    e.TransferFailed: _failed("The provider refused the transfer"),
    e.TransferAbandoned: _abandoned,
    e.VoicemailAttempted: _attempted("Asked the provider to play the voicemail"),
    e.VoicemailPostponed: _postponed("The provider did not accept the voicemail"),
    e.VoicemailOffered: lambda _: "Asked whether to leave a recorded message",
    e.VoicemailChosen: lambda _: "The caller chose to leave a recorded message",
    e.VoicemailDeclined: lambda event: f"No message is recorded: {_plain(event.reason)}",
    e.VoicemailStarted: lambda event: f"{event.owner}'s voicemail is playing",
    e.VoicemailFailed: _failed("The voicemail did not play"),
    e.VoicemailRecorded: lambda event: f"A message of {event.seconds:g} s was left",
    e.VoicemailTranscribed: lambda event: f"Transcript of the message: “{event.transcript}”",
    e.VoicemailStopped: lambda event: f"Voicemail stopped: {_plain(event.reason)}",
    e.RecordingAttempted: _attempted("Asked the provider for the recording"),
    e.RecordingPostponed: _postponed("The recording could not be fetched"),
    e.RecordingKept: lambda event: f"The recording is kept ({event.size / 1000:,.0f} kB)",
    e.RecordingLost: lambda event: f"The recording could not be kept: {_plain(event.reason)}",
    e.RecordingDiscardPostponed: _postponed("The provider did not delete its copy"),
    e.RecordingDiscarded: lambda _: "The provider has deleted its copy of the recording",
    e.RecordingLeft: lambda event: f"The provider still has its copy: {_plain(event.reason)}",
    e.RecordingExpired: lambda _: "The recording has expired and was deleted",
}
"""The description of each kind of event."""
