"""Checks whether JSON content can be stored."""

from math import isfinite
from typing import Any


def is_storable(content: Any) -> bool:
    """Whether everything in ``content``, as decoded from JSON, can be stored.

    PostgreSQL text cannot hold U+0000; JSON cannot hold NaN or infinity.
    """
    if isinstance(content, str):
        return "\0" not in content
    if isinstance(content, float):
        return isfinite(content)
    if isinstance(content, dict):
        return all(map(is_storable, (*content, *content.values())))
    return not isinstance(content, list) or all(map(is_storable, content))
