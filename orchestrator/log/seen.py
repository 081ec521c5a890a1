"""The streams that a decision read besides those it appends to, verified when it is appended."""

from collections.abc import Mapping


class Seen:
    """What one decision has read: each stream with the position of its last event then.

    An append that names them conflicts if one has grown meanwhile, in the same query that stores
    the events. What was read may therefore come from memory, as long as it was right once; after a
    conflict everything is read from the log (``fresh``).
    """

    def __init__(self) -> None:
        self.fresh = False
        """Whether to read from the log, not from memory."""
        self.heads: dict[str, int] = {}

    def note(self, stream: str, position: int) -> None:
        """Note that ``stream`` was read, whose last event was at ``position``; 0 for none.

        Of two different readings, the first counts, so that the append fails.
        """
        self.heads.setdefault(stream, position)

    def again(self) -> None:
        """Begin again, with everything read from the log."""
        self.fresh = True
        self.heads.clear()

    def besides(self, appended: set[str]) -> Mapping[str, int]:
        """What was read of streams other than those ``appended`` to, which are checked anyway."""
        return {stream: head for stream, head in self.heads.items() if stream not in appended}
