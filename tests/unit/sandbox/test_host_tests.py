"""Test calls of a center whose agent the host runs."""

import asyncio

from structlog.testing import capture_logs

from hookflash import CallCenter, Desk, HostAgent
from hookflash.domain.call import events as e
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.testing import in_virtual_time
from tests.tree import ROOT
from tests.unit.command_handler.opened import open_worker

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"
NUMBER = "+14155550100"


async def texts_the_link(desk: Desk) -> None:
    """An agent as a host writes one: it greets, and texts the link to whoever says anything."""
    await desk.agent_said(desk.greeting)
    async for item in desk.news():
        if item.kind == "caller" and item.may_reply:
            if "person" in item.text:
                await desk.call_tool("transfer_call_2")
                continue
            await desk.agent_said("I'll text you the link now.")
            result = await desk.call_tool("send_sms_1")
            if result.text.startswith("The text was"):
                await desk.agent_said("Did it arrive?")


async def fails(desk: Desk) -> None:
    """An agent whose model does not answer."""
    raise RuntimeError(desk.call_id)


async def opened(agent: HostAgent) -> CallCenter:
    """A center with an office."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    center = open_worker(
        "1", open_store("sqlite://"), clock, SimulatedTelephony(clock), agent=agent
    )
    await center.apply(OFFICE)
    return center


@in_virtual_time
async def test_the_hosts_agent_takes_a_test_call() -> None:
    """It hears what the person types, and uses its tools under the real rules."""
    center = await opened(HostAgent("A model", take_test=texts_the_link))
    call = await center.sandbox.begin(to=NUMBER)
    said = await center.sandbox.say(call, "I'd like to book")
    assert said[0] == "I'll text you the link now."
    await asyncio.sleep(3)
    kinds = [event.type for event in await center.events(call)]
    assert kinds.count("SmsRequested") == 1
    said = await center.sandbox.say(call, "Could I talk to a person?")
    assert said == ["Would you like me to transfer you to Scheduling?"]
    await asyncio.sleep(5)
    await center.sandbox.say(call, "Yes please")
    assert "TransferConfirmed" in [event.type for event in await center.events(call)]
    assert await center.sandbox.note(call) == ""
    await center.close()


@in_virtual_time
async def test_an_agent_that_fails_is_named() -> None:
    """The person is not left waiting for it."""
    center = await opened(HostAgent("A model", take_test=fails))
    call = await center.sandbox.begin(to=NUMBER)
    assert "RuntimeError" in await center.sandbox.note(call)
    assert await center.sandbox.say(call, "Hello?") == []
    await center.close()


@in_virtual_time
async def test_without_an_agent_a_test_call_says_so() -> None:
    """And how to give it one; the log says so too, where the person would only see silence."""
    center = await opened(HostAgent("A model"))
    call = await center.sandbox.begin(to=NUMBER)
    assert "take_test=" in await center.sandbox.note(call)
    with capture_logs() as logs:
        assert await center.sandbox.say(call, "Hello?") == []
    (entry,) = logs
    assert entry["event"] == "test_call_not_taken"
    assert "take_test=" in entry["fix"]
    answered = [one for one in await center.events(call) if isinstance(one, e.CallAnswered)]
    assert [(one.agent, one.hosted) for one in answered] == [("A model", True)]
    await center.close()
