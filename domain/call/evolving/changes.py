"""The registry of the functions that apply events."""

from collections.abc import Callable
from typing import Any, TypeVar

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call, News
from hookflash.domain.call.conversation import Line
from hookflash.domain.call.identity import MOVE

E = TypeVar("E", bound=e.CallEvent)
T = TypeVar("T")
CHANGES: dict[type[e.CallEvent], Callable[[Call, Any], None]] = {}


def when(kind: type[E]) -> Callable[[Callable[[Call, E], None]], Callable[[Call, E], None]]:
    """Register a function that applies ``kind`` to the call."""

    def register(change: Callable[[Call, E], None]) -> Callable[[Call, E], None]:
        CHANGES[kind] = change
        return change

    return register


def when_in(
    find: Callable[[Call, E], T | None], kind: type[E]
) -> Callable[[Callable[[T, E], None]], Callable[[T, E], None]]:
    """Register a function that applies ``kind`` to the part of the call that ``find`` returns.

    If ``find`` returns None, the event changes nothing: every recorded event can be folded, even
    one that could not have been decided.
    """

    def register(change: Callable[[T, E], None]) -> Callable[[T, E], None]:
        def change_part(call: Call, event: E) -> None:
            part = find(call, event)
            if part is not None:
                change(part, event)

        CHANGES[kind] = change_part
        return change

    return register


def give_turn(call: Call, event: e.CallEvent) -> None:
    """Note that the agent has to hear of ``event``."""
    call.news = News(event.position, event.at)


def tool_line(call: Call, event: e.CallEvent, tool: str, refused: str = "") -> None:
    """Add the use of a tool to the conversation; ``refused`` is the reason if it was refused."""
    call.lines.append(
        Line(position=event.position, at=event.at, by="tool", tool=tool, text=refused)
    )
    if event.cause.startswith(f"tool/{MOVE}-"):
        call.moved = event.position
