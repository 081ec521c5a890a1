"""How the model of a Pipecat pipeline fails, and how a pipeline ends."""

from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from pipecat.serializers.twilio import TwilioFrameSerializer

from hookflash.domain.call import events as e
from hookflash.domain.call.sentences import sentences
from hookflash.orchestrator.agents.pipecat.hang_up import check_hang_up
from hookflash.pipecat import HangsUpTransfers
from hookflash.testing import in_virtual_time
from tests.integration.agents.pipecat_call import is_asked, pipecat_call, said
from tests.integration.agents.pipecat_parts import Step, Use, Wait


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([], "silent"),
        ([Wait(60), "Too late."], "timeout"),
        ([RuntimeError("no model")], "error"),
    ],
)
def test_the_caller_hears_something_if_the_model_does_not_answer(
    steps: list[Step], reason: str
) -> None:
    """Fault 44: silent, slow or broken."""

    @in_virtual_time
    async def check() -> None:
        async with pipecat_call() as call:
            call.model_does(steps)
            await call.caller_says("Hello?")
            await call.passes(12)
            assert (await said(call))[-1] == sentences("en").pardon
            assert [event.reason for event in await call.events(e.AgentFailed)] == [reason]
            call.model_does(["Now I hear you."])
            await call.caller_says("Hello again?")
            await call.passes(3)
            assert (await said(call))[-1] == "Now I hear you."

    check()


@in_virtual_time
async def test_a_model_that_loops_is_stopped() -> None:
    """Fault 44: it calls its tool again and again."""
    async with pipecat_call() as call:
        call.model.usual = [Use("send_text", "again")]
        await call.caller_says("Hello?")
        await call.passes(20)
        assert len(call.model.read) == 9
        assert (await said(call))[-1] == sentences("en").pardon


@in_virtual_time
async def test_the_end_of_the_pipeline_ends_the_call() -> None:
    """The caller hung up: an open question goes with the call."""
    async with pipecat_call() as call:
        await is_asked(call)
        await call.worker.cancel()
        await call.passes(1)
        (ended,) = await call.events(e.CallEnded)
        assert ended.reason == "caller_hung_up"


@in_virtual_time
async def test_the_end_of_the_pipeline_during_a_transfer_leaves_the_call_to_the_telephony() -> None:
    """The stream closes because the carrier took the call."""
    async with pipecat_call() as call:
        await is_asked(call)
        await call.passes(5)
        await call.caller_says("Yes please")
        await call.worker.cancel()
        await call.passes(6)
        assert call.rung == 1
        assert not await call.events(e.CallEnded)


@in_virtual_time
async def test_the_pipeline_ends_when_the_call_does() -> None:
    """The telephony reported it."""
    async with pipecat_call() as call:
        await call.host.center.end(call.host.desk.call_id)
        await call.passes(10)
        assert call.worker.has_finished()


@in_virtual_time
async def test_a_caller_who_disconnects_ends_the_call() -> None:
    """Whether or not the host then ends the pipeline."""
    async with pipecat_call() as call:
        await call.transport.disconnect()
        await call.passes(1)
        assert await call.events(e.CallEnded)


@pytest.mark.parametrize("on", [True, False])
def test_a_serializer_that_hangs_up_transferred_calls_is_refused(on: bool) -> None:  # noqa: FBT001
    """The error says how to switch it off."""
    params = TwilioFrameSerializer.InputParams(auto_hang_up=on)
    serializer = TwilioFrameSerializer(
        "MZ1",
        call_sid="CA1",
        account_sid="AC1",
        auth_token="secret",  # noqa: S106
        params=params,
    )
    transport = SimpleNamespace(_params=SimpleNamespace(serializer=serializer))
    with pytest.raises(HangsUpTransfers, match="auto_hang_up=False") if on else nullcontext():
        check_hang_up(transport)
