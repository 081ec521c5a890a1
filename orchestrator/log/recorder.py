"""The operations a database must provide to hold the log, for SQLite and PostgreSQL."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from hookflash.orchestrator.log.batch import Append, Stored
from hookflash.orchestrator.log.mapper import Row


class LogRecorder(Protocol):
    """Stores and reads rows of events. Safe to use from several threads."""

    is_local: bool
    """Whether reads take microseconds, since no network or server is involved."""

    @property
    def is_compact(self) -> bool:
        """Whether the log was made for packed events."""
        ...

    def commit(self, appends: Sequence[Append]) -> list[Stored]:
        """Store in one durable commit those of ``appends`` that do not conflict.

        Raises :class:`LogUnavailable` if nothing was stored, :class:`AnswerLost` if it is unknown.
        """
        ...

    def commit_now(self, append: Append) -> Stored | None:
        """Commit one append; return None, and do nothing, if that has to wait for another writer.

        A database that is not local returns None, too.
        """
        ...

    def find(self, append: Append) -> int | None:
        """The last log position of ``append`` if this same recorder stored it, or None."""
        ...

    def now(self) -> datetime | None:
        """The time by the database's clock, UTC; None if that is this host's clock."""
        ...

    def stream_rows(self, stream: str, after: int) -> list[Row]:
        """Read the rows of ``stream`` after position ``after``, in order."""
        ...

    def rows_of(self, streams: Iterable[str]) -> list[Row]:
        """Read all rows of ``streams``, each stream in order."""
        ...

    def streams(self, first: str, beyond: str) -> list[str]:
        """List the streams with names from ``first`` up to but not including ``beyond``, sorted."""
        ...

    def log_rows(self, after: int, limit: int) -> list[Row]:
        """Read up to ``limit`` rows after log position ``after``, in order.

        Stops before any position at which a row might still appear.
        """
        ...

    def log_rows_of(self, topics: Sequence[str], after: int, limit: int) -> list[Row]:
        """Read like :meth:`log_rows`, but only events of ``topics``."""
        ...

    def rows_by_stream(self, after: tuple[str, int], limit: int) -> list[Row]:
        """Read up to ``limit`` rows after ``(stream, position)``, ordered by these."""
        ...

    def heads(self, streams: Iterable[str]) -> dict[str, int]:
        """The last position of each existing stream."""
        ...

    def gaps(self) -> list[tuple[int, int]]:
        """Find the first ranges of log positions whose rows are missing, as (first, last).

        Empty if the database legitimately leaves gaps.
        """
        ...

    def rewrite(self, streams: Mapping[str, Append], append: Append) -> None:
        """Replace all events of ``streams`` and store ``append``, in one commit.

        The new events may belong to a stream of another name. Raises :class:`Conflict` without any
        change if a stream has grown meanwhile.
        """
        ...

    def scrub(self, *, whole: bool = False) -> tuple[str, ...]:
        """Remove rewritten data from the disk; returns the SQL statements that were left to run.

        ``whole``: also those that make other processes wait.
        """
        ...

    def last_position(self) -> int:
        """Return the last log position that :meth:`log_rows` can read now; 0 if empty."""
        ...

    def newest_position(self) -> int:
        """Return the log position of the newest committed event; 0 if empty."""
        ...

    def end_stalled(self) -> list[str]:
        """End the appends that keep readers waiting although their process does nothing.

        Returns what was ended, in words.
        """
        ...

    def topics(self) -> set[str]:
        """Return all topics that were ever stored, according to their list."""
        ...

    def topics_since(self, newest: int | None) -> set[str]:
        """Return the topics of the ``newest`` events, or of all with None, by looking at them."""
        ...

    def add_topics(self, topics: Iterable[str]) -> None:
        """Add ``topics`` to the list, where it lacks them."""
        ...

    def watch(self, grown: Callable[[], None]) -> Callable[[], None]:
        """Call ``grown`` from another thread when the log may have grown, by any process.

        Returns the function that stops it.
        """
        ...

    def close(self) -> None:
        """Close all connections."""
        ...
