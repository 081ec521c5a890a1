"""What the contract of an agent expects where reports are late, lost, or cut short by the end."""

import asyncio
from datetime import timedelta

import pytest

from hookflash.domain.call import events as e
from hookflash.domain.call.evolve import fold
from hookflash.orchestrator.agents.desk.desk import Desk
from hookflash.orchestrator.agents.desk.line import NotHosted
from hookflash.orchestrator.testing.agent_stage import AgentStage
from hookflash.orchestrator.testing.contracts.agent_scenes import (
    TEXT,
    TRANSFER,
    AgentScenes,
    all_of,
    is_confirmed,
    on_stage,
    propose,
)
from hookflash.orchestrator.testing.scripted_model import ModelReply, ToolUse

OWN_QUESTION = "Shall I text you the link?"


class AgentMishaps(AgentScenes):
    """Reports out of order, a lost result, and a call that ends too early."""

    @on_stage
    async def test_late_words_do_not_displace_the_question(self, stage: AgentStage) -> None:
        """Fault 51: a question of the model, spoken before ours and reported after it."""
        desk = await _desk(stage)
        began_at = stage.center.now() - timedelta(seconds=5)
        await propose(stage)
        turn = await desk.agent_said(
            OWN_QUESTION, began_at=began_at, heard_chars=len(OWN_QUESTION), id="late"
        )
        assert (turn.may_reply, turn.state) == (False, "confirm_transfer")
        await stage.caller_says("Yes, please")
        assert await is_confirmed(stage)
        assert not await all_of(stage, e.SmsRequested)

    @on_stage
    async def test_words_while_the_question_is_open_are_silenced(self, stage: AgentStage) -> None:
        """Unless the host knows that the caller heard them."""
        desk = await _desk(stage)
        await propose(stage)
        await desk.agent_said("I'm transferring you now.", id="over")
        assert "I'm transferring you now." in [
            one.text for one in await all_of(stage, e.AgentSilenced)
        ]
        await stage.caller_says("Yes, please")
        assert await is_confirmed(stage)

    @on_stage
    async def test_words_are_ordered_by_when_they_were_spoken(self, stage: AgentStage) -> None:
        """Fault 51: whatever the order of their reports."""
        desk, now = await _desk(stage), stage.center.now()
        for words, ago in (("Second.", 1.0), ("First.", 2.0)):
            began_at = now - timedelta(seconds=ago)
            await desk.agent_said(words, began_at=began_at, heard_chars=len(words))
        lines = [line.text for line in fold(stage.call_id, await all_of(stage, e.CallEvent)).lines]
        assert lines.index("First.") < lines.index("Second.")

    @pytest.mark.parametrize("steps", range(8))
    def test_a_tool_call_that_was_cancelled_has_one_effect(self, steps: int) -> None:
        """Fault 32: the host gives it up, as on barge-in; the model calls again, by the same id."""
        again = TEXT.model_copy(update={"id": "call_7"})

        async def main() -> None:
            async with self.stage() as stage:
                stage.model_replies(ModelReply(tools=(again,)))
                saying = asyncio.create_task(stage.caller_says("Text me the link, please"))
                await stage.center.until(stage.call_id, lambda call: bool(call.texts), 30)
                for _ in range(steps):
                    await asyncio.sleep(0)
                saying.cancel()
                await asyncio.wait({saying})
                stage.model_replies(ModelReply(tools=(again,)))
                await stage.caller_says("Are you still there?")
                assert len(await all_of(stage, e.SmsRequested)) == 1

        self.run(main())

    @pytest.mark.parametrize("tool", [TEXT, TRANSFER], ids=["text", "transfer"])
    def test_a_caller_who_hangs_up_during_a_tool_call(self, tool: ToolUse) -> None:
        """Fault 30: what was decided is carried out once, and nothing rings."""

        async def main() -> None:
            async with self.stage() as stage:
                stage.model_replies(ModelReply(tools=(tool,), again=True))
                saying = asyncio.create_task(stage.caller_says("Text me, and get me Dana"))
                await stage.center.until(
                    stage.call_id, lambda call: bool(call.texts or call.transfers), 30
                )
                await stage.caller_hangs_up()
                saying.cancel()
                await asyncio.wait({saying})
                call = fold(stage.call_id, await all_of(stage, e.CallEvent))
                assert call.state == "ended"
                assert len(call.texts) + len(call.transfers) == 1
                assert not any(one.status == "queued" for one in call.texts.values())
                assert not await is_confirmed(stage)

        self.run(main())


async def _desk(stage: AgentStage) -> Desk:
    """The desk of the call; there is none where Hookflash runs the agent."""
    try:
        return await stage.center.desk(stage.call_id)
    except NotHosted:
        pytest.skip("Hookflash runs this agent: it has no desk, and reports nothing")
