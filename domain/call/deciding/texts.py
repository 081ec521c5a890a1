"""Decides on a provider's answers and reports about a text."""

from datetime import datetime

from hookflash.domain.call import events as e
from hookflash.domain.call.call import NOT_TAKEN, Call, Text
from hookflash.domain.call.commands import ExpireText, RecordOutcome, ReportSms
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.evolving.texts import SMS_RANK
from hookflash.domain.event import Actor
from hookflash.domain.policy.speech.answer import Answer

UNSETTLED = (*NOT_TAKEN, "attempted", "unknown")
"""States in which it is news that the provider accepted the text."""


def may_be_late(call: Call, text: Text, at: datetime) -> bool:
    """Whether a text that was not taken yet may be sent at ``at``, after the end of the call.

    The caller asked for it, and was promised it (docs/explanation/effects.md).
    """
    return (at - text.requested_at).total_seconds() < call.late_text_seconds


def record_text_outcome(decision: Decision, call: Call, text: Text, command: RecordOutcome) -> None:
    """Record the provider's answer; ignore one that a report or a later attempt overtook."""
    stale = command.attempt != text.attempts and command.outcome != "accepted"
    if text.effect not in UNSETTLED or stale:
        return
    key = text.effect_key
    if command.outcome == "accepted":
        known = command.provider_id
        decision.note(e.SmsAccepted, Actor.PROVIDER, effect_key=key, provider_id=known)
    elif command.outcome == "refused":
        _fail(decision, key, "failed", command.code, command.reason)
    else:
        _leave_open(decision, call, text, command)


def _leave_open(decision: Decision, call: Call, text: Text, command: RecordOutcome) -> None:
    """Postpone, cancel, or leave the outcome unknown.

    An attempt that did nothing does not settle the unknown outcome of an earlier one.
    """
    key, data = text.effect_key, {"attempt": command.attempt, "reason": command.reason}
    if "unknown" in (command.outcome, text.status):
        decision.note(e.SmsOutcomeUnknown, Actor.PROVIDER, effect_key=key, **data)
    elif call.state == "ended" and not may_be_late(call, text, command.at):
        decision.note(e.SmsCancelled, Actor.SYSTEM, effect_key=key, reason="call_ended")
    else:
        wait = command.seconds
        decision.note(e.SmsPostponed, Actor.PROVIDER, effect_key=key, **data, seconds=wait)


@deciding(ExpireText)
def expire_text(decision: Decision, call: Call, command: ExpireText) -> None:
    """Cancel a text that could not be sent in time after the end of the call."""
    text = call.texts.get(command.effect_key)
    if call.state == "ended" and text is not None and text.effect in NOT_TAKEN:
        key = text.effect_key
        decision.note(e.SmsCancelled, Actor.TIMER, effect_key=key, reason="too_late")


@deciding(ReportSms)
def report_sms(decision: Decision, call: Call, command: ReportSms) -> None:
    """Apply a provider's status report; one that adds nothing is noted as late."""
    text = call.texts.get(command.effect_key)
    if text is None or SMS_RANK[command.status] <= SMS_RANK[text.status]:
        status = text.status if text else "not a text of this call"
        decision.late(Actor.PROVIDER, f"sms_{command.status}", command.effect_key, status)
        return
    key = text.effect_key
    if text.effect in UNSETTLED and command.status not in ("undelivered", "failed"):
        decision.note(
            e.SmsAccepted, Actor.PROVIDER, effect_key=key, provider_id=command.provider_id
        )
    if command.status == "sent":
        decision.note(e.SmsSent, Actor.PROVIDER, effect_key=key)
    elif command.status == "delivered":
        decision.note(e.SmsDelivered, Actor.PROVIDER, effect_key=key)
    elif command.status != "accepted":
        _fail(decision, key, command.status, command.code, command.reason)


def note_arrival(decision: Decision, key: str, said: Answer, words: str) -> None:
    """Record the caller's ``words`` about whether a text arrived, if they are clear."""
    if said is not Answer.UNCLEAR:
        arrived = said is Answer.YES
        told = {"effect_key": key, "arrived": arrived, "words": words}
        decision.note(e.SmsArrivalAnswered, Actor.CALLER, **told)


def _fail(decision: Decision, key: str, status: str, code: str, reason: str) -> None:
    decision.note(
        e.SmsFailed, Actor.PROVIDER, effect_key=key, status=status, code=code, reason=reason
    )
