"""What a database must do to hold the log; SQLite and PostgreSQL each do it their way."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from hookflash.orchestrator.log.batch import Append, Outcome
from hookflash.orchestrator.log.mapper import Row


class LogRecorder(Protocol):
    """Rows in, rows out. Safe to use from several threads."""

    at_hand: bool
    """Whether a stream is read within microseconds, since no network and no server is asked."""

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

    def rows_of(self, streams: Iterable[str]) -> list[Row]:
        """Read all that ``streams`` hold, each in order."""
        ...

    def streams(self, first: str, beyond: str) -> list[str]:
        """Name the streams from ``first`` on whose names stand before ``beyond``, in order."""
        ...

    def log_rows(self, after: int, limit: int) -> list[Row]:
        """Read up to ``limit`` rows beyond log position ``after``, in order.

        Never a row before which another might still appear.
        """
        ...

    def rows_by_stream(self, after: tuple[str, int], limit: int) -> list[Row]:
        """Read up to ``limit`` rows beyond a stream's position, by stream and then position."""
        ...

    def heads(self, streams: Iterable[str]) -> dict[str, int]:
        """Look up the last position of each stream; nothing for one that is not there."""
        ...

    def gaps(self) -> list[tuple[int, int]]:
        """Find the first log positions that were given and whose rows are gone: from, to.

        None where the database gives positions to rows that it then does not store.
        """
        ...

    def rewrite(self, streams: Mapping[str, Append], append: Append) -> None:
        """Put other events in the place of all those of ``streams``, and store ``append``.

        In one commit; the events may stand in a stream of another name. Raises
        :class:`Conflict`, and has changed nothing, if a stream has moved on.
        """
        ...

    def scrub(self) -> None:
        """Free the disk of what was rewritten, as far as the database can."""
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
