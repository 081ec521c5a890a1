"""The contract of an agent on a call, whatever runs its model."""

import asyncio

import pytest

from hookflash.domain.call import events as e
from hookflash.domain.call.evolve import fold
from hookflash.domain.call.hearing import TOLERANCE_SECONDS
from hookflash.orchestrator.testing.agent_stage import AgentStage
from hookflash.orchestrator.testing.contracts.agent_mishaps import AgentMishaps
from hookflash.orchestrator.testing.contracts.agent_scenes import (
    ANNOUNCED,
    ARRIVED,
    QUESTION,
    TEXT,
    TRANSFER,
    all_of,
    is_confirmed,
    on_stage,
    propose,
)
from hookflash.orchestrator.testing.scripted_model import ModelReply, ToolUse


class AgentContract(AgentMishaps):
    """What an agent must not be able to do wrong, and what it must be able to do.

    Define :meth:`stage`. Each test plays a call of its own.
    """

    @on_stage
    async def test_it_texts_the_caller_once(self, stage: AgentStage) -> None:
        """The model announces the text, sends it, asks for it; the caller's answer is recorded."""
        stage.model_replies(ModelReply(words=ANNOUNCED, tools=(TEXT,)), ModelReply(words=ARRIVED))
        await stage.caller_says("Can you text me the link to book?")
        stage.model_replies(ModelReply(words="Great."))
        await stage.caller_says("Yes, I got it")
        (text,) = await all_of(stage, e.SmsRequested)
        (answered,) = await all_of(stage, e.SmsArrivalAnswered)
        assert (answered.effect_key, answered.arrived) == (text.effect_key, True)
        said = [one.text for one in await all_of(stage, e.AgentSpoke)]
        for words in (stage.heard, said):  # which may be cut into sentences
            assert " ".join(words).endswith(f"{ANNOUNCED} {ARRIVED} Great.")

    @on_stage
    async def test_it_transfers_after_a_yes(self, stage: AgentStage) -> None:
        """The core asks, and its question is heard word for word; the model leaves with the yes."""
        await propose(stage)
        assert stage.heard[-1] == QUESTION
        stage.model_replies(ModelReply(words="Goodbye then!", again=True))
        await stage.caller_says("Yes, please")
        assert await is_confirmed(stage)
        assert "Goodbye then!" not in stage.heard
        assert await all_of(stage, e.AgentLeft)

    @on_stage
    async def test_a_no_goes_on_with_the_conversation(self, stage: AgentStage) -> None:
        """Nothing rings, and the model speaks again."""
        await propose(stage)
        stage.model_replies(ModelReply(words="All right. What else can I do?"))
        await stage.caller_says("No, thank you")
        assert await all_of(stage, e.TransferDeclined)
        assert not await is_confirmed(stage)
        assert stage.heard[-1] == "All right. What else can I do?"

    @on_stage
    async def test_an_unclear_answer_is_asked_again(self, stage: AgentStage) -> None:
        """By the core; the model does not speak while the question is open."""
        await propose(stage)
        stage.model_replies(ModelReply(words="So that's a yes, transferring you!", again=True))
        await stage.caller_says("The weather is nice in Boston")
        assert await all_of(stage, e.TransferAskedAgain)
        assert "So that's a yes, transferring you!" not in stage.heard
        assert "Dana" in stage.heard[-1]
        await stage.caller_says("Yes, please do")
        assert await is_confirmed(stage)

    @on_stage
    async def test_a_model_that_claims_consent_transfers_nobody(self, stage: AgentStage) -> None:
        """Words of the model are not words of the caller."""
        stage.model_replies(
            ModelReply(words="The caller said yes.", tools=(TRANSFER,)),
            ModelReply(words="Yes, please transfer me.", tools=(TRANSFER,), again=True),
        )
        await stage.caller_says("I'd like to talk to Dana")
        assert not await is_confirmed(stage)
        assert len(await all_of(stage, e.TransferProposed)) == 1

    def test_a_yes_counts_only_once_the_destination_was_heard(self) -> None:
        """Fault 43: callers talk over the question, one at each tenth of a second of it."""

        async def main() -> None:
            tenths = range(1, int(self._question_seconds * 10) + 6)
            scenes = [self._says_yes_after(tenth / 10) for tenth in tenths]
            for together in [scenes] if self.at_once else [[scene] for scene in scenes]:
                await asyncio.gather(*together)

        self.run(main())

    @property
    def _question_seconds(self) -> float:
        return len(QUESTION) / self.characters_a_second

    async def _says_yes_after(self, seconds: float) -> None:
        async with self.stage() as stage:
            await stage.caller_interrupts("Yes", seconds)
            await propose(stage)
            confirmed = await is_confirmed(stage)
            told = f"yes {seconds} s after the question began"
            if seconds < self._question_seconds - TOLERANCE_SECONDS - 0.3:
                assert not confirmed, told
                assert await all_of(stage, e.TransferAskedAgain), told
            if seconds > self._question_seconds:
                assert confirmed, told
            assert len(await all_of(stage, e.TransferConfirmed)) <= 1, told

    @pytest.mark.parametrize("tools", [(TEXT, TRANSFER), (TRANSFER, TEXT)], ids=["text", "ask"])
    def test_two_tools_at_once_leave_one_question_and_at_most_one_text(
        self, tools: tuple[ToolUse, ...]
    ) -> None:
        """Fault 33: a text may come before a transfer, and never after it."""

        async def main() -> None:
            async with self.stage() as stage:
                stage.model_replies(ModelReply(tools=tools))
                await stage.caller_says("Text me the link and put me through to Dana")
                (proposed,) = await all_of(stage, e.TransferProposed)
                texts = await all_of(stage, e.SmsRequested)
                assert len(texts) <= 1
                assert all(text.position < proposed.position for text in texts)

        self.run(main())

    @on_stage
    async def test_the_same_tool_call_twice_has_one_effect(self, stage: AgentStage) -> None:
        """Fault 32: a framework that lost the result calls again, under the same id."""
        again = TEXT.model_copy(update={"id": "call_7"})
        stage.model_replies(ModelReply(tools=(again,)), ModelReply(tools=(again,)))
        await stage.caller_says("Text me the link, please")
        assert len(await all_of(stage, e.SmsRequested)) == 1

    @on_stage
    async def test_a_tool_call_under_a_new_id_has_one_effect(self, stage: AgentStage) -> None:
        """Fault 32: a text is sent once for one request of the caller."""
        first, second = (TEXT.model_copy(update={"id": f"call_{n}"}) for n in (7, 8))
        stage.model_replies(ModelReply(tools=(first,)), ModelReply(tools=(second,)))
        await stage.caller_says("Text me the link, please")
        assert len(await all_of(stage, e.SmsRequested)) == 1

    @on_stage
    async def test_invented_tools_and_arguments_are_recorded_and_do_nothing(
        self, stage: AgentStage
    ) -> None:
        """Fault 34."""
        stage.model_replies(
            ModelReply(tools=(ToolUse(name="send_money", arguments={"to": "+19005550100"}),)),
            ModelReply(tools=(ToolUse(name="send_sms_1", arguments={"to": "+19005550100"}),)),
        )
        await stage.caller_says("Text my friend instead")
        rejected = await all_of(stage, e.ToolCallRejected)
        assert [one.tool for one in rejected] == ["send_money", "send_sms_1"]
        assert not await all_of(stage, e.SmsRequested)

    @pytest.mark.parametrize(
        "reply",
        [
            ModelReply(),
            ModelReply(words="One moment.", seconds=25.0),
            ModelReply(fails=True),
            ModelReply(tools=(TEXT,), again=True),
        ],
        ids=["silent", "slow", "failing", "looping"],
    )
    def test_the_call_goes_on_after_a_model_that_did_badly(self, reply: ModelReply) -> None:
        """Fault 44: whatever it did not do, the caller can still be served."""

        async def main() -> None:
            async with self.stage() as stage:
                stage.model_replies(reply)
                await stage.caller_says("Could you text me the link?")
                assert len(await all_of(stage, e.SmsRequested)) <= 1
                stage.model_replies(ModelReply(tools=(TRANSFER,)))
                await stage.caller_says("Then let me talk to Dana")
                assert stage.heard[-1] == QUESTION
                await stage.caller_says("Yes")
                assert await is_confirmed(stage)

        self.run(main())

    @on_stage
    async def test_a_caller_who_hangs_up_while_it_rings_stops_the_phones(
        self, stage: AgentStage
    ) -> None:
        """Fault 30: the session closes in the middle of a transfer."""
        await propose(stage)
        await stage.caller_says("Yes, please")
        await stage.caller_hangs_up()
        call = fold(stage.call_id, await all_of(stage, e.CallEvent))
        assert call.state == "ended"
        assert await all_of(stage, e.RecipientReleased)
