"""Playing scripted calls against a database, in virtual time."""

import asyncio
from collections.abc import Callable
from typing import Final

from hookflash.orchestrator.adapters.simulator.script import Script
from hookflash.orchestrator.adapters.virtual import run_virtually
from hookflash.orchestrator.assembly import simulate
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.simulation import Simulation

AT_ONCE: Final = 64
"""Calls in progress at a time: enough to share a commit, few enough to bound memory."""

Played = Callable[[str], None]
"""Is told the id of each call that has come to its end."""


def play(db: str, script: Script, *, seed: int, times: int, played: Played) -> None:
    """Play ``script`` so many ``times``."""
    run_virtually(_play(db, script, seed, times, played))


async def _play(db: str, script: Script, seed: int, times: int, played: Played) -> None:
    simulation = simulate(db, open_store(db), seed)
    try:
        await _play_all(simulation, script, times, played)
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
