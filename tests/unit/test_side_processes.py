"""Work in processes of their own: its limits, and what it inherits."""

import asyncio
import operator
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable

import psutil
import pytest

from hookflash.orchestrator.system import side_process
from hookflash.orchestrator.system.side_processes import (
    AT_ONCE,
    Limits,
    SideProcesses,
    SideProcessFailed,
    TooExpensive,
    TooManyWaiting,
)

pytestmark = pytest.mark.slow

SMALL = Limits(cpu_seconds=1, seconds=60.0, megabytes=64)
"""The time in all is long: on a busy machine, a process takes a while to start."""


def run(check: Callable[[SideProcesses], Awaitable[None]], limits: Limits = SMALL) -> None:
    """Run ``check`` with new processes, and see that none is left."""

    async def inside() -> None:
        beside = SideProcesses(limits)
        try:
            await check(beside)
        finally:
            await beside.close()

    asyncio.run(inside())
    assert ours() == []


def ours() -> list[psutil.Process]:
    """The processes that were started here and still run."""
    children = psutil.Process().children()
    return [one for one in children if side_process.__name__ in " ".join(one.cmdline())]


def test_nothing_is_started_before_there_is_work() -> None:
    """Then one process does one piece after another."""

    async def check(beside: SideProcesses) -> None:
        assert ours() == []
        first = await beside.run("office", os.getpid)
        assert await beside.run("other-office", os.getpid) == first != os.getpid()

    run(check)


@pytest.mark.parametrize(
    ("work", "arguments"),
    [
        (pow, (3, 3**22)),  # takes minutes
        (operator.mul, (b"x", 1_000_000_000)),
        (operator.mul, ([0], 1_000_000_000)),
    ],
    ids=["time", "memory", "memory again"],
)
def test_work_that_takes_too_much_is_stopped(
    work: Callable[..., object], arguments: tuple[object, ...]
) -> None:
    """It says so, and the work of others goes on."""

    async def check(beside: SideProcesses) -> None:
        with pytest.raises(TooExpensive):
            await beside.run("office", work, *arguments)
        assert await beside.run("other-office", operator.add, 1, 2) == 3

    run(check)


def test_work_that_waits_for_nothing_is_stopped_too() -> None:
    """It takes no processor; the time in all is limited as well."""

    async def check(beside: SideProcesses) -> None:
        with pytest.raises(TooExpensive):
            await beside.run("office", time.sleep, 3_600)

    run(check, Limits(seconds=3.0))


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_a_process_that_is_killed_takes_nothing_with_it(kill: signal.Signals) -> None:
    """The next piece of work is done by another one."""

    async def check(beside: SideProcesses) -> None:
        process = await beside.run("office", os.getpid)
        os.kill(process, kill)
        assert await beside.run("office", operator.add, 1, 2) == 3

    run(check)


def test_one_that_was_idle_for_long_ends_and_another_takes_its_place() -> None:
    """It ends by itself; nothing of it is noticed."""

    async def check(beside: SideProcesses) -> None:
        first = await beside.run("office", os.getpid)
        await beside.run("office", _become_impatient)
        while psutil.pid_exists(first):  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.01)
        second = await beside.run("office", os.getpid)
        assert second != first

    run(check)


def test_an_error_in_the_work_is_no_answer() -> None:
    """What goes wrong there is named, without a traceback."""

    async def check(beside: SideProcesses) -> None:
        with pytest.raises(SideProcessFailed, match="ZeroDivisionError"):
            await beside.run("office", operator.truediv, 1, 0)

    run(check)


def test_it_inherits_no_file_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither sockets and databases of its parent, nor what is in the environment."""
    monkeypatch.setenv("HOOKFLASH_ADMIN_TOKEN", "known-to-all")

    async def check(beside: SideProcesses) -> None:
        with open(__file__, "rb") as opened:  # noqa: ASYNC230, PTH123 - as any file of the parent
            os.set_inheritable(opened.fileno(), True)  # noqa: FBT003 - its only argument
            assert "known-to-all" not in dict(await beside.run("office", _environment)).values()
            assert __file__ not in await beside.run("office", _open_files)

    run(check)


def _become_impatient() -> None:
    sys.modules["__main__"].IDLE_SECONDS = 0.0  # type: ignore[attr-defined]


def _environment() -> list[tuple[str, str]]:
    return list(os.environ.items())


def _open_files() -> list[str]:
    return [one.path for one in psutil.Process().open_files()]


def test_one_tenant_takes_one_process_and_waits_in_a_short_queue() -> None:
    """Its other work waits, up to a few pieces; that of another tenant does not wait for it."""

    async def check(beside: SideProcesses) -> None:
        waiting = [
            asyncio.create_task(beside.run("noisy", time.sleep, 3_600))
            for _ in range(SMALL.waiting)
        ]
        await asyncio.sleep(0)
        with pytest.raises(TooManyWaiting):
            await beside.run("noisy", os.getpid)
        assert await beside.run("quiet", operator.add, 1, 2) == 3
        assert len(ours()) == AT_ONCE
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert await beside.run("noisy", operator.add, 1, 2) == 3

    run(check)


def test_it_ends_with_its_parent() -> None:
    """Also if the parent is killed, since its input is closed then."""
    program = (
        "import asyncio, os, sys; from hookflash.orchestrator.system.side_processes import *\n"
        "async def main():\n"
        "    print(await SideProcesses().run('office', os.getpid), flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
        "asyncio.run(main())"
    )

    async def check(_: SideProcesses) -> None:
        parent = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", program), stdout=asyncio.subprocess.PIPE
        )
        assert parent.stdout is not None
        child = int(await parent.stdout.readline())
        await parent.wait()
        gone, alive = psutil.wait_procs([psutil.Process(child)] if psutil.pid_exists(child) else [])
        assert not alive, gone

    run(check)
