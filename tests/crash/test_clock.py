"""A worker's clock is set in the middle of a call."""

import asyncio
import signal
from itertools import pairwise, product
from pathlib import Path
from typing import Literal, get_args

from hookflash.domain.call.call import Call
from hookflash.domain.event import Event
from hookflash.orchestrator.carriers.simulator.behaviour import PhoneBehaviour
from hookflash.orchestrator.log.store import open_store
from tests.rig.phones import Alike
from tests.rig.plan import ListedPlan
from tests.rig.rig import Rig, RigSettings, running_rig
from tests.rig.scaled_time import run_scaled
from tests.rig.single import SingleCall

SPEED = 2.0
"""Slow enough for a busy machine to hear a yes before the question lapses, and an answer before
the phone has rung its time."""
When = Literal["asked", "ringing"]
HOUR_ON, HOUR_BACK = signal.SIGUSR1, signal.SIGUSR2


def rings(call: Call) -> bool:
    """Whether the provider reported that a phone rings."""
    legs = [leg for transfer in call.transfers.values() for leg in transfer.legs.values()]
    return any(leg.status == "ringing" for leg in legs)


def set_clocks(rig: Rig, by: signal.Signals) -> None:
    """Set the clock of every worker: the one without the call watches over it too."""
    for worker in rig.workers:
        worker.send(by)


def rig_in(folder: Path) -> RigSettings:
    """Two workers, and phones that answer."""
    folder.mkdir()
    return RigSettings(
        log=f"sqlite:///{folder / 'log.db'}",
        folder=folder,
        workers=2,
        speed=SPEED,
        plan=ListedPlan({}),
        phones=Alike(PhoneBehaviour(does="answer", after=4)),
    )


async def play(settings: RigSettings, jump: signal.Signals, when: When) -> tuple[Call, list[Event]]:
    """Play one call and set the clocks during it; returns the call and its events."""
    async with running_rig(settings) as rig:
        single = SingleCall(rig)
        await single.begin(0)
        await rig.up(1)
        await single.say(0, "I'd like to talk to dana")
        if when == "asked":
            set_clocks(rig, jump)
            await rig.really_sleep(0.1)
        await single.say(0, "yes please")
        await single.until(rings)
        if when == "ringing":
            set_clocks(rig, jump)
        call = await single.until(lambda call: call.state != "transferring")
        await single.end(0)
    with open_store(settings.log) as store:
        return call, list(store.read_stream(call.call_id))


def test_a_clock_that_is_set_by_an_hour_changes_no_decision(tmp_path: Path) -> None:
    """Fault 24: the question does not lapse, the phone rings its full time, the order is kept.

    Ahead and back, after the question and during the ring: four calls, each on a rig of its own.
    """

    async def main() -> list[tuple[Call, list[Event]]]:
        cases = product((HOUR_ON, HOUR_BACK), get_args(When))
        playing = (play(rig_in(tmp_path / str(n)), *case) for n, case in enumerate(cases))
        return await asyncio.gather(*playing)

    for call, events in run_scaled(main(), SPEED):
        assert [transfer.outcome for transfer in call.transfers.values()] == ["connected"]
        assert [event.position for event in events] == list(range(1, len(events) + 1))
        hours = [(after.at - now.at).total_seconds() / 3_600 for now, after in pairwise(events)]
        assert any(abs(passed) > 0.9 for passed in hours), "the clock was not set"
