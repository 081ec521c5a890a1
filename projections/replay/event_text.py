"""Every event of a call in plain words."""

from collections.abc import Callable
from typing import Any, Final

from hookflash.domain.call import events as e
from hookflash.projections.texts.explanation import explain

Tell = Callable[[Any], str]


def tell(event: e.CallEvent) -> str:
    """Put ``event`` into one line."""
    return WORDS[type(event)](event)


def _received(event: e.CallReceived) -> str:
    test = "Test call" if event.test else "Call"
    return f"{test} from {event.contact or 'a withheld number'} to {event.number}"


def _agent_spoke(event: e.AgentSpoke) -> str:
    return f"“{event.text}”"


def _sms_refused(event: e.SmsRefused) -> str:
    return f"Text refused: {explain('refused', event.reason, '')}"


def _sms_failed(event: e.SmsFailed) -> str:
    what = "The text failed" if event.status == "failed" else "The text was not delivered"
    code = f" (code {event.code})" if event.code else ""
    return f"{what}: {explain(event.status, event.reason, event.code)}{code}"


def _sms_answered(event: e.SmsArrivalAnswered) -> str:
    came = "came" if event.arrived else "did not come"
    return f"The caller says that the text {came}: “{event.words}”"


def _confirmed(event: e.TransferConfirmed) -> str:
    return f"The caller agreed to be transferred to {event.destination.name}: “{event.words}”"


def _attempted(what: str) -> Tell:
    return lambda event: f"{what}, attempt {event.attempt}"


def _postponed(what: str) -> Tell:
    return lambda event: f"{what} ({_plain(event.reason)}); again in {event.seconds:g} s"


def _unavailable(event: e.RecipientUnavailable) -> str:
    code = f" (code {event.code})" if event.code else ""
    return f"{event.who}: {_plain(event.reason)}{code}"


def _connected(event: e.TransferConnected) -> str:
    if event.handed_over:
        return f"The carrier took the call to {event.who}"
    return f"{event.who} has the caller"


def _failed(what: str) -> Tell:
    def told(event: e.TransferFailed | e.VoicemailFailed) -> str:
        code = f" (code {event.code})" if event.code else ""
        return f"{what}: {_plain(event.reason) or 'no reason given'}{code}"

    return told


def _abandoned(event: e.TransferAbandoned) -> str:
    when = "being asked" if event.stage == "asked" else "it rang"
    return f"The caller hung up while {when}"


def _late(event: e.LateReportNoted) -> str:
    detail = f" ({_plain(event.detail)})" if event.detail else ""
    return f"Came too late to change anything: {_plain(event.report)}{detail}"


def _plain(machine: str) -> str:
    return machine.replace("_", " ")


WORDS: Final[dict[type[e.CallEvent], Tell]] = {
    e.CallReceived: _received,
    e.CallAnswered: lambda event: f"{event.agent} answered",
    e.CallerSpoke: lambda event: f"“{event.text}”",
    e.DigitsPressed: lambda event: f"Pressed {event.digits}",
    e.AgentSpoke: _agent_spoke,
    e.AgentLeft: lambda _: "The agent left the call",
    e.AgentSilenced: lambda event: f"Not said ({_plain(event.reason)}): “{event.text}”",
    e.ToolCallRejected: lambda event: f"{event.tool} turned away: {event.detail}",
    e.LateReportNoted: _late,
    e.ActionFlagged: lambda event: f"A person has to look: {_plain(event.reason)}",
    e.CallEnded: lambda event: f"The call ended: {_plain(event.reason)}",
    e.SmsRequested: lambda event: f"Text to {event.recipient}: “{event.body}”",
    e.SmsRefused: _sms_refused,
    e.SmsAttempted: _attempted("Asked the provider to send the text"),
    e.SmsPostponed: _postponed("The provider did not take the text"),
    e.SmsAccepted: lambda _: "The provider took the text",
    e.SmsSent: lambda _: "The text was sent",
    e.SmsDelivered: lambda _: "The text was delivered",
    e.SmsFailed: _sms_failed,
    e.SmsOutcomeUnknown: lambda event: f"Not known whether the text was taken: {event.reason}",
    e.SmsSought: lambda _: "Asked the provider about the text; it knew nothing new",
    e.SmsCancelled: lambda event: f"The text was given up: {_plain(event.reason)}",
    e.SmsArrivalAnswered: _sms_answered,
    e.TransferProposed: lambda event: f"Asked whether to transfer to {event.destination.name}",
    e.TransferRefused: lambda event: (
        f"Transfer to {event.destination.name} refused: {_plain(event.reason)}"
    ),
    e.TransferAskedAgain: lambda _: "Asked again",
    e.TransferConfirmed: _confirmed,
    e.TransferDeclined: lambda event: f"The caller declined: “{event.words}”",
    e.TransferLapsed: lambda event: f"The question lapsed: {_plain(event.reason)}",
    e.TransferAttempted: _attempted("Asked the provider for the transfer"),
    e.TransferPostponed: _postponed("The provider did not take the transfer"),
    e.TransferAccepted: lambda _: "The provider took the transfer",
    e.TransferOutcomeUnknown: lambda event: (
        f"Not known whether the transfer was taken: {event.reason}"
    ),
    e.TransferSought: lambda _: "Asked the provider about the transfer; it knew nothing",
    e.RecipientRinging: lambda event: f"{event.who}: ringing",
    e.RecipientAnswered: lambda event: f"{event.who}: answered",
    e.RecipientUnavailable: _unavailable,
    e.RecipientReleased: lambda event: f"{event.who}: let go ({_plain(event.reason)})",
    e.RecipientStopped: lambda event: f"{event.who}: stopped",
    e.TransferConnected: _connected,
    e.TransferUnanswered: lambda event: f"Nobody took it: {_plain(event.reason)}",
    e.TransferFailed: _failed("The provider refused the transfer"),
    e.TransferAbandoned: _abandoned,
    e.VoicemailAttempted: _attempted("Asked the provider to play the voicemail"),
    e.VoicemailPostponed: _postponed("The provider did not take the voicemail"),
    e.VoicemailStarted: lambda event: f"Voicemail of {event.owner} plays",
    e.VoicemailFailed: _failed("The voicemail did not play"),
    e.VoicemailRecorded: lambda event: f"A message of {event.seconds:g} s was left",
    e.VoicemailStopped: lambda event: f"Voicemail stopped: {_plain(event.reason)}",
}
"""How each kind of event is told."""
