"""A Pipecat pipeline whose model acts through Hookflash."""

from hookflash.domain.call import events as e
from hookflash.testing import in_virtual_time
from tests.integration.agents.pipecat_call import pipecat_call
from tests.integration.agents.pipecat_parts import Use


@in_virtual_time
async def test_a_transfer_is_confirmed() -> None:
    async with pipecat_call() as call:
        call.model_does([Use("transfer_call_2", "t1")])
        await call.caller_says("I want to talk to a person")
        await call.passes(5)
        await call.caller_says("Yes please")
        await call.passes(2)
        for event in await call.host.center.events(call.host.desk.call_id):
            print(event.at.time(), type(event).__name__, getattr(event, "text", ""), getattr(event, "heard_chars", ""))
        for m in call.model.read: print(m)
        assert call.rung == 1
        assert await call.events(e.TransferConfirmed)
