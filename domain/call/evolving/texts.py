"""What becomes of a text."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, Text
from hookflash.domain.call.conversation import SmsStatus
from hookflash.domain.call.evolving.changes import tool_line, when

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
"""A text's status only moves to a higher rank (FAULTS 14)."""


@when(e.SmsRequested)
def _(call: Call, event: e.SmsRequested) -> None:
    call.texts[event.effect_key] = _text(event)
    tool_line(call, event, event.tool)


@when(e.SmsRefused)
def _(call: Call, event: e.SmsRefused) -> None:
    text = _text(event)
    text.effect, text.status, text.reason = "settled", "refused", event.reason
    call.texts[event.effect_key] = text
    tool_line(call, event, event.tool, event.reason)


def _text(event: e.SmsRequested | e.SmsRefused) -> Text:
    return Text(
        effect_key=event.effect_key,
        tool=event.tool,
        occurrence=event.occurrence,
        recipient=event.recipient,
        sender=event.sender,
        body=event.body,
        requested_at=event.at,
    )


@when(e.SmsAttempted)
def _(call: Call, event: e.SmsAttempted) -> None:
    text = call.texts[event.effect_key]
    text.effect, text.attempts, text.changed_at = "attempted", event.attempt, event.at


@when(e.SmsPostponed)
def _(call: Call, event: e.SmsPostponed) -> None:
    text = call.texts[event.effect_key]
    text.effect, text.wait, text.changed_at = "postponed", event.seconds, event.at


@when(e.SmsAccepted)
def _(call: Call, event: e.SmsAccepted) -> None:
    text = call.texts[event.effect_key]
    text.effect, text.provider_id, text.changed_at = "accepted", event.provider_id, event.at
    _move(text, "accepted")


@when(e.SmsSent)
def _(call: Call, event: e.SmsSent) -> None:
    _move(call.texts[event.effect_key], "sent")


@when(e.SmsDelivered)
def _(call: Call, event: e.SmsDelivered) -> None:
    text = call.texts[event.effect_key]
    text.effect = "settled"
    _move(text, "delivered")


@when(e.SmsFailed)
def _(call: Call, event: e.SmsFailed) -> None:
    text = call.texts[event.effect_key]
    text.effect, text.reason = "settled", event.code or event.reason
    _move(text, event.status)


@when(e.SmsOutcomeUnknown)
def _(call: Call, event: e.SmsOutcomeUnknown) -> None:
    text = call.texts[event.effect_key]
    text.effect, text.reason, text.changed_at = "unknown", event.reason, event.at
    _move(text, "unknown")


@when(e.SmsSought)
def _(call: Call, event: e.SmsSought) -> None:
    text = call.texts[event.effect_key]
    text.searches, text.changed_at = event.search, event.at


@when(e.SmsCancelled)
def _(call: Call, event: e.SmsCancelled) -> None:
    text = call.texts[event.effect_key]
    text.effect, text.reason = "settled", event.reason
    _move(text, "cancelled")


@when(e.SmsArrivalAnswered)
def _(call: Call, event: e.SmsArrivalAnswered) -> None:
    call.texts[event.effect_key].arrived = event.arrived
    call.open_question = None


def _move(text: Text, status: SmsStatus) -> None:
    if SMS_RANK[status] > SMS_RANK[text.status]:
        text.status = status
