"""What is sent to each operation and what comes back, as it was when somebody tried them all.

``python -m tests.integration.http.recording`` tries them again and writes them down anew.
"""

from functools import cache
from importlib.resources import files
from typing import Any

from pydantic_core import from_json

Examples = dict[str, dict[str, dict[str, Any]]]
"""By operation id, ``request`` or ``response``, and media type."""


@cache
def examples() -> Examples:
    """All that were written down."""
    written = files(__package__).joinpath("examples.json").read_bytes()
    known: Examples = from_json(written)
    return known
