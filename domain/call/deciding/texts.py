"""From request to known outcome: what may happen to a text once it was let through."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, Text
from hookflash.domain.call.commands import RecordOutcome, ReportSms
from hookflash.domain.call.deciding.decision import Decision, deciding
from hookflash.domain.call.evolving.texts import SMS_RANK
from hookflash.domain.event import Actor

UNSETTLED = ("requested", "attempted", "postponed", "unknown")


def record_text_outcome(decision: Decision, text: Text, command: RecordOutcome) -> None:
    """Enter the provider's answer; an answer that a callback overtook changes nothing."""
    if text.effect not in UNSETTLED:
        return
    key = text.effect_key
    match command.outcome:
        case "accepted":
            decision.note(
                e.SmsAccepted, Actor.PROVIDER, effect_key=key, provider_id=command.provider_id
            )
        case "refused":
            _fail(decision, key, "failed", command.code, command.reason)
        case "unknown":
            decision.note(
                e.SmsOutcomeUnknown,
                Actor.PROVIDER,
                effect_key=key,
                attempt=command.attempt,
                reason=command.reason,
            )
        case "postponed":
            decision.note(
                e.SmsPostponed,
                Actor.PROVIDER,
                effect_key=key,
                attempt=command.attempt,
                reason=command.reason,
                seconds=command.seconds,
            )


@deciding(ReportSms)
def _(decision: Decision, call: Call, command: ReportSms) -> None:
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


def _fail(decision: Decision, key: str, status: str, code: str, reason: str) -> None:
    decision.note(
        e.SmsFailed, Actor.PROVIDER, effect_key=key, status=status, code=code, reason=reason
    )
