"""Results for a model: text that it can read, and the same as compact data."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final

from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field
from pydantic_core import to_jsonable_python

MAX_PAGE: Final = 50
MAX_POSITION: Final = 2**63 - 1
LOOKS: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
"""Annotations of a tool that changes nothing."""
TESTS: Final = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False
)
"""Annotations of a tool that acts on a test call, where phones and texts are simulated."""

Workspace = Annotated[
    str | None,
    Field(max_length=100, description="The workspace's id; needed only if there are several."),
]
WhichCall = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        description="A call's id, a part of its last segment that is unique, or “latest”.",
    ),
]
Limit = Annotated[int, Field(ge=1, le=MAX_PAGE, description="Entries on a page.")]
Before = Annotated[
    int | None,
    Field(ge=1, le=MAX_POSITION, description="The “next” of the page before this one."),
]


def answer(lines: Iterable[str], data: dict[str, Any]) -> CallToolResult:
    """A result with ``lines`` as its text, and ``data`` without what is empty."""
    text = "\n".join(lines)
    compact = without_empty(to_jsonable_python(data, by_alias=True))
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=compact)


def page(
    lines: Sequence[str], key: str, entries: Sequence[Any], following: int | None
) -> CallToolResult:
    """A page of a list under ``key``; ``following`` is where the next one begins, if any."""
    shown = list(lines) or ["Nothing found."]
    if following is not None:
        shown.append(f"More: repeat with before={following}.")
    return answer(shown, {key: entries, "next": following})


def without_empty(value: Any) -> Any:
    """``value`` without fields that are None, False, or an empty text, list or object."""
    if isinstance(value, dict):
        return {key: without_empty(one) for key, one in value.items() if _says_something(one)}
    return [without_empty(one) for one in value] if isinstance(value, list) else value


def _says_something(value: Any) -> bool:
    return (isinstance(value, int | float) and value is not False) or bool(value)
