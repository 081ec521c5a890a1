"""More calls at once than fit in memory, and a provider that keeps all of them waiting."""

import asyncio

from hookflash.domain.call.effects import SendText
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.ports.answers import Accepted, Answer
from hookflash.orchestrator.ports.messaging import MessagingOffers, TextFound
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.testing import SimulatedTelephony
from tests.rig.agent import OFFICE, LiteralAgent

CALLS = 400
CAPACITY = 50


class SlowCarrier:
    """A carrier that answers no request before all have been made."""

    offers = MessagingOffers()

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._all = asyncio.Event()

    async def send(self, request: SendText) -> Answer:
        """Wait for the last request."""
        self.asked.append(request.effect_key)
        if len(self.asked) == CALLS:
            self._all.set()
        await self._all.wait()
        return Accepted(provider_id=f"SM-{request.effect_key[:8]}")

    async def find(self, request: SendText) -> TextFound | None:  # noqa: ARG002 - the port's own
        """Never find one."""
        return None


def test_a_slow_provider_neither_blocks_calls_nor_fills_memory() -> None:
    """Fault 39: every caller is heard, every text is sent once, and old calls are evicted."""

    async def main() -> None:
        carrier = SlowCarrier()
        opened = CallCenter.open(
            "sqlite://",
            telephony=SimulatedTelephony(SystemClock(), pace=0),
            messaging=carrier,
            agent=LiteralAgent(),
        )
        async with opened as center:
            await center.apply(OFFICE)
            center._handler._capacity = CAPACITY
            calls = await asyncio.gather(*(ask_for_a_text(center, n) for n in range(CALLS)))
            await center._dispatcher.settle()
            assert len(set(carrier.asked)) == len(carrier.asked) == CALLS
            for call in calls:
                (text,) = (await center._handler.load(call)).texts.values()
                assert text.status == "accepted"
            await center.receive_call(to="+14155550100", from_=None)
            assert len(center._handler._kept) <= CAPACITY

    asyncio.run(main())


async def ask_for_a_text(center: CallCenter, number: int) -> str:
    """Play one caller who asks for a text and stays on the line."""
    call = await center.receive_call(to="+14155550100", from_=f"+14155550{number % 100 + 100}")
    await center.answer(call)
    assert await center.hear(call, "Could you text me the link?")
    return call
