"""What becomes of a text."""

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, Text
from hookflash.domain.call.conversation import SmsStatus
from hookflash.domain.call.evolving.changes import tool_line, when, when_in

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
    call.texts[event.effect_key] = _new(event)
    tool_line(call, event, event.tool)


@when(e.SmsRefused)
def _(call: Call, event: e.SmsRefused) -> None:
    text = _new(event)
    text.effect, text.status, text.reason = "settled", "refused", event.reason
    call.texts[event.effect_key] = text
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
def _(text: Text, event: e.SmsAttempted) -> None:
    text.effect, text.attempts, text.changed_at = "attempted", event.attempt, event.at


@when_in(_text, e.SmsPostponed)
def _(text: Text, event: e.SmsPostponed) -> None:
    text.effect, text.wait, text.changed_at = "postponed", event.seconds, event.at


@when_in(_text, e.SmsAccepted)
def _(text: Text, event: e.SmsAccepted) -> None:
    text.effect, text.changed_at = "accepted", event.at
    text.provider_id = event.provider_id or text.provider_id
    _move(text, "accepted")


@when_in(_text, e.SmsSent)
def _(text: Text, _event: e.SmsSent) -> None:
    _move(text, "sent")


@when_in(_text, e.SmsDelivered)
def _(text: Text, _event: e.SmsDelivered) -> None:
    text.effect = "settled"
    _move(text, "delivered")


@when_in(_text, e.SmsFailed)
def _(text: Text, event: e.SmsFailed) -> None:
    text.effect, text.reason = "settled", event.code or event.reason
    _move(text, event.status)


@when_in(_text, e.SmsOutcomeUnknown)
def _(text: Text, event: e.SmsOutcomeUnknown) -> None:
    text.effect, text.reason, text.changed_at = "unknown", event.reason, event.at
    _move(text, "unknown")


@when_in(_text, e.SmsSought)
def _(text: Text, event: e.SmsSought) -> None:
    text.searches, text.changed_at = event.search, event.at
    if text.effect == "accepted":
        text.receipts += 1


@when_in(_text, e.SmsCancelled)
def _(text: Text, event: e.SmsCancelled) -> None:
    text.effect, text.reason = "settled", event.reason
    _move(text, "cancelled")


@when(e.SmsArrivalAnswered)
def _(call: Call, event: e.SmsArrivalAnswered) -> None:
    call.open_question = None
    if text := _text(call, event):
        text.arrived = event.arrived


def _move(text: Text, status: SmsStatus) -> None:
    if SMS_RANK[status] > SMS_RANK[text.status]:
        text.status = status
