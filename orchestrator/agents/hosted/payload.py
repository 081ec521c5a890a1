"""What the request of a hosted platform says, whatever the platform."""

from collections.abc import Iterable
from typing import Any, Final, Literal

from hookflash.domain.value import Value

MAX_TURNS: Final = 5_000
MAX_TOOLS: Final = 20
LONGEST_ID: Final = 200
LONGEST_TURN: Final = 10_000

Speaker = Literal["agent", "caller"]


class Malformed(Exception):
    """A request that cannot be used; the message says what is missing and what to send."""


class SpokenTurn(Value):
    """What was said in one turn; seconds are from any common beginning, None if not known."""

    by: Speaker
    text: str
    began: float | None = None
    ended: float | None = None


class RequestedTool(Value):
    """A tool call; ``id`` is empty if the platform gives it none."""

    id: str
    name: str
    arguments: Any = None

    @property
    def has_arguments(self) -> bool:
        """Whether the model gave any, which no tool takes."""
        return self.arguments not in (None, {}, "", "{}")


class ToolRequest(Value):
    """A request of a platform.

    ``call`` is the platform's id of the call, ``to`` the business number, ``from_`` the caller's or
    None if withheld. ``turns`` is None if the request has no transcript.
    """

    call: str
    to: str
    from_: str | None
    tools: tuple[RequestedTool, ...]
    turns: tuple[SpokenTurn, ...] | None


def text_at(data: Any, *path: str) -> str:
    """The text at a path into nested objects; empty if there is none."""
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data if isinstance(data, str) else ""


def needed(value: str, field: str) -> str:
    """A text that must be there. Raises :class:`Malformed`."""
    if not value.strip():
        raise Malformed(f"{field} is missing; send it with every tool call.")
    if len(value) > LONGEST_ID:
        raise Malformed(f"{field} is longer than {LONGEST_ID} characters.")
    return value.strip()


def limited(tools: Iterable[RequestedTool]) -> tuple[RequestedTool, ...]:
    """The tool calls of a request. Raises :class:`Malformed` for none, or too many."""
    found = tuple(tools)
    if not found:
        raise Malformed("There is no tool call in this request.")
    if len(found) > MAX_TOOLS:
        raise Malformed(f"There are more than {MAX_TOOLS} tool calls in one request.")
    for tool in found:
        needed(tool.name, "The name of the tool")
        if len(tool.id) > LONGEST_ID:
            raise Malformed(f"The id of a tool call is longer than {LONGEST_ID} characters.")
    return found


def spoken(turns: Iterable[SpokenTurn]) -> tuple[SpokenTurn, ...]:
    """The turns in which something was said. Raises :class:`Malformed` for too many."""
    found = tuple(turn for turn in turns if turn.text.strip())
    if len(found) > MAX_TURNS:
        raise Malformed(f"The transcript has more than {MAX_TURNS} turns.")
    return tuple(turn.model_copy(update={"text": turn.text[:LONGEST_TURN]}) for turn in found)


def seconds_at(data: dict[str, Any], name: str, scale: float = 1.0) -> float | None:
    """A number of seconds in ``data``; None if there is none."""
    value = data.get(name)
    return value / scale if isinstance(value, int | float) and value is not True else None
