"""A process that kills or stops itself at an exact point between two appends."""

import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from hookflash.domain.event import Event
from hookflash.orchestrator.log.log import EventLog


@dataclass(frozen=True)
class Death:
    """Die of the signal ``by`` right ``when`` an event of type ``event`` is appended.

    Of several in this process, it is the one with this ``number``, counted from 1; ``*`` is any.
    """

    when: Literal["before", "after"]
    event: str
    by: signal.Signals = signal.SIGKILL
    number: int = 1


def die_at(log: EventLog, death: Death) -> None:
    """Make this process die when ``log`` reaches the point; if it is only stopped, once."""
    append = log.append
    seen = 0

    async def dying(events: Sequence[Event], reads: Any = None) -> int:
        nonlocal seen
        before, seen = seen, seen + sum(death.event in ("*", event.type) for event in events)
        fatal = before < death.number <= seen
        if fatal and death.when == "before":
            _fall(death.by)
        position = await append(events, reads)
        if fatal and death.when == "after":
            _fall(death.by)
        return position

    log.append = dying  # type: ignore[method-assign]


def _fall(by: signal.Signals) -> None:
    """Die, or be stopped, before the next line: one sent to the process may find another thread."""
    signal.pthread_kill(threading.get_ident(), by)
