"""A model of pydantic-ai as the second reader of answers."""

import asyncio
import json

import pytest
from pydantic_ai.exceptions import UnexpectedModelBehavior
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from hookflash import CallCenter, Understanding
from hookflash.domain.policy.speech.answer import Answer, answer
from hookflash.orchestrator.testing.contracts.understanding import answer_to
from hookflash.pydantic_ai import PydanticAIUnderstanding
from hookflash.testing import UnderstandingContract


def read(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
    """Read the last answer as the rules do, in the form that the model is asked for."""
    words = json.loads(str(getattr(messages[-1].parts[-1], "content", "")))["answer"]
    meaning = answer(words, "Dana")
    if "yes" in words.casefold() and meaning is not Answer.YES:
        meaning = Answer.NO
    said = {"meaning": meaning.value, "quote": words}
    return ModelResponse(parts=[ToolCallPart(info.output_tools[0].name, said)])


class TestPydanticAIUnderstanding(UnderstandingContract):
    """It keeps the contract, as far as its model can read."""

    def understanding(self) -> Understanding:
        """Make one whose model reads by rules."""
        return PydanticAIUnderstanding(FunctionModel(read, model_name="rules"))


def test_what_is_no_opinion_is_raised_after_one_request() -> None:
    """The caller waits: nothing is asked a second time."""
    asked = []

    def talk(_: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        asked.append(info)
        return ModelResponse(parts=[TextPart("They said yes!")])

    async def scene() -> None:
        with pytest.raises(UnexpectedModelBehavior):
            await PydanticAIUnderstanding(FunctionModel(talk)).read(answer_to("Yes"))
        assert len(asked) == 1

    asyncio.run(scene())


def test_it_is_given_to_the_call_center() -> None:
    """Its label is that of its model."""

    async def scene() -> None:
        reader = PydanticAIUnderstanding(FunctionModel(read, model_name="rules"))
        assert reader.label == "rules (pydantic-ai)"
        async with CallCenter.open("sqlite://", understanding=reader):
            pass

    asyncio.run(scene())
