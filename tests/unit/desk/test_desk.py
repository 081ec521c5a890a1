"""A desk on a call whose telephony leaves the playing to the host."""

from datetime import timedelta

from hookflash.domain.call import events as e
from hookflash.testing import in_virtual_time
from tests.unit.desk.hosted import CALLER, NUMBER, Hosted, hosted


async def heard(host: Hosted, speech_id: str, characters: int) -> None:
    """The host has played all of a speech."""
    now = host.center.now()
    began = now - timedelta(seconds=2)
    await host.desk.played(speech_id, began_at=began, ended_at=now, heard_chars=characters)


@in_virtual_time
async def test_a_model_sends_a_text_and_proposes_a_transfer_that_the_caller_accepts() -> None:
    """The core asks; the host plays the question, and no model speaks until it is answered."""
    async with hosted() as host:
        desk = host.desk
        turn = await desk.agent_said(desk.greeting)
        assert turn.may_reply
        assert (await desk.caller_said("Can you text me the link?")).may_reply
        sent = await desk.call_tool("send_sms_1", {}, id="t1")
        assert sent.text == "The text was sent. Tell the caller, and ask whether it arrived."
        asked = await desk.call_tool("transfer_call_2", "{}", id="t2")
        assert asked.speech is not None
        assert asked.speech.text == "Would you like me to transfer you to Scheduling?"
        assert not asked.may_reply
        await heard(host, asked.speech.id, len(asked.speech.text))
        turn = await desk.caller_said("Yes please")
        assert turn.state == "transferring"
        assert turn.speech is not None
        assert not turn.may_reply
        await host.clock.sleep(1)
        assert [body for _, body in host.texts.sent] == ["https://example.com/book"]
        assert len(host.line.rung) == 1


@in_virtual_time
async def test_no_worker_takes_a_turn_on_a_call_whose_agent_the_host_runs() -> None:
    """Neither at once, nor when the caller has waited for an answer."""
    async with hosted() as host:
        await host.desk.caller_said("Hello?")
        await host.clock.sleep(60)
        answered, *_ = await host.events(e.CallAnswered)
        assert answered.hosted
        assert await host.events(e.AgentSpoke) == []
        assert await host.events(e.AgentFailed) == []


@in_virtual_time
async def test_the_same_call_is_answered_once() -> None:
    """Another desk on it, by the provider's id or by ours, changes nothing."""
    async with hosted() as host:
        again = await host.center.desk(to=NUMBER, from_=CALLER, provider_call_id="CA1")
        other = await host.center.desk(host.desk.call_id)
        assert again.call_id == other.call_id == host.desk.call_id
        assert len(await host.events(e.CallAnswered)) == 1
