"""Puts an event into words for the agent of a host."""

from typing import Final, NamedTuple

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.agents.desk import turn_words as words
from hookflash.orchestrator.agents.desk.outcomes import text_news
from hookflash.orchestrator.agents.desk.results import NewsKind


class Told(NamedTuple):
    """An event for the agent. ``reply_due``: it should speak, if it may."""

    kind: NewsKind
    text: str
    reply_due: bool = False


_PLAIN: Final[dict[type[CallEvent], Told]] = {
    e.TransferDeclined: Told("question_declined", words.DECLINED, reply_due=True),
    e.TransferLapsed: Told("question_lapsed", words.LAPSED, reply_due=True),
    e.AgentLeft: Told("agent_left", words.AGREED),
    e.CallEnded: Told("ended", words.OVER),
}
_TEXTS: Final[dict[type[CallEvent], NewsKind]] = {
    e.SmsAccepted: "text_sent",
    e.SmsDelivered: "text_delivered",
    e.SmsOutcomeUnknown: "text_unknown",
    e.SmsCancelled: "text_cancelled",
}


def told_of(call: Call, event: CallEvent) -> Told | None:
    """What ``event`` tells an agent, by what ``call`` is now; None if it is not for agents."""
    if isinstance(event, e.SmsEvent):
        return _of_a_text(call, event)
    match event:
        case e.CallerSpoke() | e.DigitsPressed() | e.CallerTexted():
            return _of_the_caller(event)
        case e.AgentSpoke() if not event.reported:
            return _of_speech(call, event)
        case e.PromiseFlagged():
            return _of_a_promise(call, event)
        case _:
            return _PLAIN.get(type(event))


def _of_the_caller(event: e.CallerSpoke | e.DigitsPressed | e.CallerTexted) -> Told:
    match event:
        case e.CallerSpoke():
            return Told("caller", event.text, reply_due=True)
        case e.DigitsPressed():
            return Told("caller_pressed", f"The caller pressed {event.digits}.", reply_due=True)
        case e.CallerTexted():
            text = f"The caller sent a text to this number: “{event.body}”"
            return Told("caller_texted", text, reply_due=True)


def _of_a_text(call: Call, event: e.SmsEvent) -> Told | None:
    kind = _TEXTS.get(type(event))
    if isinstance(event, e.SmsFailed):
        kind = "text_undelivered" if event.status == "undelivered" else "text_failed"
    if kind is None:
        return None
    due = isinstance(event, e.SmsFailed | e.SmsCancelled)
    return Told(kind, text_news(call.texts[event.effect_key]), reply_due=due)


def _of_a_promise(call: Call, event: e.PromiseFlagged) -> Told | None:
    """The correction. It is due where the caller waits for what they were told, and only once.

    An agent may claim the same again and again. The caller does not wait for a text that was not
    announced: the agent tells them when it speaks next.
    """
    caller = max((line.position for line in call.lines if line.by == "caller"), default=0)
    claims = [flag for flag in call.flags if flag.claim != "unannounced"]
    first = next((flag for flag in claims if flag.position > caller), None)
    flag = next((flag for flag in call.flags if flag.position == event.position), None)
    if flag is None:
        return None
    return Told("promise_flagged", flag.correction, reply_due=flag is first)


def _of_speech(call: Call, event: e.AgentSpoke) -> Told:
    if event.asks is None or event.asks.kind != "transfer":
        return Told("spoken", words.SAID.format(words=event.text))
    transfer = call.transfers[event.asks.about]
    question = transfer.question
    again = transfer.asks > 1 and (question is None or question.said_at == event.at)
    kind: NewsKind = "question_asked_again" if again else "question_asked"
    return Told(kind, words.ASKED.format(words=event.text))
