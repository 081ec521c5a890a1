"""Applies the events of texts."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, Text
from hookflash.domain.call.conversation import SmsStatus
from hookflash.domain.call.evolving.changes import give_turn, tool_line, when, when_in

SMS_RANK: dict[SmsStatus, int] = {
    "queued": 0,
    "unknown": 1,
    "accepted": 2,
    "sent": 3,
    "delivered": 4,
    "undelivered": 4,
    "failed": 4,
    "refused": 4,
    "cancelled": 4,
}
"""A text's status only moves to a higher rank, since receipts may arrive in any order."""


@when(e.SmsRequested)
def on_sms_requested(call: Call, event: e.SmsRequested) -> None:
    """Add the text, not yet attempted."""
    call.texts[event.effect_key] = _new(event)
    tool_line(call, event, event.tool)


@when(e.SmsRefused)
def on_sms_refused(call: Call, event: e.SmsRefused) -> None:
    """Add the text, settled as refused."""
    text = _new(event)
    text.effect, text.status, text.reason = "settled", "refused", event.reason
    call.texts[event.effect_key] = text
    call.refusals += 1
    tool_line(call, event, event.tool, event.reason)


def _new(event: e.SmsRequested | e.SmsRefused) -> Text:
    return Text(
        effect_key=event.effect_key,
        tool=event.tool,
        occurrence=event.occurrence,
        recipient=event.recipient,
        sender=event.sender,
        body=event.body,
        requested_at=event.at,
    )


def _text(call: Call, event: e.SmsEvent) -> Text | None:
    return call.texts.get(event.effect_key)


@when_in(_text, e.SmsAttempted)
def on_sms_attempted(text: Text, event: e.SmsAttempted) -> None:
    """Count the attempt; its outcome is open."""
    text.effect, text.attempts, text.changed_at = "attempted", event.attempt, event.at
    text.first_attempted_at = text.first_attempted_at or event.at


@when_in(_text, e.SmsPostponed)
def on_sms_postponed(text: Text, event: e.SmsPostponed) -> None:
    """Keep the wait until the next attempt."""
    text.effect, text.wait, text.changed_at = "postponed", event.seconds, event.at


@when_in(_text, e.SmsAccepted)
def on_sms_accepted(text: Text, event: e.SmsAccepted) -> None:
    """Keep the provider's id; a receipt may follow."""
    text.effect, text.changed_at = "accepted", event.at
    text.provider_id = event.provider_id or text.provider_id
    _raise_status(text, "accepted")


@when_in(_text, e.SmsSent)
def on_sms_sent(text: Text, _event: e.SmsSent) -> None:
    """Raise the status; a receipt may still follow."""
    _raise_status(text, "sent")


@when_in(_text, e.SmsDelivered)
def on_sms_delivered(text: Text, _event: e.SmsDelivered) -> None:
    """Settle the text as delivered."""
    text.effect = "settled"
    _raise_status(text, "delivered")


@when(e.SmsFailed)
def on_sms_failed(call: Call, event: e.SmsFailed) -> None:
    """Settle the text with the carrier's code, or its words if it gave none; tell the agent."""
    give_turn(call, event)
    if (text := _text(call, event)) is None:
        return
    text.effect, text.reason = "settled", event.code or event.reason
    _raise_status(text, event.status)


@when_in(_text, e.SmsOutcomeUnknown)
def on_sms_outcome_unknown(text: Text, event: e.SmsOutcomeUnknown) -> None:
    """Leave the outcome open until a search settles it."""
    text.effect, text.reason, text.changed_at = "unknown", event.reason, event.at
    _raise_status(text, "unknown")


@when_in(_text, e.SmsSought)
def on_sms_sought(text: Text, event: e.SmsSought) -> None:
    """Count the search; after acceptance it was one for a receipt."""
    text.searches, text.changed_at = event.search, event.at
    if text.effect == "accepted":
        text.receipts += 1


@when(e.SmsCancelled)
def on_sms_cancelled(call: Call, event: e.SmsCancelled) -> None:
    """Settle the text as cancelled; tell the agent."""
    give_turn(call, event)
    if (text := _text(call, event)) is None:
        return
    text.effect, text.reason = "settled", event.reason
    _raise_status(text, "cancelled")


@when(e.SmsArrivalAnswered)
def on_sms_arrival_answered(call: Call, event: e.SmsArrivalAnswered) -> None:
    """Close the question and keep the caller's answer."""
    call.open_question = None
    if text := _text(call, event):
        text.arrived = event.arrived


def _raise_status(text: Text, status: SmsStatus) -> None:
    if SMS_RANK[status] > SMS_RANK[text.status]:
        text.status = status
