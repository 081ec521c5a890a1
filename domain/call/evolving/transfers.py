"""What becomes of a transfer."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, LegState, Transfer, Voicemail
from hookflash.domain.call.evolving.changes import tool_line, when, when_in
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
    transfer = _new(event)
    transfer.asks, transfer.asked_at = 1, event.at
    call.transfers[event.effect_key] = transfer
    tool_line(call, event, event.tool)


@when(e.TransferRefused)
def _(call: Call, event: e.TransferRefused) -> None:
    transfer = _new(event)
    transfer.outcome, transfer.reason, transfer.effect = "refused", event.reason, "settled"
    call.transfers[event.effect_key] = transfer
    tool_line(call, event, event.tool, event.reason)


def _new(event: e.TransferProposed | e.TransferRefused) -> Transfer:
    return Transfer(event.effect_key, event.tool, event.occurrence, event.destination)


def _transfer(call: Call, event: e.TransferEvent) -> Transfer | None:
    return call.transfers.get(event.effect_key)


@when_in(_transfer, e.TransferAskedAgain)
def _(transfer: Transfer, event: e.TransferAskedAgain) -> None:
    transfer.asks, transfer.asked_at = transfer.asks + 1, event.at


@when_in(_transfer, e.TransferConfirmed)
def _(transfer: Transfer, event: e.TransferConfirmed) -> None:
    transfer.outcome, transfer.ring_seconds = "confirmed", event.ring_seconds
    transfer.mailbox, transfer.ringing_since = event.mailbox, event.at
    transfer.legs = {leg.leg: LegState(leg) for leg in event.legs}


@when(e.TransferDeclined)
def _(call: Call, event: e.TransferDeclined) -> None:
    call.open_question = None
    if transfer := _transfer(call, event):
        transfer.outcome, transfer.effect = "declined", "settled"


@when(e.TransferLapsed)
def _(call: Call, event: e.TransferLapsed) -> None:
    call.open_question = None
    if transfer := _transfer(call, event):
        transfer.outcome, transfer.effect, transfer.reason = "lapsed", "settled", event.reason


@when_in(_transfer, e.TransferAbandoned)
def _(transfer: Transfer, _event: e.TransferAbandoned) -> None:
    transfer.outcome, transfer.effect = "abandoned", "settled"


@when_in(_transfer, e.TransferAttempted)
def _(transfer: Transfer, event: e.TransferAttempted) -> None:
    transfer.effect, transfer.attempts, transfer.changed_at = "attempted", event.attempt, event.at
    if event.attempt == 1:
        transfer.ringing_since = event.at


@when_in(_transfer, e.TransferPostponed)
def _(transfer: Transfer, event: e.TransferPostponed) -> None:
    transfer.effect, transfer.wait, transfer.changed_at = "postponed", event.seconds, event.at


@when_in(_transfer, e.TransferAccepted)
def _(transfer: Transfer, event: e.TransferAccepted) -> None:
    transfer.effect, transfer.changed_at = "accepted", event.at


@when_in(_transfer, e.TransferOutcomeUnknown)
def _(transfer: Transfer, event: e.TransferOutcomeUnknown) -> None:
    transfer.effect, transfer.reason, transfer.changed_at = "unknown", event.reason, event.at


@when_in(_transfer, e.TransferSought)
def _(transfer: Transfer, event: e.TransferSought) -> None:
    transfer.searches, transfer.changed_at = event.search, event.at


@when_in(_transfer, e.TransferConnected)
def _(transfer: Transfer, event: e.TransferConnected) -> None:
    transfer.outcome, transfer.effect = "connected", "settled"
    if event.handed_over and event.leg in transfer.legs:
        transfer.legs[event.leg].status = "handed_over"


@when(e.TransferUnanswered)
def _(call: Call, event: e.TransferUnanswered) -> None:
    if transfer := _transfer(call, event):
        transfer.outcome, transfer.reason = "unanswered", event.reason
        _to_voicemail(call, transfer)


@when(e.TransferFailed)
def _(call: Call, event: e.TransferFailed) -> None:
    if transfer := _transfer(call, event):
        transfer.outcome, transfer.reason = "failed", event.code or event.reason
        _to_voicemail(call, transfer)


def _to_voicemail(call: Call, transfer: Transfer) -> None:
    transfer.effect = "settled"
    if transfer.mailbox is not None:
        call.voicemail = Voicemail(effect_key(call.call_id, "voicemail", 1), transfer.mailbox)


def _leg(call: Call, event: RecipientEvent) -> LegState | None:
    transfer = _transfer(call, event)
    return transfer.legs.get(event.leg) if transfer else None


@when_in(_leg, e.RecipientRinging)
def _(leg: LegState, _event: e.RecipientRinging) -> None:
    leg.status = "ringing"


@when_in(_leg, e.RecipientAnswered)
def _(leg: LegState, _event: e.RecipientAnswered) -> None:
    leg.status = "answered"


@when_in(_leg, e.RecipientUnavailable)
def _(leg: LegState, _event: e.RecipientUnavailable) -> None:
    leg.status = "unavailable"


@when_in(_leg, e.RecipientReleased)
def _(leg: LegState, _event: e.RecipientReleased) -> None:
    leg.status = "released"


@when_in(_leg, e.RecipientStopped)
def _(leg: LegState, _event: e.RecipientStopped) -> None:
    leg.status = "stopped"
