"""Processes of the rig, forked from one with all imports done so that they start quickly.

Each is ended by its pid, and none outlives the rig.
"""

import os
import signal
import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(
    ["tests.rig.worker", "tests.rig.standin", "tests.rig.warm", "tests.rig.twilio.warm"]
)


class Slot:
    """A place for one process that may be killed and started again."""

    def __init__(self, main: Callable[..., None], *arguments: Any) -> None:
        self._main = main
        self._arguments = arguments
        self._process: ForkServerProcess | None = None

    def start(self) -> None:
        """Start a process in this slot."""
        self._process = CONTEXT.Process(target=self._main, args=self._arguments, daemon=True)
        self._process.start()

    @property
    def alive(self) -> bool:
        """Whether the process is running or paused."""
        return self._process is not None and self._process.is_alive()

    @property
    def pid(self) -> int:
        """The id of its process; 0 if none was started."""
        return (self._process.pid if self._process else None) or 0

    @property
    def stopped(self) -> bool:
        """Whether a signal has stopped it, as Linux tells."""
        status = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8")
        return status.rpartition(")")[2].split()[0] == "T"

    @property
    def exit_code(self) -> int | None:
        """Its exit code; negative for the signal that killed it."""
        return self._process.exitcode if self._process else None

    def send(self, which: signal.Signals) -> None:
        """Send it a signal."""
        if self.alive and self._process and self._process.pid:
            os.kill(self._process.pid, which)

    def kill(self) -> None:
        """Kill it and wait for its end."""
        if self._process is not None and self._process.pid:
            self._process.kill()
            self._process.join()

    def join(self, seconds: float) -> bool:
        """Wait for its end; returns whether it ended."""
        if self._process is not None:
            self._process.join(seconds)
        return not self.alive


def redirect_output(path: Path) -> None:
    """Append everything that this process prints to a file."""
    output = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        os.dup2(output, stream.fileno())
