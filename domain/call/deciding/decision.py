"""A decision while it is made: the events so far, stamped with their place, time and cause."""

from collections.abc import Callable
from typing import Any, TypeVar

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Command
from hookflash.domain.event import Actor

C = TypeVar("C", bound=Command)


class Decision:
    """Collects what ``command`` leads to on ``call``."""

    def __init__(self, call: Call, command: Command) -> None:
        self.call = call
        self.command = command
        self.events: list[e.CallEvent] = []

    def note(self, kind: type[e.CallEvent], by: Actor, **data: Any) -> None:
        """Add an event of ``kind``, caused by ``by``; pydantic holds ``data`` to its fields."""
        event = kind(
            call_id=self.call.call_id,
            position=self.call.position + len(self.events) + 1,
            at=self.command.at,
            by=by,
            cause=self.command.id,
            **data,
        )
        self.events.append(event)

    def late(self, by: Actor, report: str, about: str, detail: str = "") -> None:
        """Note a report that can change nothing any more."""
        self.note(e.LateReportNoted, by, report=report, about=about, detail=detail)


DECISIONS: dict[type[Command], Callable[[Decision, Call, Any], None]] = {}
"""The table of decisions: which function decides which command."""


def deciding(
    kind: type[C],
) -> Callable[[Callable[[Decision, Call, C], None]], Callable[[Decision, Call, C], None]]:
    """Enter a function as what decides ``kind``."""

    def enter(decide: Callable[[Decision, Call, C], None]) -> Callable[[Decision, Call, C], None]:
        DECISIONS[kind] = decide
        return decide

    return enter
