"""The id port."""

from typing import Protocol


class Ids(Protocol):
    """Makes ids that are unique across processes."""

    def new(self, kind: str) -> str:
        """An id such as ``speak-…``. An implementation with a seed repeats its ids in each run."""
        ...
