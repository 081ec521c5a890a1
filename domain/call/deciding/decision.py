"""A decision in progress, and the registry of decision functions."""

from collections.abc import Callable
from typing import Any, TypeVar

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Command
from hookflash.domain.event import Actor

C = TypeVar("C", bound=Command)


class Decision:
    """Collects the events that ``command`` yields on ``call``."""

    def __init__(self, call: Call, command: Command) -> None:
        self.call = call
        self.command = command
        self.events: list[e.CallEvent] = []

    def note(self, kind: type[e.CallEvent], by: Actor, **data: Any) -> None:
        """Add an event of ``kind``, caused by ``by``, with the fields in ``data``.

        Position, time and cause are filled in. Raises pydantic's ``ValidationError`` if ``data``
        does not fit ``kind``.
        """
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
        """Add a ``LateReportNoted``: the report came too late to change anything."""
        self.note(e.LateReportNoted, by, report=report, about=about, detail=detail)


DECISIONS: dict[type[Command], Callable[[Decision, Call, Any], None]] = {}
"""The decision function of each command."""


def deciding(
    kind: type[C],
) -> Callable[[Callable[[Decision, Call, C], None]], Callable[[Decision, Call, C], None]]:
    """Register a function as the one that decides ``kind``."""

    def register(
        decide: Callable[[Decision, Call, C], None],
    ) -> Callable[[Decision, Call, C], None]:
        DECISIONS[kind] = decide
        return decide

    return register
