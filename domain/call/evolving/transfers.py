"""What becomes of a transfer."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, LegState, Transfer, Voicemail
from hookflash.domain.call.evolving.changes import tool_line, when
from hookflash.domain.call.identity import effect_key

RecipientEvent = (
    e.RecipientRinging
    | e.RecipientAnswered
    | e.RecipientUnavailable
    | e.RecipientReleased
    | e.RecipientStopped
)


@when(e.TransferProposed)
def _(call: Call, event: e.TransferProposed) -> None:
    transfer = _transfer(event)
    transfer.asks, transfer.asked_at = 1, event.at
    call.transfers[event.effect_key] = transfer
    tool_line(call, event, event.tool)


@when(e.TransferRefused)
def _(call: Call, event: e.TransferRefused) -> None:
    transfer = _transfer(event)
    transfer.outcome, transfer.reason, transfer.effect = "refused", event.reason, "settled"
    call.transfers[event.effect_key] = transfer
    tool_line(call, event, event.tool, event.reason)


def _transfer(event: e.TransferProposed | e.TransferRefused) -> Transfer:
    return Transfer(event.effect_key, event.tool, event.occurrence, event.destination)


@when(e.TransferAskedAgain)
def _(call: Call, event: e.TransferAskedAgain) -> None:
    transfer = call.transfers[event.effect_key]
    transfer.asks, transfer.asked_at = transfer.asks + 1, event.at


@when(e.TransferConfirmed)
def _(call: Call, event: e.TransferConfirmed) -> None:
    transfer = call.transfers[event.effect_key]
    transfer.outcome, transfer.ring_seconds = "confirmed", event.ring_seconds
    transfer.mailbox, transfer.ringing_since = event.mailbox, event.at
    transfer.legs = {leg.leg: LegState(leg) for leg in event.legs}


@when(e.TransferDeclined)
def _(call: Call, event: e.TransferDeclined) -> None:
    _not_agreed(call, event.effect_key).outcome = "declined"


@when(e.TransferLapsed)
def _(call: Call, event: e.TransferLapsed) -> None:
    transfer = _not_agreed(call, event.effect_key)
    transfer.outcome, transfer.reason = "lapsed", event.reason


def _not_agreed(call: Call, effect: str) -> Transfer:
    call.open_question = None
    transfer = call.transfers[effect]
    transfer.effect = "settled"
    return transfer


@when(e.TransferAbandoned)
def _(call: Call, event: e.TransferAbandoned) -> None:
    transfer = call.transfers[event.effect_key]
    transfer.outcome, transfer.effect = "abandoned", "settled"


@when(e.TransferAttempted)
def _(call: Call, event: e.TransferAttempted) -> None:
    transfer = call.transfers[event.effect_key]
    transfer.effect, transfer.attempts, transfer.changed_at = "attempted", event.attempt, event.at
    if event.attempt == 1:
        transfer.ringing_since = event.at


@when(e.TransferPostponed)
def _(call: Call, event: e.TransferPostponed) -> None:
    transfer = call.transfers[event.effect_key]
    transfer.effect, transfer.wait, transfer.changed_at = "postponed", event.seconds, event.at


@when(e.TransferAccepted)
def _(call: Call, event: e.TransferAccepted) -> None:
    transfer = call.transfers[event.effect_key]
    transfer.effect, transfer.changed_at = "accepted", event.at


@when(e.TransferOutcomeUnknown)
def _(call: Call, event: e.TransferOutcomeUnknown) -> None:
    transfer = call.transfers[event.effect_key]
    transfer.effect, transfer.reason, transfer.changed_at = "unknown", event.reason, event.at


@when(e.TransferSought)
def _(call: Call, event: e.TransferSought) -> None:
    transfer = call.transfers[event.effect_key]
    transfer.searches, transfer.changed_at = event.search, event.at


@when(e.TransferConnected)
def _(call: Call, event: e.TransferConnected) -> None:
    transfer = call.transfers[event.effect_key]
    transfer.outcome, transfer.effect = "connected", "settled"


@when(e.TransferUnanswered)
def _(call: Call, event: e.TransferUnanswered) -> None:
    _to_voicemail(call, event.effect_key).outcome = "unanswered"


@when(e.TransferFailed)
def _(call: Call, event: e.TransferFailed) -> None:
    transfer = _to_voicemail(call, event.effect_key)
    transfer.outcome, transfer.reason = "failed", event.code or event.reason


def _to_voicemail(call: Call, effect: str) -> Transfer:
    transfer = call.transfers[effect]
    transfer.effect = "settled"
    if transfer.mailbox is not None:
        call.voicemail = Voicemail(effect_key(call.call_id, "voicemail", 1), transfer.mailbox)
    return transfer


def _leg(call: Call, event: RecipientEvent) -> LegState:
    return call.transfers[event.effect_key].legs[event.leg]


@when(e.RecipientRinging)
def _(call: Call, event: e.RecipientRinging) -> None:
    _leg(call, event).status = "ringing"


@when(e.RecipientAnswered)
def _(call: Call, event: e.RecipientAnswered) -> None:
    _leg(call, event).status = "answered"


@when(e.RecipientUnavailable)
def _(call: Call, event: e.RecipientUnavailable) -> None:
    _leg(call, event).status = "unavailable"


@when(e.RecipientReleased)
def _(call: Call, event: e.RecipientReleased) -> None:
    _leg(call, event).status = "released"


@when(e.RecipientStopped)
def _(call: Call, event: e.RecipientStopped) -> None:
    _leg(call, event).status = "stopped"
