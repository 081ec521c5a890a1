"""A whole crash run: load, kills, and what must be so afterwards."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from hookflash.orchestrator.log.store import open_store
from tests.rig.checks import CHECKS, Aftermath, aftermath
from tests.rig.rig import Rig, RigSettings, running_rig
from tests.rig.scaled_time import run_scaled


@dataclass(frozen=True)
class Result:
    """What a run came to: figures, and for each check what is wrong."""

    figures: dict[str, int | float]
    wrong: dict[str, list[str]]

    @property
    def good(self) -> bool:
        """Whether every check held."""
        return not any(self.wrong.values())


def crash(
    settings: RigSettings, kills: int, told: Callable[[int], None] = lambda _: None
) -> Result:
    """Kill workers ``kills`` times under load; then check everything."""
    began = time.monotonic()
    rig, endings = run_scaled(_run(settings, kills, told), settings.speed)
    with open_store(settings.log) as store:
        left = aftermath(settings.log, store, rig.ledger, rig.switchboard.acknowledged)
        wrong = {check.__name__: list(check(left)) for check in CHECKS}
    wrong["workers_drain"] = [f"a worker ended with {code}" for code in endings if code != 0]
    figures = _figures(rig, left)
    return Result({**figures, "seconds": round(time.monotonic() - began, 1)}, wrong)


async def _run(
    settings: RigSettings, kills: int, told: Callable[[int], None]
) -> tuple[Rig, list[int | None]]:
    async with running_rig(settings) as rig:
        calling = asyncio.create_task(rig.keep_calling())
        await rig.kill(kills, told)
        rig.stop_calling()
        await calling
        await rig.settle()
        return rig, await rig.drain()


def _figures(rig: Rig, left: Aftermath) -> dict[str, int | float]:
    entries = Counter(entry["what"] for entry in left.ledger)
    texts = [text for call in left.calls.values() for text in call.texts.values()]
    flagged = [text for text in texts if text.flagged]
    acknowledged = rig.switchboard.acknowledged
    return {
        "kills": rig.kills,
        "pauses": rig.pauses,
        "calls": len(left.calls),
        "acknowledged": len(acknowledged.calls) + len(acknowledged.said) + entries["reported"],
        "events": len(left.events),
        "texts asked for": len(texts),
        "texts taken": entries["text"],
        "texts flagged": len(flagged),
        "phones rung": entries["rung"],
        "handed over": entries["handed_over"],
        "voicemails": entries["voicemail"],
    }
