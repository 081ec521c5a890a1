"""Creates empty databases to measure in, and deletes them afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self

import psycopg

from scripts.benchmarks.fleet import Fleet
from tests.servers.postgres import PostgresServer, running_server

CONNECTIONS: Final = 300
"""More than several workers of the same contender keep open."""
Database = Literal["SQLite", "PostgreSQL"]


class Places:
    """Files in a folder on the disk, and databases of a private server with fsync on."""

    def __init__(self, folder: Path) -> None:
        self._parent = folder
        self._stack = ExitStack()
        self._server: PostgresServer | None = None
        self._fleets: dict[int, Fleet] = {}

    def __enter__(self) -> Self:
        folder = tempfile.TemporaryDirectory(dir=self._parent, prefix="hookflash-bench-")
        self.folder = Path(self._stack.enter_context(folder))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._stack.close()

    @contextmanager
    def fresh(self, database: Database) -> Iterator[str]:
        """The URL of an empty database."""
        make = self._sqlite if database == "SQLite" else self._postgres
        with make() as url:
            yield url

    def fleet(self, size: int) -> Fleet:
        """Worker processes for measuring."""
        if size not in self._fleets:
            self._fleets[size] = self._stack.enter_context(Fleet(size))
        return self._fleets[size]

    @contextmanager
    def _sqlite(self) -> Iterator[str]:
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            yield f"sqlite:///{folder}/log.db"

    @contextmanager
    def _postgres(self) -> Iterator[str]:
        if self._server is None:
            with _temporary_files_in(self.folder):
                self._server = self._stack.enter_context(
                    running_server(fsync=True, connections=CONNECTIONS)
                )
        url = self._server.new_database()
        yield url
        with psycopg.connect(self._server.url(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {url.rpartition('/')[2]} (FORCE)".encode())


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Put the server's data on the same disk as the files."""
    folder.chmod(0o711)  # the server runs as another user
    before, tempfile.tempdir = tempfile.tempdir, os.fspath(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
