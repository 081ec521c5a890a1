"""Optimistic concurrency: decide on the current state, append, and retry after a conflict."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from hookflash.domain.event import Event
from hookflash.orchestrator.log.errors import Conflict
from hookflash.orchestrator.log.protocol import Log
from hookflash.orchestrator.log.seen import Seen

E = TypeVar("E", bound=Event)


def _nothing() -> None:
    pass


async def decide_and_append(
    log: Log,
    decide: Callable[[], Awaitable[Sequence[E]]],
    on_failure: Callable[[], None] = _nothing,
    seen: Seen | None = None,
) -> Sequence[E]:
    """Append the events that ``decide`` returns, and return them.

    ``decide`` reads the state it needs, and is called again after every conflict. ``on_failure``
    is called first after every failed append: the place to drop cached state, since an append that
    raised may have been stored all the same.

    What ``decide`` noted in ``seen`` is verified by the append. Where nothing is appended, nothing
    is verified, so it decides once more on what the log has now.
    """
    seen = seen or Seen()
    while True:
        try:
            events = await decide()
        except Exception:
            if not _may_be_stale(seen):
                raise
            events = ()
        if not events:
            if not _may_be_stale(seen):
                return events
            seen.again()
            continue
        try:
            await _append(log, events, seen)
        except Conflict:
            on_failure()
            seen.again()
            continue
        except BaseException:
            on_failure()
            raise
        return events


def _may_be_stale(seen: Seen) -> bool:
    return bool(seen.heads) and not seen.fresh


async def _append(log: Log, events: Sequence[Event], seen: Seen) -> None:
    if reads := seen.besides({event.stream for event in events}):
        await log.append(events, reads)
    else:
        await log.append(events)
