"""Decides on the provider's answers to the request to ring, and releases phones."""

from collections.abc import Iterable
from typing import Literal

from hookflash.domain.call import events as e
from hookflash.domain.call.call import NOT_TAKEN, LegState, Transfer
from hookflash.domain.call.commands import RecordOutcome
from hookflash.domain.call.deciding.decision import Decision
from hookflash.domain.event import Actor

ReleaseReason = Literal[
    "answered_elsewhere", "answered_too_late", "timed_out", "caller_hung_up", "failed"
]
RELEASE_REASONS: dict[str, ReleaseReason] = {
    "connected": "answered_elsewhere",
    "failed": "failed",
    "abandoned": "caller_hung_up",
}
"""Why phones are released after a transfer, by its outcome; otherwise ``timed_out``."""
UNSETTLED = (*NOT_TAKEN, "attempted", "unknown")
"""States in which it is news that the provider accepted the request."""


def release(
    decision: Decision, transfer: Transfer, legs: Iterable[LegState], reason: ReleaseReason
) -> None:
    """Request that phones stop ringing, or be hung up."""
    for leg in legs:
        note_leg(decision, e.RecipientReleased, Actor.SYSTEM, transfer, leg, reason=reason)


def pending_legs(transfer: Transfer) -> list[LegState]:
    """The phones that may still be answered."""
    return [leg for leg in transfer.legs.values() if leg.status in ("waiting", "ringing")]


def ringing(transfer: Transfer) -> list[LegState]:
    """The phones that ring, or may ring although no report says so."""
    return [] if transfer.effect in NOT_TAKEN else pending_legs(transfer)


def note_leg(
    decision: Decision,
    kind: type[e.TransferEvent],
    by: Actor,
    transfer: Transfer,
    leg: LegState,
    **more: str | bool,
) -> None:
    """Add an event of ``kind`` about one phone."""
    phone = leg.leg
    decision.note(kind, by, effect_key=transfer.effect_key, leg=phone.leg, who=phone.who, **more)


def record_transfer_outcome(decision: Decision, transfer: Transfer, command: RecordOutcome) -> None:
    """Record the provider's answer to the request to ring."""
    key = transfer.effect_key
    stale = transfer.effect not in UNSETTLED or command.attempt != transfer.attempts
    if transfer.outcome != "confirmed" or (stale and command.outcome != "accepted"):
        _note_overtaken(decision, transfer, command)
    elif command.outcome == "accepted":
        note_accepted(decision, transfer, command.provider_id)
        connect_external(decision, transfer)
    elif command.outcome == "refused":
        said = {"code": command.code, "reason": command.reason}
        decision.note(e.TransferFailed, Actor.PROVIDER, effect_key=key, **said)
    else:
        _leave_open(decision, key, command)


def note_accepted(decision: Decision, transfer: Transfer, provider_id: str = "") -> None:
    """Record that the provider accepted the request, unless that is known.

    A report about one of its phones proves it as well as the provider's own answer.
    """
    if transfer.effect in UNSETTLED:
        key = transfer.effect_key
        decision.note(e.TransferAccepted, Actor.PROVIDER, effect_key=key, provider_id=provider_id)


def connect_external(decision: Decision, transfer: Transfer) -> None:
    """Connect an external transfer: it counts as connected once the carrier has the request."""
    if transfer.external:
        leg = next(iter(transfer.legs.values()))
        note_leg(decision, e.TransferConnected, Actor.PROVIDER, transfer, leg, handed_over=True)


def release_reason(transfer: Transfer) -> ReleaseReason:
    """Why the phones of a transfer must not ring any more."""
    return RELEASE_REASONS.get(transfer.outcome, "timed_out")


def _note_overtaken(decision: Decision, transfer: Transfer, command: RecordOutcome) -> None:
    """Note a late answer; if the provider accepted after all, release the phones again."""
    report = f"transfer_{command.outcome}"
    decision.late(Actor.PROVIDER, report, transfer.effect_key, command.reason)
    if command.outcome == "accepted" and transfer.outcome != "connected":
        release_again(decision, transfer)


def release_again(decision: Decision, transfer: Transfer) -> None:
    """Release the phones that were released before the provider may have rung them."""
    stopped = [leg for leg in transfer.legs.values() if leg.status == "stopped"]
    release(decision, transfer, stopped, release_reason(transfer))


def is_unanswered(transfer: Transfer) -> bool:
    """Whether the provider may have the request to ring, or may still get it."""
    return transfer.effect in ("attempted", "unknown")


def note_carried_out_late(decision: Decision, transfer: Transfer, leg: LegState) -> bool:
    """A report of one phone tells that a request was carried out after all: release every phone.

    Returns False if it does not, or a release is under way that may have come before it.
    """
    under_way = any(one.status == "released" for one in transfer.legs.values())
    if not transfer.may_ring or under_way or leg.status != "stopped":
        return False
    decision.late(Actor.PROVIDER, "transfer_accepted", transfer.effect_key, "a phone rings")
    release_again(decision, transfer)
    return True


def _leave_open(decision: Decision, key: str, command: RecordOutcome) -> None:
    data = {"effect_key": key, "attempt": command.attempt, "reason": command.reason}
    if command.outcome == "unknown":
        decision.note(e.TransferOutcomeUnknown, Actor.PROVIDER, **data)
    else:
        decision.note(e.TransferPostponed, Actor.PROVIDER, **data, seconds=command.seconds)
