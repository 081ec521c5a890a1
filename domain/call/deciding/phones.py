"""Decides on reports about a transfer's phones. Of competing reports, the first wins."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, LegState, Transfer
from hookflash.domain.call.commands import ReportLeg, TimeOutRing
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.deciding.transfers import (
    connect_external,
    note_accepted,
    note_leg,
    pending_legs,
    release,
    release_reason,
    ringing,
)
from hookflash.domain.event import Actor

HAS_CALLER = ("answered", "handed_over")
"""States of a phone that is connected to the caller."""


@deciding(ReportLeg)
def report_leg(decision: Decision, call: Call, command: ReportLeg) -> None:
    """Apply a provider's report about one phone of a transfer."""
    transfer = next((t for t in call.transfers.values() if command.leg in t.legs), None)
    if transfer is None:
        decision.late(Actor.PROVIDER, f"leg_{command.status}", command.leg, "not of this call")
        return
    leg = transfer.legs[command.leg]
    pending = transfer.outcome == "confirmed" and leg in pending_legs(transfer)
    if pending and command.status not in ("stopped", leg.status):
        _apply_report(decision, transfer, leg, command)
    else:
        _tidy_up(decision, transfer, leg, command)


def _apply_report(
    decision: Decision, transfer: Transfer, leg: LegState, command: ReportLeg
) -> None:
    note_accepted(decision, transfer)
    if command.status == "answered":
        _answer(decision, transfer, leg)
    elif command.status == "unavailable":
        _give_up(decision, transfer, leg, command)
    else:
        note_leg(decision, e.RecipientRinging, Actor.PROVIDER, transfer, leg)
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
    if command.status == "answered" and leg.status not in HAS_CALLER:
        release(decision, transfer, [leg], "answered_too_late")
    elif command.status == "ringing" and leg.status in ("waiting", "stopped"):
        release(decision, transfer, [leg], release_reason(transfer))
    elif command.status in ("stopped", "unavailable") and leg.status == "released":
        note_leg(decision, e.RecipientStopped, Actor.PROVIDER, transfer, leg)
    else:
        decision.late(Actor.PROVIDER, f"leg_{command.status}", command.leg, leg.status)


@deciding(TimeOutRing)
def time_out_ring(decision: Decision, call: Call, command: TimeOutRing) -> None:
    """Stop ringing and leave the transfer unanswered, if it still rings."""
    transfer, key = call.current, command.effect_key
    if call.state != "transferring" or transfer is None or transfer.effect_key != key:
        return
    release(decision, transfer, ringing(transfer), "timed_out")
    decision.note(e.TransferUnanswered, Actor.TIMER, effect_key=key, reason="timed_out")
