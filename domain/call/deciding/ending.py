"""Decides the end of a call: cancels what was not started, and stops ringing phones.

Also decides what follows when the provider says that a call has not ended.
"""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import NOT_TAKEN, Call
from hookflash.domain.call.commands import EndCall, RecordLive
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.deciding.texts import may_be_late
from hookflash.domain.call.deciding.transfers import ReleaseReason, is_unanswered, release, ringing
from hookflash.domain.call.liveness import MAY_BE_SILENT, NOTED_SECONDS
from hookflash.domain.event import Actor

INTERRUPTED = "interrupted"
"""The reason for the end of a call whose carrier has lost it. Stored: never reword."""


@deciding(EndCall)
def end_call(decision: Decision, call: Call, command: EndCall) -> None:
    """End the call: cancel texts that may not be sent afterwards, abandon an open transfer."""
    if call.state == "ended":
        return
    for text in call.texts.values():
        if text.effect in NOT_TAKEN and not may_be_late(call, text, command.at):
            decision.note(
                e.SmsCancelled, Actor.SYSTEM, effect_key=text.effect_key, reason="call_ended"
            )
    _abandon(decision, call, command)
    decision.note(e.CallEnded, command.by, reason=command.reason)


def _abandon(decision: Decision, call: Call, command: EndCall) -> None:
    transfer = call.current
    if transfer is None or call.state not in ("confirm_transfer", "transferring"):
        return
    stage = "asked" if call.state == "confirm_transfer" else "ringing"
    if stage == "ringing":
        interrupted = call.rules > 0 and command.reason == INTERRUPTED
        why: ReleaseReason = "failed" if interrupted else "caller_hung_up"
        release(decision, transfer, ringing(transfer), why)
    said = {"stage": stage, "may_ring": stage == "ringing" and is_unanswered(transfer)}
    decision.note(e.TransferAbandoned, command.by, effect_key=transfer.effect_key, **said)


@deciding(RecordLive)
def record_live(decision: Decision, call: Call, command: RecordLive) -> None:
    """Record that the provider still has the call, if its silence would soon be noticed."""
    if call.state in MAY_BE_SILENT or call.last_sign_at is None:
        return
    if (command.at - call.last_sign_at).total_seconds() >= NOTED_SECONDS:
        decision.note(e.CallFoundLive, Actor.PROVIDER)
