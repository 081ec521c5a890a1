"""Words pydantic's validation errors: what is wrong with a field, and how to fix it."""

from collections.abc import Mapping
from typing import Any, Final

_FIXED: Final = {
    "missing": ("is missing", "Send it."),
    "extra_forbidden": ("is not a known field", "Remove it, or check its spelling."),
    "json_invalid": ("is not JSON", "Send one JSON object."),
    "model_attributes_type": (
        "is not a JSON object",
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
    "date_": "a date such as 2026-03-02",
    "datetime_": "a time such as 2026-03-02T12:00:00Z",
    "timezone_": "a time with its zone, such as 2026-03-02T12:00:00Z",
}
"""The expected kind of value, by the prefix of pydantic's error type."""
_BOUNDS: Final = {
    "greater_than_equal": ("is too small", "Send at least {ge}."),
    "less_than_equal": ("is too large", "Send at most {le}."),
    "string_too_short": ("is too short", "Its length is at least {min_length}."),
    "string_too_long": ("is too long", "Its length is at most {max_length}."),
    "too_long": ("has too many items", "Send at most {max_length}."),
    "literal_error": ("is not an allowed value", "Send {expected}."),
    "enum": ("is not an allowed value", "Send {expected}."),
    "string_pattern_mismatch": ("has the wrong format", "Send text that matches {pattern}"),
}
"""What is wrong and how to fix it, filled in with the context of pydantic's error."""


def explain(error: Mapping[str, Any]) -> tuple[str, str]:
    """Say what is wrong with a field according to pydantic's ``error``, and how to fix it."""
    kind: str = error["type"]
    if kind in _FIXED:
        return _FIXED[kind]
    if kind in _BOUNDS:
        wrong, right = _BOUNDS[kind]
        return wrong, right.format_map(error["ctx"])
    for beginning, wanted in _KINDS.items():
        if kind.startswith(beginning):
            return f"is not {wanted}", f"Send {wanted}."
    return "is not valid", f"{error['msg'].removeprefix('Value error, ')}."
