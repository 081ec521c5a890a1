"""When an action of unknown outcome is looked for at its provider."""

from typing import Final

SEARCH_SECONDS: Final = (5.0, 15.0, 45.0, 120.0)
"""Waits before each search for an action of unknown outcome; after the last, it is flagged."""
