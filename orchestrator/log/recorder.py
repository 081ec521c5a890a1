"""What a database must do to hold the log; SQLite and PostgreSQL each do it their way."""

from collections.abc import Callable, Sequence
from typing import Protocol

from hookflash.orchestrator.log.batch import Append, Outcome
from hookflash.orchestrator.log.mapper import Row


class LogRecorder(Protocol):
    """Rows in, rows out. Safe to use from several threads."""

    def commit(self, appends: Sequence[Append]) -> list[Outcome]:
        """Store in one durable commit those of ``appends`` that conflict with nothing.

        Raises :class:`LogUnavailable` if nothing was stored, :class:`AnswerLost` if nobody knows.
        """
        ...

    def find(self, append: Append) -> int | None:
        """Find ``append`` as this very recorder stored it: its log position, or None."""
        ...

    def stream_rows(self, stream: str, after: int) -> list[Row]:
        """Read what ``stream`` holds beyond position ``after``, in order."""
        ...

    def streams(self, first: str, beyond: str) -> list[str]:
        """Name the streams from ``first`` on whose names stand before ``beyond``, in order."""
        ...

    def log_rows(self, after: int, limit: int) -> list[Row]:
        """Read up to ``limit`` rows beyond log position ``after``, in order.

        Never a row before which another might still appear.
        """
        ...

    def last_position(self) -> int:
        """Return the log position up to which :meth:`log_rows` reads now; 0 for an empty log."""
        ...

    def topics(self) -> set[str]:
        """Return every topic that was ever stored."""
        ...

    def watch(self, grown: Callable[[], None]) -> Callable[[], None]:
        """Call ``grown`` from another thread when the log may have grown, by any process.

        Returns the function that ends it.
        """
        ...

    def close(self) -> None:
        """Let go of every connection."""
        ...
