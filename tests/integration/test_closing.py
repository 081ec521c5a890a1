"""A call center closes while its simulated phones and texts are still busy."""

import asyncio
import gc
from pathlib import Path
from typing import Any, Final

from hookflash import CallCenter, SystemClock
from hookflash.testing import Behaviour, PhoneBehaviour, SimulatedTelephony
from tests.tree import ROOT

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"
LONGER: Final = 2.5
"""Seconds by which the text would be delivered, and the phone answered."""


def test_simulated_timers_end_with_it(tmp_path: Path) -> None:
    """A phone would be answered, a text delivered: nobody is told, and nothing fails unseen."""
    url, unseen = f"sqlite:///{tmp_path / 'calls.db'}", list[dict[str, Any]]()

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: unseen.append(context))
        phones = SimulatedTelephony(SystemClock(), pace=0)
        async with CallCenter.open(url, telephony=phones) as center:
            await center.apply(OFFICE)
            call = await center.receive_call(to="+14155550100", from_="+14155550199")
            answers = {"Front Desk": PhoneBehaviour(does="answer", after=1)}
            phones.behave(call, Behaviour(phones=answers))
            await center.answer(call)
            await center.hear(call, "I'd like to book a cleaning")
            await center.hear(call, "Yes, it came. Could I talk to somebody?")
            await center.hear(call, "Yes please")
            await center.until(call, lambda now: now.state == "transferring", 10)
            before = await center.position()
        await asyncio.sleep(0.1)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        await asyncio.sleep(LONGER)
        async with CallCenter.read(url) as reader:
            assert (await reader.call(call)).state == "transferring"
            assert await reader.position() <= before + 10
        assert phones.tell is None

    asyncio.run(main())
    gc.collect()
    assert unseen == []
