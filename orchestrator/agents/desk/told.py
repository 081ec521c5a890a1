"""What a model is told of an event that it would not know of otherwise."""

from typing import Final

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.orchestrator.agents.desk.outcomes import text_outcome
from hookflash.orchestrator.ports.agent_news import NewsKind

_Told = tuple[NewsKind, str, bool]
"""A kind, what a model is told, and whether the agent should speak."""
_TOLD: Final[dict[type[e.CallEvent], _Told]] = {
    e.TransferDeclined: (
        "question_declined",
        "The caller does not want to be transferred. Go on with the conversation.",
        True,
    ),
    e.TransferLapsed: (
        "question_lapsed",
        "The caller gave no clear answer, and is not transferred. Go on with the conversation.",
        True,
    ),
    e.AgentLeft: (
        "agent_left",
        "The caller is being transferred, and you have left the call. Say nothing more.",
        False,
    ),
    e.CallEnded: ("ended", "The call has ended.", False),
}
_TEXTS: Final[dict[type[e.CallEvent], NewsKind]] = {
    e.SmsAccepted: "text_sent",
    e.SmsDelivered: "text_delivered",
    e.SmsOutcomeUnknown: "text_unknown",
    e.SmsCancelled: "text_cancelled",
}


def told(call: Call, event: e.CallEvent) -> _Told | None:
    """The kind of ``event``, its text, and whether the agent should speak; None for others."""
    if isinstance(event, e.SmsEvent):
        return _text(call, event)
    match event:
        case e.CallerSpoke():
            return "caller", event.text, True
        case e.CallerTexted():
            return "caller_texted", f"The caller sent a text: “{event.body}”", True
        case e.AgentSpoke() if not event.reported:
            return _spoken(call, event)
        case _:
            return _TOLD.get(type(event))


def _text(call: Call, event: e.SmsEvent) -> _Told | None:
    kind = _TEXTS.get(type(event))
    if isinstance(event, e.SmsFailed):
        kind = "text_undelivered" if event.status == "undelivered" else "text_failed"
    if kind is None:
        return None
    due = isinstance(event, e.SmsFailed | e.SmsCancelled)
    return kind, text_outcome(call.texts[event.effect_key]), due


def _spoken(call: Call, event: e.AgentSpoke) -> _Told:
    if event.asks is None or event.asks.kind != "transfer":
        return "spoken", f"The system told the caller: “{event.text}”", False
    transfer = call.transfers[event.asks.about]
    again = transfer.asks > 1
    words = f"The system asks the caller: “{event.text}” Say nothing until you are told."
    return ("question_asked_again" if again else "question_asked"), words, False
