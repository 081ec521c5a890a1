"""What becomes known on a call and no method of a desk returned: read from the log.

Flags of the promise audit are always told: no method returns them.

A reader keeps its place in the log and nothing else, so one that goes away leaves nothing behind,
and one in another process is told the same.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Final, cast

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.idempotency import DESK_HEAR, DESK_PRESS, SAID, TOOL
from hookflash.orchestrator.agents.desk.line import DeskLine
from hookflash.orchestrator.agents.desk.permission import is_unplayed, may_reply, speeches_in
from hookflash.orchestrator.agents.desk.results import News
from hookflash.orchestrator.agents.desk.told import told_of

LOOK_SECONDS: Final = 10.0
"""Between two looks at the log, in case this process no longer notices what others append."""
_RETURNED: Final = (f"{DESK_HEAR}/", f"{DESK_PRESS}/", f"{SAID}/", f"{TOOL}/")
"""How the ids of commands begin whose events a method returned."""


async def follow(line: DeskLine, call_id: str, after: int) -> AsyncIterator[News]:
    """The news of a call from the event after position ``after`` on, until the call ends."""
    reader = _Reader(line, call_id, after)
    while not reader.at_end:
        for news in await reader.read():
            yield news


class _Reader:
    """Reads the news of one call, for one that asked for it."""

    def __init__(self, line: DeskLine, call_id: str, after: int) -> None:
        self._line = line
        self._call_id = call_id
        self._after = after
        self._lost = len(line.deliveries.lost(call_id, 0))
        self._requests: dict[str, str] = {}
        """The command that requested each text."""
        self._begun = False
        self.at_end = False

    async def read(self) -> list[News]:
        """What has become known since the last time; waits for something, for a while."""
        await self._changed()
        if not self._begun:
            self._begun = True
            self._note_requests(await self._events(0))
        fresh = await self._events(self._after)
        call = await self._as_of(fresh)
        self._note_requests(fresh)
        lost = await self._lost_events()
        found = [*self._told(call, lost, lost), *self._told(call, self._to_tell(fresh), fresh)]
        if fresh:
            self._after = fresh[-1].position
        self.at_end = call.state == "ended" and call.position <= self._after
        return found

    async def _changed(self) -> None:
        """Wait until the call has an event that is new to this reader, or for a while."""
        line = self._line

        def is_news(call: Call) -> bool:
            lost = line.deliveries.lost(self._call_id, self._lost)
            return call.position > self._after or call.state == "ended" or bool(lost)

        await line.dispatcher.watch.until(self._call_id, is_news, LOOK_SECONDS)

    async def _as_of(self, fresh: Sequence[e.CallEvent]) -> Call:
        """The call with all of ``fresh``, of which this process may not have known yet."""
        call = await self._line.calls.load(self._call_id)
        if fresh and fresh[-1].position > call.position:
            return await self._line.calls.refresh(self._call_id)
        return call

    async def _events(self, after: int) -> Sequence[e.CallEvent]:
        events = await self._line.log.read_stream(self._call_id, after)
        return cast("Sequence[e.CallEvent]", events)

    async def _lost_events(self) -> Sequence[e.CallEvent]:
        """What was decided for results that did not reach the host."""
        lost = self._line.deliveries.lost(self._call_id, self._lost)
        if not lost:
            return ()
        self._lost += len(lost)
        return [
            event
            for event in await self._events(0)
            if event.cause in lost and not isinstance(event, e.PromiseFlagged)
        ]

    def _note_requests(self, events: Sequence[e.CallEvent]) -> None:
        for event in events:
            if isinstance(event, e.SmsRequested):
                self._requests[event.effect_key] = event.cause

    def _to_tell(self, events: Sequence[e.CallEvent]) -> list[e.CallEvent]:
        """The events that no method returned, and of which no result will tell."""
        return [
            event
            for event in events
            if isinstance(event, e.PromiseFlagged)
            or not (event.cause.startswith(_RETURNED) or self._is_in_result(event))
        ]

    def _is_in_result(self, event: e.CallEvent) -> bool:
        if not isinstance(event, e.SmsEvent):
            return False
        key = event.effect_key
        requested = self._requests.get(key, "")
        return self._line.deliveries.is_told(self._call_id, requested, key, event.position)

    def _told(
        self, call: Call, events: Sequence[e.CallEvent], among: Sequence[e.CallEvent]
    ) -> Iterator[News]:
        """The news in ``events``; what was decided together with each is ``among`` these."""
        for event in events:
            told = told_of(call, event)
            if told is None:
                continue
            together = [one for one in among if one.cause == event.cause]
            said = [one for one in speeches_in(call, [event]) if is_unplayed(call, one)]
            free = may_reply(call, together)
            yield News(
                kind=told.kind,
                text=told.text,
                speeches=tuple(said),
                may_reply=free,
                state=call.state,
                reply_due=told.reply_due and free,
                position=event.position,
            )
