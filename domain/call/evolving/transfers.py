"""Applies the events of transfers."""

from typing import Final

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, LegState, Transfer, Voicemail
from hookflash.domain.call.evolving.changes import give_turn, tool_line, when, when_in
from hookflash.domain.call.identity import effect_key
from hookflash.domain.call.searches import SEARCH_SECONDS
from hookflash.domain.call.sharing import shared

SETTLING: Final = ("transfer_accepted", "transfer_refused", "transfer_postponed")
"""Late answers after which no phone will ring that is not released."""
RecipientEvent = (
    e.RecipientRinging
    | e.RecipientAnswered
    | e.RecipientBridged
    | e.RecipientUnavailable
    | e.RecipientReleased
    | e.RecipientStopped
)


@when(e.TransferProposed)
def on_transfer_proposed(call: Call, event: e.TransferProposed) -> None:
    """Add the transfer, asked for the first time."""
    transfer = _new(event)
    transfer.asks, transfer.asked_at = 1, event.at
    if transfer.external and event.limits is not None:
        transfer.counted_on = event.limits.day
    call.transfers[event.effect_key] = transfer
    tool_line(call, event, event.tool)


@when(e.TransferRefused)
def on_transfer_refused(call: Call, event: e.TransferRefused) -> None:
    """Add the transfer, settled as refused."""
    transfer = _new(event)
    transfer.outcome, transfer.reason, transfer.effect = "refused", event.reason, "settled"
    call.transfers[event.effect_key] = transfer
    call.refusals += 1
    tool_line(call, event, event.tool, event.reason)


def _new(event: e.TransferProposed | e.TransferRefused) -> Transfer:
    return Transfer(event.effect_key, event.tool, event.occurrence, shared(event.destination))


def _transfer(call: Call, event: e.TransferEvent) -> Transfer | None:
    return call.transfers.get(event.effect_key)


@when_in(_transfer, e.TransferAskedAgain)
def on_transfer_asked_again(transfer: Transfer, event: e.TransferAskedAgain) -> None:
    """Count the question; the lapse timer starts over."""
    transfer.asks, transfer.asked_at = transfer.asks + 1, event.at


@when_in(_transfer, e.TransferConfirmed)
def on_transfer_confirmed(transfer: Transfer, event: e.TransferConfirmed) -> None:
    """Fix who rings, for how long, and whose mailbox answers."""
    transfer.outcome, transfer.ring_seconds = "confirmed", event.ring_seconds
    transfer.mailbox, transfer.ringing_since = shared(event.mailbox), event.at
    transfer.legs = {leg.leg: LegState(leg) for leg in event.legs}


@when(e.TransferDeclined)
def on_transfer_declined(call: Call, event: e.TransferDeclined) -> None:
    """Close the question and settle the transfer; the caller is back with the agent."""
    call.open_question, call.conversing_since = None, event.at
    give_turn(call, event)
    if transfer := _transfer(call, event):
        transfer.outcome, transfer.effect = "declined", "settled"


@when(e.TransferLapsed)
def on_transfer_lapsed(call: Call, event: e.TransferLapsed) -> None:
    """Close the question and settle the transfer, with the reason; back to the agent."""
    call.open_question, call.conversing_since = None, event.at
    give_turn(call, event)
    if transfer := _transfer(call, event):
        transfer.outcome, transfer.effect, transfer.reason = "lapsed", "settled", event.reason


@when_in(_transfer, e.TransferAbandoned)
def on_transfer_abandoned(transfer: Transfer, event: e.TransferAbandoned) -> None:
    """Settle the transfer as abandoned."""
    transfer.outcome, transfer.effect = "abandoned", "settled"
    _look_for_phones(transfer, event)


@when_in(_transfer, e.TransferAttempted)
def on_transfer_attempted(transfer: Transfer, event: e.TransferAttempted) -> None:
    """Count the attempt; ringing time runs from the first."""
    transfer.effect, transfer.attempts, transfer.changed_at = "attempted", event.attempt, event.at
    transfer.screening = event.screening
    if event.attempt == 1:
        transfer.ringing_since = event.at


@when_in(_transfer, e.TransferPostponed)
def on_transfer_postponed(transfer: Transfer, event: e.TransferPostponed) -> None:
    """Keep the wait until the next attempt."""
    transfer.effect, transfer.wait, transfer.changed_at = "postponed", event.seconds, event.at


@when_in(_transfer, e.TransferAccepted)
def on_transfer_accepted(transfer: Transfer, event: e.TransferAccepted) -> None:
    """The provider has the request."""
    transfer.effect, transfer.changed_at = "accepted", event.at


@when_in(_transfer, e.TransferOutcomeUnknown)
def on_transfer_outcome_unknown(transfer: Transfer, event: e.TransferOutcomeUnknown) -> None:
    """Leave the outcome open until a search settles it."""
    transfer.effect, transfer.reason, transfer.changed_at = "unknown", event.reason, event.at


@when_in(_transfer, e.TransferSought)
def on_transfer_sought(transfer: Transfer, event: e.TransferSought) -> None:
    """Count the search."""
    transfer.searches, transfer.changed_at = event.search, event.at


@when_in(_transfer, e.TransferConnected)
def on_transfer_connected(transfer: Transfer, event: e.TransferConnected) -> None:
    """Settle the transfer as connected."""
    transfer.outcome, transfer.effect = "connected", "settled"
    if event.handed_over and event.leg in transfer.legs:
        transfer.legs[event.leg].status = "handed_over"


@when(e.TransferUnanswered)
def on_transfer_unanswered(call: Call, event: e.TransferUnanswered) -> None:
    """Settle the transfer and turn to voicemail."""
    if transfer := _transfer(call, event):
        transfer.outcome, transfer.reason = "unanswered", event.reason
        _look_for_phones(transfer, event)
        _start_voicemail(call, transfer)


@when(e.TransferFailed)
def on_transfer_failed(call: Call, event: e.TransferFailed) -> None:
    """Settle the transfer and turn to voicemail."""
    if transfer := _transfer(call, event):
        transfer.outcome, transfer.reason = "failed", event.code or event.reason
        _start_voicemail(call, transfer)


def _look_for_phones(transfer: Transfer, over: e.TransferAbandoned | e.TransferUnanswered) -> None:
    """Search for phones that the provider may ring although nobody waits any more."""
    if over.may_ring:
        transfer.last_search, transfer.changed_at = transfer.searches + len(SEARCH_SECONDS), over.at


@when(e.LateReportNoted)
def on_late_report_noted(call: Call, event: e.LateReportNoted) -> None:
    """The late answer to a request to ring tells what came of it."""
    transfer = call.transfers.get(event.about)
    if transfer is not None and event.report in SETTLING:
        transfer.last_search = 0


def _start_voicemail(call: Call, transfer: Transfer) -> None:
    transfer.effect = "settled"
    if transfer.mailbox is not None:
        call.voicemail = Voicemail(effect_key(call.call_id, "voicemail", 1), transfer.mailbox)


def _leg(call: Call, event: RecipientEvent) -> LegState | None:
    transfer = _transfer(call, event)
    return transfer.legs.get(event.leg) if transfer else None


@when_in(_leg, e.RecipientRinging)
def on_recipient_ringing(leg: LegState, event: e.RecipientRinging) -> None:
    """Mark the phone as ringing."""
    leg.status, leg.provider_id = "ringing", event.provider_id


@when_in(_leg, e.RecipientAnswered)
def on_recipient_answered(leg: LegState, _event: e.RecipientAnswered) -> None:
    """Mark the phone as answered."""
    leg.status = "answered"


@when_in(_leg, e.RecipientBridged)
def on_recipient_bridged(leg: LegState, _event: e.RecipientBridged) -> None:
    """Mark the phone as talking to the caller."""
    leg.status = "bridged"


@when_in(_leg, e.RecipientUnavailable)
def on_recipient_unavailable(leg: LegState, _event: e.RecipientUnavailable) -> None:
    """Mark the phone as unavailable."""
    leg.status = "unavailable"


@when_in(_leg, e.RecipientReleased)
def on_recipient_released(leg: LegState, _event: e.RecipientReleased) -> None:
    """Mark the phone as to be released; the provider has yet to confirm."""
    leg.status, leg.releases = "released", leg.releases + 1


@when_in(_leg, e.RecipientStopped)
def on_recipient_stopped(leg: LegState, _event: e.RecipientStopped) -> None:
    """Mark the phone as released by the provider."""
    leg.status = "stopped"
