"""A call center that closes leaves nothing of the simulator behind."""

import asyncio

from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.testing import in_virtual_time
from tests.tree import ROOT
from tests.unit.command_handler.opened import open_worker

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"


@in_virtual_time
async def test_the_timers_of_the_simulator_end_with_the_call_center() -> None:
    """A text is on its way and phones ring: later, they would report to a log that is closed."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    line = SimulatedTelephony(clock, pace=0.0)
    center = open_worker("1", open_store("sqlite://"), clock, line)
    await center.apply(OFFICE)
    call = await center.receive_call(to="+14155550100", from_="+14155550199")
    await center.answer(call)
    await center.hear(call, "I'd like to book an appointment")
    await center.hear(call, "Yes. Could I talk to somebody?")
    await center.hear(call, "Yes please")
    await center.until(call, lambda now: now.state == "transferring", 5)
    await center.close()
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}
