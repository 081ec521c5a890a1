"""Phones ring for a transfer: exactly one outcome, whoever is first."""

from collections.abc import Iterable
from typing import Literal

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, LegState, Transfer
from hookflash.domain.call.commands import RecordOutcome, ReportLeg, TimeOutRing
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.event import Actor

Why = Literal["answered_elsewhere", "answered_too_late", "timed_out", "caller_hung_up", "failed"]
OUT = ("unavailable", "released", "stopped")


def release(decision: Decision, transfer: Transfer, legs: Iterable[LegState], why: Why) -> None:
    """Have phones stop that may be ringing. None is, as long as nobody was asked to ring them."""
    if transfer.attempts == 0:
        return
    for leg in legs:
        decision.note(
            e.RecipientReleased,
            Actor.SYSTEM,
            effect_key=transfer.effect_key,
            leg=leg.leg.leg,
            who=leg.leg.who,
            reason=why,
        )


def ringing(transfer: Transfer) -> list[LegState]:
    """The phones that ring, or may ring without having told us."""
    return [leg for leg in transfer.legs.values() if leg.status in ("waiting", "ringing")]


def record_transfer_outcome(
    decision: Decision, call: Call, transfer: Transfer, command: RecordOutcome
) -> None:
    """Enter the provider's answer to the request to ring."""
    key = transfer.effect_key
    if call.state != "transferring":
        decision.late(Actor.PROVIDER, f"transfer_{command.outcome}", key, command.reason)
    elif command.outcome == "accepted":
        _accept(decision, transfer, command.provider_id)
    elif command.outcome == "refused":
        decision.note(
            e.TransferFailed,
            Actor.PROVIDER,
            effect_key=key,
            code=command.code,
            reason=command.reason,
        )
    elif transfer.effect != "accepted":
        _leave_open(decision, key, command)


def _accept(decision: Decision, transfer: Transfer, provider_id: str) -> None:
    key = transfer.effect_key
    if transfer.effect != "accepted":
        decision.note(e.TransferAccepted, Actor.PROVIDER, effect_key=key, provider_id=provider_id)
    if transfer.external:
        leg = next(iter(transfer.legs.values())).leg
        decision.note(
            e.TransferConnected,
            Actor.PROVIDER,
            effect_key=key,
            leg=leg.leg,
            who=leg.who,
            handed_over=True,
        )


def _leave_open(decision: Decision, key: str, command: RecordOutcome) -> None:
    data = {"effect_key": key, "attempt": command.attempt, "reason": command.reason}
    if command.outcome == "unknown":
        decision.note(e.TransferOutcomeUnknown, Actor.PROVIDER, **data)
    else:
        decision.note(e.TransferPostponed, Actor.PROVIDER, **data, seconds=command.seconds)


@deciding(ReportLeg)
def _(decision: Decision, call: Call, command: ReportLeg) -> None:
    transfer = next((t for t in call.transfers.values() if command.leg in t.legs), None)
    if transfer is None:
        decision.late(Actor.PROVIDER, f"leg_{command.status}", command.leg, "not of this call")
        return
    leg = transfer.legs[command.leg]
    live = call.state == "transferring" and leg.status not in OUT
    if command.status == "answered":
        (_answer if live else _too_late)(decision, transfer, leg)
    elif command.status == "ringing" and live and leg.status == "waiting":
        _tell(decision, e.RecipientRinging, Actor.PROVIDER, transfer, leg)
    elif command.status == "unavailable" and live:
        _give_up(decision, transfer, leg, command)
    elif command.status in ("stopped", "unavailable") and leg.status == "released":
        _tell(decision, e.RecipientStopped, Actor.PROVIDER, transfer, leg)
    elif command.status == "ringing" and leg.status == "stopped":
        release(
            decision, transfer, [leg], "caller_hung_up" if call.state == "ended" else "timed_out"
        )
    else:
        decision.late(Actor.PROVIDER, f"leg_{command.status}", command.leg, leg.status)


def _answer(decision: Decision, transfer: Transfer, leg: LegState) -> None:
    _tell(decision, e.RecipientAnswered, Actor.MEMBER, transfer, leg)
    _tell(decision, e.TransferConnected, Actor.MEMBER, transfer, leg)
    others = [other for other in ringing(transfer) if other is not leg]
    release(decision, transfer, others, "answered_elsewhere")


def _too_late(decision: Decision, transfer: Transfer, leg: LegState) -> None:
    if leg.status == "answered":
        decision.late(Actor.MEMBER, "leg_answered", leg.leg.leg, "has the caller already")
    else:
        release(decision, transfer, [leg], "answered_too_late")


def _give_up(decision: Decision, transfer: Transfer, leg: LegState, command: ReportLeg) -> None:
    by = Actor.MEMBER if command.reason in ("declined", "busy") else Actor.PROVIDER
    decision.note(
        e.RecipientUnavailable,
        by,
        effect_key=transfer.effect_key,
        leg=leg.leg.leg,
        who=leg.leg.who,
        reason=command.reason,
        code=command.code,
    )
    if ringing(transfer) == [leg]:
        decision.note(
            e.TransferUnanswered,
            Actor.SYSTEM,
            effect_key=transfer.effect_key,
            reason="nobody_available",
        )


def _tell(
    decision: Decision, kind: type[e.TransferEvent], by: Actor, transfer: Transfer, leg: LegState
) -> None:
    decision.note(kind, by, effect_key=transfer.effect_key, leg=leg.leg.leg, who=leg.leg.who)


@deciding(TimeOutRing)
def _(decision: Decision, call: Call, command: TimeOutRing) -> None:
    transfer = call.current
    if call.state != "transferring" or transfer is None:
        return
    if transfer.effect_key == command.effect_key:
        release(decision, transfer, ringing(transfer), "timed_out")
        decision.note(
            e.TransferUnanswered, Actor.TIMER, effect_key=command.effect_key, reason="timed_out"
        )
