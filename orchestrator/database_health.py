"""How far the log has come, and how much of it its readers and the views have."""

from hookflash.domain.value import Value


class DatabaseHealth(Value):
    """Log positions, and the events that cannot be shown.

    ``newest`` is the newest stored event. ``readable`` is how far followers can read: less while
    an earlier append is not finished. ``shown`` is how far the views have come. ``parked`` counts
    the events that a view could not handle, ``unreadable`` holds the log positions of the first
    that cannot be read at all.
    """

    newest: int
    readable: int
    shown: int
    parked: int
    unreadable: tuple[int, ...]

    @property
    def behind(self) -> int:
        """How far the views are behind the newest event, in log positions."""
        return max(0, self.newest - self.shown)

    @property
    def problems(self) -> tuple[str, ...]:
        """What an operator has to see to, in words; nothing that is over in a moment."""
        found: list[str] = []
        if self.shown > self.newest:
            found.append(
                f"The log ends at position {self.newest}, but the views have read up to "
                f"{self.shown}: events were lost. Run “hookflash verify”."
            )
        if self.unreadable:
            listed = ", ".join(map(str, self.unreadable))
            found.append(
                f"Stored events cannot be read, at log position {listed}. Run “hookflash verify”."
            )
        elif self.parked:
            found.append(f"Events that a view could not handle: {self.parked}.")
        return tuple(found)
