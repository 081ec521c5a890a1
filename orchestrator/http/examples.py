"""Recorded requests and responses of each operation, for the OpenAPI document.

``python -m tests.integration.http.recording`` calls every operation and records them again.
"""

from functools import cache
from importlib.resources import files
from typing import Any

from pydantic_core import from_json

Examples = dict[str, dict[str, dict[str, Any]]]
"""By operation id, ``request`` or ``response``, and media type."""


@cache
def examples() -> Examples:
    """Return every recorded example."""
    written = files(__package__).joinpath("examples.json").read_bytes()
    known: Examples = from_json(written)
    return known
