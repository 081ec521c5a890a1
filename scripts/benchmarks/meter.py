"""Meters the CPU time of all processes that take part, and the stalls of an event loop."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Final

import psutil
import psycopg

TICK: Final = 0.005
"""Seconds between two looks at the event loop."""


class Meter:
    """The CPU time of this process, of its children, and of the database's server."""

    def __init__(self, url: str = "", *, alone: bool = False) -> None:
        """Begin to count.

        ``url`` is that of a database: if a server of this machine has it, its processes count.
        ``alone`` leaves the server out, for all but one of several processes that share it.
        """
        self._roots = [psutil.Process()]
        if url.startswith("postgres") and not alone:
            self._roots.append(_postmaster(url))
        self.restart()

    def restart(self) -> None:
        """Begin again at zero."""
        self._begun = self._used()

    @property
    def seconds(self) -> float:
        """The seconds used since the start."""
        return self._used() - self._begun

    def _used(self) -> float:
        return sum(_used(process) for root in self._roots for process in _family(root))


def _family(root: psutil.Process) -> Iterator[psutil.Process]:
    yield root
    yield from root.children(recursive=True)


def _used(process: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        # What ended children used is counted with their parent.
        return float(times.user + times.system + times.children_user + times.children_system)
    return 0.0


def _postmaster(url: str) -> psutil.Process:
    """The server process, of which every connection's process is a child."""
    with psycopg.connect(url) as connection:
        parent = psutil.Process(connection.info.backend_pid).parent()
    if parent is None:
        raise RuntimeError(f"the server of {url} does not run on this machine")
    return parent


class Stalls:
    """How long the event loop kept a task waiting that wanted to run every five milliseconds."""

    def __init__(self) -> None:
        self.longest = 0.0
        """Seconds."""

    async def look(self) -> None:
        """Look until cancelled."""
        loop = asyncio.get_running_loop()
        due = loop.time() + TICK
        while True:
            await asyncio.sleep(due - loop.time())
            self.longest = max(self.longest, loop.time() - due)
            due = loop.time() + TICK


@asynccontextmanager
async def stalls() -> AsyncIterator[Stalls]:
    """Watch the running event loop."""
    watched = Stalls()
    looking = asyncio.create_task(watched.look())
    yield watched
    looking.cancel()
