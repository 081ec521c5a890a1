"""What becomes known on a call and no method of the desk returned: read from the log."""

from collections.abc import AsyncIterator, Sequence
from typing import Final, cast

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.idempotency import DESK_HEAR, DESK_PRESS, SAID, TOOL
from hookflash.orchestrator.agents.desk.line import DeskLine
from hookflash.orchestrator.agents.desk.outcomes import text_outcome
from hookflash.orchestrator.agents.desk.permission import is_unplayed, may_reply, speeches_in
from hookflash.orchestrator.agents.desk.results import News, NewsKind

LOOK_SECONDS: Final = 5.0
"""Between two looks at the log of a call of which this process notices nothing."""
_RETURNED: Final = (f"{DESK_HEAR}/", f"{DESK_PRESS}/", f"{SAID}/", f"{TOOL}/")
"""How the ids of commands begin whose events a method returned."""
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


async def follow(line: DeskLine, call_id: str, after: int) -> AsyncIterator[News]:
    """The news of a call from the event after position ``after`` on, until the call ends."""
    while True:
        call = await _changed(line, call_id, after)
        fresh = cast("Sequence[e.CallEvent]", await line.log.read_stream(call_id, after))
        for news in news_in(call, fresh):
            yield news
        if fresh:
            after = fresh[-1].position
        elif call.state == "ended":
            return
        else:
            await line.calls.refresh(call_id)
        if any(isinstance(event, e.CallEnded) for event in fresh):
            return


async def _changed(line: DeskLine, call_id: str, after: int) -> Call:
    """The call, once it has an event after position ``after``, or after a while."""
    return await line.dispatcher.watch.until(
        call_id, lambda call: call.position > after, LOOK_SECONDS
    )


def news_in(call: Call, events: Sequence[e.CallEvent]) -> list[News]:
    """The news among ``events``, which end with what ``call`` is now."""
    told = [event for event in events if not event.cause.startswith(_RETURNED)]
    return [news for event in told if (news := _news(call, event)) is not None]


def _news(call: Call, event: e.CallEvent) -> News | None:
    found = _kind_and_text(call, event)
    if found is None:
        return None
    kind, text, reply_due = found
    said = [one for one in speeches_in(call, [event]) if is_unplayed(call, one)]
    free = may_reply(call)
    return News(
        kind=kind,
        text=text,
        speeches=tuple(said),
        may_reply=free,
        state=call.state,
        reply_due=reply_due and free,
        position=event.position,
    )


def _kind_and_text(call: Call, event: e.CallEvent) -> _Told | None:
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
    told = f"The system asks the caller: “{event.text}” Say nothing until you are told."
    return ("question_asked_again" if again else "question_asked"), told, False
