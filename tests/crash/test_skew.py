"""The clocks of two workers differ, and one takes over the other's call."""

from pathlib import Path
from signal import Signals

import pytest

from hookflash.domain.call.call import Call
from hookflash.orchestrator.carriers.simulator.behaviour import PhoneBehaviour
from tests.crash.test_clock import HOUR_BACK, HOUR_ON, SPEED, rings
from tests.rig.phones import Alike
from tests.rig.plan import ListedPlan
from tests.rig.rig import RigSettings, running_rig
from tests.rig.scaled_time import run_scaled
from tests.rig.single import SingleCall
from tests.servers.postgres import PostgresServer

MEASURED = 3.0
"""Real seconds after which a worker has measured its clock again."""
ANSWERED = 20.0
"""Seconds after which the phone is answered: a ring that ends early is not."""


@pytest.mark.parametrize("off", [HOUR_ON, HOUR_BACK])
def test_a_ring_that_another_worker_began_lasts_its_time(
    postgres: PostgresServer, tmp_path: Path, off: Signals
) -> None:
    """Faults 45, 61: the worker that takes over is an hour ahead, or behind."""
    settings = RigSettings(
        log=postgres.new_database(),
        folder=tmp_path,
        workers=2,
        speed=SPEED,
        plan=ListedPlan({}),
        phones=Alike(PhoneBehaviour(does="answer", after=ANSWERED)),
    )

    async def main() -> Call:
        async with running_rig(settings) as rig:
            single = SingleCall(rig)
            await rig.up(1)
            rig.workers[1].send(off)
            await rig.really_sleep(MEASURED)
            await single.begin(0)
            await single.say(0, "I'd like to talk to dana")
            await single.say(0, "yes please")
            await single.until(rings)
            rig.workers[0].kill()
            call = await single.until(lambda call: call.state != "transferring")
            await single.end(1)
            return call

    call = run_scaled(main(), SPEED)
    assert [transfer.outcome for transfer in call.transfers.values()] == ["connected"]
