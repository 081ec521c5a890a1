"""The request to ring for a transfer: what the provider says of it, and how phones are let go."""

from collections.abc import Iterable
from typing import Literal

from hookflash.domain.call import events as e
from hookflash.domain.call.call import NOT_TAKEN, LegState, Transfer
from hookflash.domain.call.commands import RecordOutcome
from hookflash.domain.call.deciding.decision import Decision
from hookflash.domain.event import Actor

Why = Literal["answered_elsewhere", "answered_too_late", "timed_out", "caller_hung_up", "failed"]
OVER: dict[str, Why] = {
    "connected": "answered_elsewhere",
    "failed": "failed",
    "abandoned": "caller_hung_up",
}
OPEN = (*NOT_TAKEN, "attempted", "unknown")
"""That the provider has the request would be news."""


def release(decision: Decision, transfer: Transfer, legs: Iterable[LegState], why: Why) -> None:
    """Have phones stop ringing, or be hung up."""
    for leg in legs:
        tell(decision, e.RecipientReleased, Actor.SYSTEM, transfer, leg, reason=why)


def waited_for(transfer: Transfer) -> list[LegState]:
    """The phones that may still be answered."""
    return [leg for leg in transfer.legs.values() if leg.status in ("waiting", "ringing")]


def ringing(transfer: Transfer) -> list[LegState]:
    """The phones that ring, or may ring without having told us."""
    return [] if transfer.effect in NOT_TAKEN else waited_for(transfer)


def tell(
    decision: Decision,
    kind: type[e.TransferEvent],
    by: Actor,
    transfer: Transfer,
    leg: LegState,
    **more: str | bool,
) -> None:
    """Note what became of one phone."""
    phone = leg.leg
    decision.note(kind, by, effect_key=transfer.effect_key, leg=phone.leg, who=phone.who, **more)


def record_transfer_outcome(decision: Decision, transfer: Transfer, command: RecordOutcome) -> None:
    """Enter the provider's answer to the request to ring."""
    key = transfer.effect_key
    stale = transfer.effect not in OPEN or command.attempt != transfer.attempts
    if transfer.outcome != "confirmed" or (stale and command.outcome != "accepted"):
        _note_overtaken(decision, transfer, command)
    elif command.outcome == "accepted":
        take(decision, transfer, command.provider_id)
        hand_over(decision, transfer)
    elif command.outcome == "refused":
        said = {"code": command.code, "reason": command.reason}
        decision.note(e.TransferFailed, Actor.PROVIDER, effect_key=key, **said)
    else:
        _leave_open(decision, key, command)


def take(decision: Decision, transfer: Transfer, provider_id: str = "") -> None:
    """The provider has the request: by its own answer, or by a sign of life from a phone."""
    if transfer.effect in OPEN:
        key = transfer.effect_key
        decision.note(e.TransferAccepted, Actor.PROVIDER, effect_key=key, provider_id=provider_id)


def hand_over(decision: Decision, transfer: Transfer) -> None:
    """An outside number is connected as soon as the carrier has the request."""
    if transfer.external:
        leg = next(iter(transfer.legs.values()))
        tell(decision, e.TransferConnected, Actor.PROVIDER, transfer, leg, handed_over=True)


def over(transfer: Transfer) -> Why:
    """Why no phone of a transfer is to ring any more."""
    return OVER.get(transfer.outcome, "timed_out")


def _note_overtaken(decision: Decision, transfer: Transfer, command: RecordOutcome) -> None:
    """A request that was taken after its phones were let go may ring them all the same."""
    report = f"transfer_{command.outcome}"
    decision.late(Actor.PROVIDER, report, transfer.effect_key, command.reason)
    if command.outcome == "accepted" and transfer.outcome != "connected":
        stopped = [leg for leg in transfer.legs.values() if leg.status == "stopped"]
        release(decision, transfer, stopped, over(transfer))


def _leave_open(decision: Decision, key: str, command: RecordOutcome) -> None:
    data = {"effect_key": key, "attempt": command.attempt, "reason": command.reason}
    if command.outcome == "unknown":
        decision.note(e.TransferOutcomeUnknown, Actor.PROVIDER, **data)
    else:
        decision.note(e.TransferPostponed, Actor.PROVIDER, **data, seconds=command.seconds)
