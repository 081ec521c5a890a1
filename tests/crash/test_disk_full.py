"""The disk becomes full while calls come in."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from hookflash.domain.call.events import CallReceived
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.log.errors import LogFull
from hookflash.orchestrator.log.store import open_store
from tests.rig.agent import OFFICE, LiteralAgent

MOST = 2_000
"""More calls than fit on it."""


def mount(*arguments: str) -> bool:
    """Run ``mount``; returns whether this machine permits it."""
    if os.geteuid() != 0:
        return False
    return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if not mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)):
        pytest.skip("this machine permits no mount")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


async def take(center: CallCenter, number: int) -> str:
    """Let a call come in."""
    return await center.receive_call(
        to="+14155550100", from_="+14155550123", provider_call_id=str(number)
    )


async def fill(center: CallCenter) -> tuple[list[str], str]:
    """Begin calls until the log is full; returns those acknowledged, and the error."""
    taken: list[str] = []
    for number in range(MOST):
        try:
            taken.append(await take(center, number))
        except LogFull as full:
            return taken, str(full)
    raise AssertionError("the disk did not fill")


def test_a_full_disk_loses_nothing_that_was_acknowledged(small_disk: Path) -> None:
    """Fault 22: a clear error; acknowledged events are kept; with free space, calls go on."""
    url = f"sqlite:///{small_disk / 'log.db'}"

    async def main() -> tuple[list[str], list[str]]:
        async with CallCenter.open(url, agent=LiteralAgent()) as center:
            await center.apply(OFFICE)
            taken, said = await fill(center)
            assert "the disk is full" in said
            assert "free some space" in said
            assert mount("-o", "remount,size=8m", str(small_disk))
            late = await take(center, MOST)
            assert await center.answer(late) == ["Harbor Dental, how can I help?"]
        with open_store(url) as store:
            events = [event for _, event in store.read_log(0, 10 * MOST)]
        stored = [event.stream for event in events if isinstance(event, CallReceived)]
        return [*taken, late], stored

    acknowledged, stored = asyncio.run(main())
    assert len(acknowledged) > 1
    assert stored == acknowledged
