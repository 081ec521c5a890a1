"""What may come in, because it can be kept."""

from math import isfinite
from typing import Any


def keepable(content: Any) -> bool:
    """Whether everything in ``content``, as it was read from JSON, can be written down again.

    PostgreSQL cannot hold U+0000 in a text, nor JSON a number without end.
    """
    if isinstance(content, str):
        return "\0" not in content
    if isinstance(content, float):
        return isfinite(content)
    if isinstance(content, dict):
        return all(map(keepable, (*content, *content.values())))
    return not isinstance(content, list) or all(map(keepable, content))
