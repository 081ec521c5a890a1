"""A whole run: load, a disturbance, and the checks afterwards."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from hookflash.orchestrator.log.store import open_store
from tests.rig.checks import CHECKS, Aftermath, aftermath
from tests.rig.rig import Rig, RigSettings, running_rig
from tests.rig.scaled_time import run_scaled

Disturb = Callable[[Rig], Awaitable[None]]
Told = Callable[[int], None]


@dataclass(frozen=True)
class Result:
    """The result of a run: figures, and the violations found by each check."""

    figures: dict[str, int | float]
    wrong: dict[str, list[str]]

    @property
    def faults(self) -> list[str]:
        """All violations."""
        return [f"{check}: {one}" for check, found in self.wrong.items() for one in found]


def crash(settings: RigSettings, kills: int, told: Told = lambda _: None) -> Result:
    """Kill workers ``kills`` times under load, then check everything."""
    return disturbed(settings, partial(_kill, kills=kills, told=told))


async def _kill(rig: Rig, kills: int, told: Told) -> None:
    await rig.kill(kills, told)


def disturbed(settings: RigSettings, disturb: Disturb) -> Result:
    """Keep calls going while ``disturb`` runs, then check everything."""
    began = time.monotonic()
    rig, endings = run_scaled(_run(settings, disturb), settings.speed)
    left, wrong = examined(rig)
    wrong["workers drain"] = [f"a worker ended with {code}" for code in endings if code != 0]
    figures = _figures(rig, left)
    return Result({**figures, "seconds": round(time.monotonic() - began, 1)}, wrong)


def examined(rig: Rig) -> tuple[Aftermath, dict[str, list[str]]]:
    """Check what a run left behind; returns the violations by check."""
    log = rig.settings.log
    with open_store(log) as store:
        left = aftermath(log, store, rig.ledger, rig.switchboard.acknowledged)
        return left, {check.__name__.replace("_", " "): list(check(left)) for check in CHECKS}


async def _run(settings: RigSettings, disturb: Disturb) -> tuple[Rig, list[int | None]]:
    async with running_rig(settings) as rig:
        async with asyncio.TaskGroup() as calling:
            calling.create_task(rig.keep_calling())
            try:
                await disturb(rig)
            finally:
                rig.stop_calling()
        await rig.settle()
        return rig, await rig.drain()


def _figures(rig: Rig, left: Aftermath) -> dict[str, int | float]:
    entries = Counter(entry["what"] for entry in left.ledger)
    texts = [text for call in left.calls.values() for text in call.texts.values()]
    acknowledged = rig.switchboard.acknowledged
    return {
        "kills": rig.kills,
        "pauses": rig.pauses,
        "calls": len(left.calls),
        "acknowledged": len(acknowledged.calls) + len(acknowledged.said) + entries["reported"],
        "events": len(left.events),
        "texts asked for": len(texts),
        "texts taken": entries["text"],
        "texts flagged": sum(text.flagged for text in texts),
        "phones rung": entries["rung"],
        "handed over": entries["handed_over"],
        "voicemails": entries["voicemail"],
    }
