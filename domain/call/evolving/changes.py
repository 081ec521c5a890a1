"""The table of changes: which function applies which event."""

from collections.abc import Callable
from typing import Any, TypeVar

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import Line

E = TypeVar("E", bound=e.CallEvent)
T = TypeVar("T")
CHANGES: dict[type[e.CallEvent], Callable[[Call, Any], None]] = {}


def when(kind: type[E]) -> Callable[[Callable[[Call, E], None]], Callable[[Call, E], None]]:
    """Enter a function as what ``kind`` changes."""

    def enter(change: Callable[[Call, E], None]) -> Callable[[Call, E], None]:
        CHANGES[kind] = change
        return change

    return enter


def when_in(
    find: Callable[[Call, E], T | None], kind: type[E]
) -> Callable[[Callable[[T, E], None]], Callable[[T, E], None]]:
    """Enter a function as what ``kind`` changes in the part of the call that ``find`` gives.

    An event about a part that the call does not have changes nothing: what is recorded is folded,
    even if it could not have been decided.
    """

    def enter(change: Callable[[T, E], None]) -> Callable[[T, E], None]:
        def change_part(call: Call, event: E) -> None:
            part = find(call, event)
            if part is not None:
                change(part, event)

        CHANGES[kind] = change_part
        return change

    return enter


def tool_line(call: Call, event: e.CallEvent, tool: str, refused: str = "") -> None:
    """Note in the conversation that a tool was used, and why it was refused if it was."""
    call.lines.append(
        Line(position=event.position, at=event.at, by="tool", tool=tool, text=refused)
    )
