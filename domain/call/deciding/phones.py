"""Decides on reports about a transfer's phones, and so who gets the caller.

Of competing reports, the first wins. A carrier that screens asks before it connects a phone: then
the first question wins, and a mere report that a phone was answered decides nothing. Whatever was
decided, the phone that a carrier says it has connected keeps the caller
(docs/explanation/effects.md).
"""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import HAS_CALLER, NOT_TAKEN, Call, LegState, Transfer
from hookflash.domain.call.commands import LetGo, ReportBridged, ReportLeg, TimeOutRing
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.deciding.transfers import (
    connect_external,
    is_unanswered,
    note_accepted,
    note_carried_out_late,
    note_leg,
    pending_legs,
    release,
    release_reason,
    ringing,
)
from hookflash.domain.event import Actor

VOICEMAIL_NOT_TAKEN = (*NOT_TAKEN, "attempted")
"""States of a voicemail that the provider may not have begun: the caller may be with a member."""


@deciding(ReportLeg)
def report_leg(decision: Decision, call: Call, command: ReportLeg) -> None:
    """Apply a provider's report about one phone of a transfer."""
    transfer = _transfer_with(call, command.leg)
    if transfer is None:
        decision.late(Actor.PROVIDER, f"leg_{command.status}", command.leg, "not of this call")
        return
    leg = transfer.legs[command.leg]
    pending = transfer.outcome == "confirmed" and leg in pending_legs(transfer)
    if pending and _awaits_the_question(transfer, command):
        _note_that_it_rings(decision, transfer, leg, command)
    elif pending and command.status not in ("stopped", leg.status):
        _apply_report(decision, transfer, leg, command)
    elif not (command.asked and leg.status in HAS_CALLER):  # else it was told so before
        _tidy_up(decision, transfer, leg, command)


def _transfer_with(call: Call, leg: str) -> Transfer | None:
    return next((t for t in call.transfers.values() if leg in t.legs), None)


def _awaits_the_question(transfer: Transfer, command: ReportLeg) -> bool:
    """Whether an answered phone still has to be asked about before it counts as connected."""
    return transfer.screening and command.status == "answered" and not command.asked


def _note_that_it_rings(
    decision: Decision, transfer: Transfer, leg: LegState, command: ReportLeg
) -> None:
    if leg.status == "waiting":
        note_accepted(decision, transfer)
        told = {"provider_id": command.provider_id}
        note_leg(decision, e.RecipientRinging, Actor.PROVIDER, transfer, leg, **told)


@deciding(ReportBridged)
def report_bridged(decision: Decision, call: Call, command: ReportBridged) -> None:
    """Record which phone has the caller; another that was connected before loses it.

    The first bridge is kept: a second one is released.
    """
    transfer = _transfer_with(call, command.leg)
    if transfer is None:
        decision.late(Actor.PROVIDER, "leg_bridged", command.leg, "not of this call")
        return
    leg, winner = transfer.legs[command.leg], transfer.winner
    if transfer.external and transfer.outcome == "confirmed":
        note_accepted(decision, transfer)
        connect_external(decision, transfer)
    elif transfer.external or leg.status in ("bridged", "stopped"):
        decision.late(Actor.PROVIDER, "leg_bridged", command.leg, leg.status)
    elif _may_have_caller(call):
        note_accepted(decision, transfer)
        _answer(decision, transfer, leg)
        note_leg(decision, e.RecipientBridged, Actor.PROVIDER, transfer, leg)
    elif call.state == "dropped" and winner is not None and winner.status == "answered":
        if winner is not leg:
            release(decision, transfer, [winner], "answered_too_late")
        note_leg(decision, e.RecipientBridged, Actor.PROVIDER, transfer, leg)
    else:
        _refuse_bridge(decision, transfer, leg)


def _may_have_caller(call: Call) -> bool:
    """Whether no phone is recorded as connected, and the caller has not come to the voicemail.

    The ring time may be over in the log, while the carrier had connected a phone just before.
    """
    voicemail = call.voicemail
    if call.state == "voicemail_fallback" and voicemail is not None:
        return voicemail.status in VOICEMAIL_NOT_TAKEN
    return call.state == "transferring"


def _refuse_bridge(decision: Decision, transfer: Transfer, leg: LegState) -> None:
    """Let go a phone that a carrier connected too late: nobody is there, or another member is."""
    if leg.status in ("released", *HAS_CALLER):
        decision.late(Actor.PROVIDER, "leg_bridged", leg.leg.leg, leg.status)
    else:
        release(decision, transfer, [leg], "answered_too_late")


def _apply_report(
    decision: Decision, transfer: Transfer, leg: LegState, command: ReportLeg
) -> None:
    note_accepted(decision, transfer)
    if command.status == "answered":
        _answer(decision, transfer, leg)
    elif command.status == "unavailable":
        _give_up(decision, transfer, leg, command)
    else:
        told = {"provider_id": command.provider_id}
        note_leg(decision, e.RecipientRinging, Actor.PROVIDER, transfer, leg, **told)
        connect_external(decision, transfer)


def _answer(decision: Decision, transfer: Transfer, leg: LegState) -> None:
    note_leg(decision, e.RecipientAnswered, Actor.MEMBER, transfer, leg)
    handed_over = transfer.external
    note_leg(decision, e.TransferConnected, Actor.MEMBER, transfer, leg, handed_over=handed_over)
    others = [other for other in pending_legs(transfer) if other is not leg]
    release(decision, transfer, others, "answered_elsewhere")


def _give_up(decision: Decision, transfer: Transfer, leg: LegState, command: ReportLeg) -> None:
    by = Actor.MEMBER if command.reason in ("declined", "busy") else Actor.PROVIDER
    said = {"reason": command.reason, "code": command.code}
    note_leg(decision, e.RecipientUnavailable, by, transfer, leg, **said)
    if pending_legs(transfer) == [leg]:
        key = transfer.effect_key
        decision.note(e.TransferUnanswered, Actor.SYSTEM, effect_key=key, reason="nobody_available")


def _tidy_up(decision: Decision, transfer: Transfer, leg: LegState, command: ReportLeg) -> None:
    """Handle a phone that no longer counts: release it if it rings or was answered."""
    if command.status in ("answered", "ringing") and note_carried_out_late(decision, transfer, leg):
        return
    if command.status == "answered" and leg.status not in HAS_CALLER:
        release(decision, transfer, [leg], "answered_too_late")
    elif command.status == "ringing" and leg.status in ("waiting", "stopped"):
        release(decision, transfer, [leg], release_reason(transfer))
    elif command.status in ("stopped", "unavailable") and leg.status == "released":
        note_leg(decision, e.RecipientStopped, Actor.PROVIDER, transfer, leg)
    else:
        decision.late(Actor.PROVIDER, f"leg_{command.status}", command.leg, leg.status)


@deciding(LetGo)
def let_go(decision: Decision, call: Call, command: LetGo) -> None:
    """Send the caller to voicemail: the phone recorded as connected never got them."""
    transfer = _transfer_with(call, command.leg)
    if call.state != "dropped" or transfer is None:
        return
    leg, key = transfer.legs[command.leg], transfer.effect_key
    if leg.status == "answered":
        release(decision, transfer, [leg], "failed")
        said = {"effect_key": key, "reason": "decided_too_late"}
        decision.note(e.TransferUnanswered, Actor.SYSTEM, **said)


@deciding(TimeOutRing)
def time_out_ring(decision: Decision, call: Call, command: TimeOutRing) -> None:
    """Stop ringing and leave the transfer unanswered, if it still rings."""
    transfer, key = call.current, command.effect_key
    if call.state != "transferring" or transfer is None or transfer.effect_key != key:
        return
    release(decision, transfer, ringing(transfer), "timed_out")
    said = {"reason": "timed_out", "may_ring": is_unanswered(transfer)}
    decision.note(e.TransferUnanswered, Actor.TIMER, effect_key=key, **said)
