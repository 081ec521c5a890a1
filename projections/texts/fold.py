"""Updates a text's row from its events."""

from typing import Final, Literal

from hookflash.domain.call import events as e
from hookflash.domain.call.conversation import SmsStatus
from hookflash.domain.call.evolving.texts import SMS_RANK
from hookflash.projections.runner.model import Handlers, ReadModel, Row, Work
from hookflash.projections.texts.explanation import explain
from hookflash.projections.texts.table import TEXTS

TextStatus = Literal["queued", "unknown", "sent", "delivered", "undelivered", "failed"]

SHOWN: Final[dict[SmsStatus, TextStatus]] = {
    "queued": "queued",
    "unknown": "unknown",
    "accepted": "queued",
    "sent": "sent",
    "delivered": "delivered",
    "undelivered": "undelivered",
    "failed": "failed",
    "refused": "failed",
    "cancelled": "failed",
}
"""The status shown for each internal status. Unknown is shown as unknown, not as failed."""

handlers = Handlers()
on = handlers.on


@on(e.SmsRequested)
def _on_sms_requested(work: Work, event: e.SmsRequested, position: int) -> None:
    _add(work, event, position)


def _add(work: Work, event: e.SmsRequested | e.SmsRefused, position: int) -> Row:
    call = work.call_of(event.call_id)
    row = {
        "effect_key": event.effect_key,
        "workspace": event.workspace,
        "call_id": event.call_id,
        "test": call["test"],
        "tool": event.tool,
        "job": call["jobs"].get(event.tool, ""),
        "saved_body": call["bodies"].get(event.tool, ""),
        "occurrence": event.occurrence,
        "sender": event.sender if call["test"] else call["agent_name"],
        "recipient": event.recipient,
        "body": event.body,
        "status": "queued",
        "rank": 0,
        "reason": "",
        "code": "",
        "explanation": "",
        "provider_id": "",
        "attempts": 0,
        "arrived": None,
        "flagged": False,
        "requested_at": event.at,
        "changed_at": event.at,
        "position": event.position,
        "log_position": position,
    }
    work.texts.add(row)
    return row


@on(e.SmsRefused)
def _on_sms_refused(work: Work, event: e.SmsRefused, position: int) -> None:
    row = _add(work, event, position)
    _advance(row, event, "refused", reason=event.reason)


@on(e.SmsAttempted)
def _on_sms_attempted(work: Work, event: e.SmsAttempted, _: int) -> None:
    work.texts.change(event.effect_key)["attempts"] = event.attempt


@on(e.SmsAccepted)
def _on_sms_accepted(work: Work, event: e.SmsAccepted, _: int) -> None:
    row = work.texts.change(event.effect_key)
    row["provider_id"] = event.provider_id
    _advance(row, event, "accepted")


@on(e.SmsSent)
def _on_sms_sent(work: Work, event: e.SmsSent, _: int) -> None:
    _advance(work.texts.change(event.effect_key), event, "sent")


@on(e.SmsDelivered)
def _on_sms_delivered(work: Work, event: e.SmsDelivered, _: int) -> None:
    _advance(work.texts.change(event.effect_key), event, "delivered")


@on(e.SmsFailed)
def _on_sms_failed(work: Work, event: e.SmsFailed, _: int) -> None:
    row = work.texts.change(event.effect_key)
    _advance(row, event, event.status, reason=event.reason, code=event.code)


@on(e.SmsOutcomeUnknown)
def _on_sms_outcome_unknown(work: Work, event: e.SmsOutcomeUnknown, _: int) -> None:
    _advance(work.texts.change(event.effect_key), event, "unknown", reason=event.reason)


@on(e.SmsCancelled)
def _on_sms_cancelled(work: Work, event: e.SmsCancelled, _: int) -> None:
    _advance(work.texts.change(event.effect_key), event, "cancelled", reason=event.reason)


@on(e.SmsArrivalAnswered)
def _on_sms_arrival_answered(work: Work, event: e.SmsArrivalAnswered, _: int) -> None:
    work.texts.change(event.effect_key)["arrived"] = event.arrived


@on(e.ActionFlagged)
def _on_action_flagged(work: Work, event: e.ActionFlagged, _: int) -> None:
    if work.texts.get(event.effect_key):
        work.texts.change(event.effect_key)["flagged"] = True


def _advance(
    row: Row, event: e.SmsEvent, status: SmsStatus, reason: str = "", code: str = ""
) -> None:
    """Move the status forward; a report that arrives out of order changes nothing."""
    if SMS_RANK[status] <= row["rank"]:
        return
    row["rank"], row["status"], row["changed_at"] = SMS_RANK[status], SHOWN[status], event.at
    row["reason"], row["code"] = reason, code
    row["explanation"] = explain(status, reason, code)


TEXTS_MODEL: Final = ReadModel(TEXTS, handlers)
