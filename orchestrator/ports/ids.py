"""The role of whoever makes ids."""

from typing import Protocol


class Ids(Protocol):
    """Makes ids that no other process makes."""

    def new(self, kind: str) -> str:
        """An id such as ``speak-…``; from a seed, the same run gives the same ids."""
        ...
