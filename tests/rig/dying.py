"""A process that kills itself at one exact point between two writes to the log."""

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hookflash.domain.event import Event
from hookflash.orchestrator.log.log import EventLog


@dataclass(frozen=True)
class Death:
    """Right ``when`` the first event of this ``event`` type is appended."""

    when: Literal["before", "after"]
    event: str


def die_at(log: EventLog, death: Death) -> None:
    """Have this process die by SIGKILL when ``log`` comes to the point."""
    append = log.append

    async def dying(events: Sequence[Event]) -> int:
        fatal = any(event.type == death.event for event in events)
        if fatal and death.when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        position = await append(events)
        if fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return position

    log.append = dying  # type: ignore[method-assign]
