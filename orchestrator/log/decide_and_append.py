"""Optimistic concurrency: decide on the current state, append, and retry after a conflict."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from hookflash.domain.event import Event
from hookflash.orchestrator.log.errors import Conflict
from hookflash.orchestrator.log.protocol import Log

E = TypeVar("E", bound=Event)


def _nothing() -> None:
    pass


async def decide_and_append(
    log: Log,
    decide: Callable[[], Awaitable[Sequence[E]]],
    on_failure: Callable[[], None] = _nothing,
) -> Sequence[E]:
    """Append the events that ``decide`` returns, and return them.

    ``decide`` reads the state it needs, and is called again after every conflict. ``on_failure``
    is called first after every failed append: the place to drop cached state, since an append that
    raised may have been stored all the same.
    """
    while True:
        events = await decide()
        if not events:
            return events
        try:
            await log.append(events)
        except Conflict:
            on_failure()
            continue
        except BaseException:
            on_failure()
            raise
        return events
