"""What becomes known on a call and no method of the desk returned: read from the log."""

from collections.abc import AsyncIterator, Sequence
from typing import Final, cast

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.idempotency import DESK_HEAR, DESK_PRESS, SAID, TOOL
from hookflash.orchestrator.agents.desk.line import DeskLine
from hookflash.orchestrator.agents.desk.permission import is_unplayed, may_reply, speeches_in
from hookflash.orchestrator.agents.desk.results import News
from hookflash.orchestrator.agents.desk.told import told

LOOK_SECONDS: Final = 5.0
"""Between two looks at the log of a call of which this process notices nothing."""
_RETURNED: Final = (f"{DESK_HEAR}/", f"{DESK_PRESS}/", f"{SAID}/", f"{TOOL}/")
"""How the ids of commands begin whose events a method returned."""


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
    others = [event for event in events if not event.cause.startswith(_RETURNED)]
    return [news for event in others if (news := _news(call, event)) is not None]


def _news(call: Call, event: e.CallEvent) -> News | None:
    found = told(call, event)
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
