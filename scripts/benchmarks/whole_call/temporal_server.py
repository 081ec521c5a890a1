"""Temporal's dev server, in a child process, with a synced SQLite file."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.benchmarks.whole_call.free_port import HOST, free_ports

PATIENCE = 10.0


@contextmanager
def running_temporal(database: Path) -> Iterator[str]:
    """Yield the address of a running server, which may still be starting."""
    (port,) = free_ports(1)
    program = Path(sys.executable).with_name("temporal")
    settings = [
        "--headless",
        f"--ip={HOST}",
        f"--port={port}",
        f"--db-filename={database}",
        "--sqlite-pragma=journal_mode=wal",
        "--sqlite-pragma=synchronous=full",
        "--log-level=never",
    ]
    server = subprocess.Popen(  # noqa: S603 - our own arguments
        [program, "server", "start-dev", *settings], stdout=subprocess.DEVNULL
    )
    try:
        yield f"{HOST}:{port}"
    finally:
        server.terminate()
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
