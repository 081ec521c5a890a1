"""A mistake in a request as it is told: what is wrong, and what would be right."""

from collections.abc import Mapping
from typing import Any, Final

_FIXED: Final = {
    "missing": ("is missing", "Send it."),
    "extra_forbidden": ("is not known here", "Remove it, or check how it is spelt."),
    "json_invalid": ("is not JSON", "Send one JSON object."),
    "model_attributes_type": (
        "is no JSON object",
        "Send a JSON object, with Content-Type: application/json.",
    ),
}
_KINDS: Final = {
    "string_type": "text",
    "bool_": "true or false",
    "int_": "a whole number",
    "float_": "a number",
    "finite_number": "a number",
    "list_": "a list",
    "tuple_": "a list",
    "dict_": "a JSON object",
    "model_": "a JSON object",
    "date_": "a day such as 2026-03-02",
    "datetime_": "a time such as 2026-03-02T12:00:00Z",
    "timezone_": "a time with its zone, such as 2026-03-02T12:00:00Z",
}
"""What is wanted, by how the type of pydantic's error begins."""
_BOUNDS: Final = {
    "greater_than_equal": ("is too small", "Send at least {ge}."),
    "less_than_equal": ("is too large", "Send at most {le}."),
    "string_too_short": ("is too short", "Its length is at least {min_length}."),
    "string_too_long": ("is too long", "Its length is at most {max_length}."),
    "too_long": ("holds too much", "Send at most {max_length} of them."),
    "literal_error": ("is none of what it may be", "Send {expected}."),
    "enum": ("is none of what it may be", "Send {expected}."),
    "string_pattern_mismatch": ("is not written as it has to be", "Send what matches {pattern}"),
}
"""What is wanted, with the details that come with pydantic's error."""


def told(error: Mapping[str, Any]) -> tuple[str, str]:
    """What is wrong with a field after pydantic's ``error``, and what would be right."""
    kind: str = error["type"]
    if kind in _FIXED:
        return _FIXED[kind]
    if kind in _BOUNDS:
        wrong, right = _BOUNDS[kind]
        return wrong, right.format_map(error["ctx"])
    for beginning, wanted in _KINDS.items():
        if kind.startswith(beginning):
            return f"is not {wanted}", f"Send {wanted}."
    return "is not as it should be", f"{error['msg']}."
