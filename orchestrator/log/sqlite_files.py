"""Notices when the files of an open SQLite database are moved, replaced or deleted.

SQLite itself does not: it goes on writing to files that no other process will ever open, so what is
then acknowledged is lost with the process.
"""

import os
from pathlib import Path
from typing import Final

from hookflash.orchestrator.log.errors import LogMoved

BESIDE: Final = ("-wal", "-shm")
"""What SQLite adds to the names of the files that it keeps beside a database in WAL mode."""
Identity = tuple[int, int]
"""The device and the number of a file, which stay the same as long as it is the same file."""


class OpenFiles:
    """The files of the database at ``path``, as they were when :meth:`note` was called."""

    def __init__(self, url: str, path: Path) -> None:
        self._url = url
        real = os.path.realpath(path)  # SQLite keeps the others beside the file, not the link
        self._paths = [str(path.absolute()), *(real + end for end in BESIDE)]
        self._known: list[Identity | None] | None = None

    def note(self) -> None:
        """Note which files are in use; call it once they all exist."""
        self._known = [_identity(path) for path in self._paths]

    def check(self) -> None:
        """Raise :class:`LogMoved` unless each file is still the one that is in use."""
        if self._known is None:
            return
        for path, known in zip(self._paths, self._known, strict=True):
            if known is not None and _identity(path) != known:
                raise LogMoved(self._url, path)

    @property
    def only_the_log_is_gone(self) -> bool:
        """Whether the database is in place and its write-ahead log was deleted, not replaced."""
        if self._known is None:
            return False
        database, wal, _ = map(_identity, self._paths)
        return database == self._known[0] and wal is None


def _identity(path: str) -> Identity | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - three times a commit; twice as fast as Path.stat
    except OSError:
        return None
    return found.st_dev, found.st_ino
