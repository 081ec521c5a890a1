"""A worker's clock is set in the middle of a call."""

import signal
from itertools import pairwise
from pathlib import Path

import pytest

from hookflash.domain.call.call import Call
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
HOUR_ON, HOUR_BACK = signal.SIGUSR1, signal.SIGUSR2


def rings(call: Call) -> bool:
    """Whether the provider reported that a phone rings."""
    legs = [leg for transfer in call.transfers.values() for leg in transfer.legs.values()]
    return any(leg.status == "ringing" for leg in legs)


def set_clocks(rig: Rig, by: signal.Signals) -> None:
    """Set the clock of every worker: the one without the call watches over it too."""
    for worker in rig.workers:
        worker.send(by)


@pytest.mark.parametrize("when", ["asked", "ringing"])
@pytest.mark.parametrize("jump", [HOUR_ON, HOUR_BACK], ids=["ahead", "back"])
def test_a_clock_that_is_set_by_an_hour_changes_no_decision(
    jump: signal.Signals, when: str, tmp_path: Path
) -> None:
    """Fault 24: the question does not lapse, the phone rings its full time, the order is kept."""
    settings = RigSettings(
        log=f"sqlite:///{tmp_path / 'log.db'}",
        folder=tmp_path,
        workers=2,
        speed=SPEED,
        plan=ListedPlan({}),
        phones=Alike(PhoneBehaviour(does="answer", after=4)),
    )

    async def main() -> Call:
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
            return call

    call = run_scaled(main(), SPEED)
    assert [transfer.outcome for transfer in call.transfers.values()] == ["connected"]
    with open_store(settings.log) as store:
        events = store.read_stream(call.call_id)
    assert [event.position for event in events] == list(range(1, len(events) + 1))
    hours = [(after.at - before.at).total_seconds() / 3_600 for before, after in pairwise(events)]
    assert any(abs(passed) > 0.9 for passed in hours), "the clock was not set"
