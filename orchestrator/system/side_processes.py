"""Runs functions on untrusted content in processes of their own, with limits on time and memory.

A thread would hold the interpreter, and with it every call of every tenant. The processes start
when they are first needed, inherit no socket, no database connection and no secret of the
environment, and end when they are idle, when they exceed a limit, or when their parent ends.
"""

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, ParamSpec, TypeVar

from hookflash.domain.errors import HookflashError

P = ParamSpec("P")
R = TypeVar("R")
AT_ONCE: Final = 2
"""Processes at most."""
_CHILD: Final = "hookflash.orchestrator.system.side_process"
_LENGTH: Final = 8
_INHERITED: Final = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")


class TooExpensive(HookflashError):
    """The work needed more time or memory than it may have; it was stopped, with no effect."""


class TooManyWaiting(HookflashError):
    """Too much work of one tenant is waiting already."""


class SideProcessFailed(HookflashError):
    """The process could not be started, or the function raised an error in it."""


class _Ended(Exception):
    """The process ended before it answered."""


@dataclass(frozen=True)
class Limits:
    """What one piece of work may take.

    ``cpu_seconds`` of a processor, ``seconds`` in all, ``megabytes`` of memory beside what an idle
    process has. ``waiting``: pieces of work that one tenant may have in the queue.
    """

    cpu_seconds: int = 10
    seconds: float = 30.0
    megabytes: int = 512
    waiting: int = 4


class SideProcesses:
    """Processes beside this one, for work of several tenants: one piece at a time for each."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._turns: dict[str, asyncio.Lock] = {}
        self._waiting: Counter[str] = Counter()
        self._idle: list[Process] = []
        self._all: set[Process] = set()

    async def run(self, tenant: str, work: Callable[P, R], *args: P.args, **more: P.kwargs) -> R:
        """Return ``work(*args, **more)``; it is a function of a module, all of it can be pickled.

        Raises ``TooExpensive``, ``TooManyWaiting`` and ``SideProcessFailed``.
        """
        with self._turn_of(tenant) as turn:
            async with turn, self._slots:
                return await self._run(pickle.dumps((work, args, more)))  # type: ignore[no-any-return]

    @contextmanager
    def _turn_of(self, tenant: str) -> Iterator[asyncio.Lock]:
        if self._waiting[tenant] >= self._limits.waiting:
            raise TooManyWaiting(tenant)
        self._waiting[tenant] += 1
        try:
            yield self._turns.setdefault(tenant, asyncio.Lock())
        finally:
            self._waiting[tenant] -= 1
            if not self._waiting[tenant]:
                del self._waiting[tenant], self._turns[tenant]

    async def _run(self, request: bytes) -> Any:
        if self._idle:
            with suppress(_Ended):  # perhaps before the work began: it was idle, or killed
                return await self._ask(self._idle.pop(), request)
        try:
            return await self._ask(await self._start(), request)
        except _Ended as error:
            raise TooExpensive("it was stopped at its limit of time or memory") from error

    async def _ask(self, process: Process, request: bytes) -> Any:
        try:
            async with asyncio.timeout(self._limits.seconds):
                kind, result = pickle.loads(await _exchange(process, request))  # noqa: S301 - ours
        except TimeoutError as error:
            await self._end(process)
            raise TooExpensive("it was stopped at its limit of time") from error
        except (OSError, asyncio.IncompleteReadError) as error:
            await self._end(process)
            raise _Ended from error
        except BaseException:
            await self._end(process)
            raise
        if kind == "done":
            self._idle.append(process)
            return result
        await self._end(process)
        if kind == "memory":
            raise TooExpensive("it needs too much memory")
        raise SideProcessFailed(result)

    async def _start(self) -> Process:
        limits = (str(self._limits.cpu_seconds), str(self._limits.megabytes))
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", _CHILD, *limits),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env=inherited | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                start_new_session=True,  # Ctrl-C is for the parent alone
            )
        except OSError as error:
            raise SideProcessFailed(str(error)) from error
        self._all.add(process)
        return process

    async def _end(self, process: Process) -> None:
        self._all.discard(process)
        with suppress(ProcessLookupError):
            process.kill()
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()

    async def close(self) -> None:
        """Stop every process; what runs in one fails."""
        self._idle.clear()
        for process in list(self._all):
            await self._end(process)


async def _exchange(process: Process, request: bytes) -> bytes:
    assert process.stdin is not None  # noqa: S101 - it was started with pipes
    assert process.stdout is not None  # noqa: S101 - likewise
    process.stdin.write(len(request).to_bytes(_LENGTH) + request)
    await process.stdin.drain()
    length = int.from_bytes(await process.stdout.readexactly(_LENGTH))
    return await process.stdout.readexactly(length)
