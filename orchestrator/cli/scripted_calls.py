"""Plays scripted calls on a database in virtual time."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from hookflash import RecordingStore
from hookflash.orchestrator.assembly import open_simulation
from hookflash.orchestrator.carriers.simulator.script import Script
from hookflash.orchestrator.simulation.scripted_caller import Simulation
from hookflash.orchestrator.simulation.virtual_time import run_virtually

AT_ONCE: Final = 64
"""Calls in progress at once: enough to share commits, few enough to bound memory."""

Played = Callable[[str], None]
"""Called with the id of each call that has ended."""


class Run(NamedTuple):
    """How often to play a script, the seed of its ids, and when; by default after the last call.

    ``recordings`` keeps the recordings of voicemails.
    """

    seed: int
    times: int = 1
    begin: datetime | None = None
    recordings: RecordingStore | None = None


def play(db: str, script: Script, run: Run, played: Played) -> None:
    """Play ``script`` as ``run`` says; call ``played`` after each call."""
    run_virtually(_play(db, script, run, played))


async def _play(db: str, script: Script, run: Run, played: Played) -> None:
    simulation = await open_simulation(db, run.seed, run.begin, run.recordings)
    try:
        await _play_all(simulation, script, run.times, played)
    finally:
        await simulation.close()


async def _play_all(simulation: Simulation, script: Script, times: int, played: Played) -> None:
    numbers = iter(range(1, times + 1))

    async def caller() -> None:
        for number in numbers:
            played(await simulation.play(script, number))

    async with asyncio.TaskGroup() as callers:
        for _ in range(min(AT_ONCE, times)):
            callers.create_task(caller())
