"""An agent of pydantic-ai that the host runs gets the tools of a desk, and nothing beyond them."""

import asyncio
from typing import Any

import pytest
from pydantic_ai import Agent
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models.function import AgentInfo, FunctionModel
from pydantic_ai.models.test import TestModel

from hookflash.domain.call import events as e
from hookflash.pydantic_ai import HookflashToolset
from hookflash.testing import in_virtual_time
from tests.unit.desk.hosted import CALLER, Hosted, hosted
from tests.unit.pydantic_ai.models import seen

TEXT, DESK = "send_sms_1", "transfer_call_2"


class Model:
    """Answers with one response after another, and notes what it was asked."""

    def __init__(self, *responses: Any) -> None:
        self.responses = list(responses)
        self.asked: list[list[ModelMessage]] = []
        self.infos: list[AgentInfo] = []

    def agent(self) -> Agent[None, str]:
        """An agent on this model."""
        return Agent(FunctionModel(self._answer))

    async def _answer(self, messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        self.asked.append(messages)
        self.infos.append(info)
        parts = self.responses.pop(0) if self.responses else [TextPart("All right.")]
        return ModelResponse(parts=parts)


def call(name: str, arguments: Any = None, known: str = "") -> ToolCallPart:
    """A tool call."""
    return ToolCallPart(name, arguments, tool_call_id=known or f"id-{name}")


async def run(at: Hosted, model: Model, words: str) -> tuple[str, HookflashToolset]:
    """What the agent says after the caller said ``words``, and its tools."""
    await at.desk.caller_said(words)
    tools = HookflashToolset(at.desk)
    result = await model.agent().run(words, toolsets=[tools])
    return result.output, tools


def test_a_text_is_sent_and_the_model_is_told_so() -> None:
    """The toolset brings the instructions of the desk along."""

    @in_virtual_time
    async def scene() -> None:
        async with hosted() as at:
            model = Model([call(TEXT)], [TextPart("I've texted it.")])
            said, tools = await run(at, model, "Text me the link")
            assert said == "I've texted it."
            assert tools.may_reply
            assert [to for to, _ in at.texts.sent] == [CALLER]
            assert at.desk.instructions in (model.infos[0].instructions or "")
            assert model.infos[0].function_tools[0].parameters_json_schema["properties"] == {}
            assert seen(model.asked[1])[-1][1].startswith("The text was sent.")

    scene()


def test_after_a_proposal_the_agent_may_not_reply() -> None:
    """Its words are not to be played; the question is."""

    @in_virtual_time
    async def scene() -> None:
        async with hosted() as at:
            model = Model([call(DESK)], [TextPart("I'm transferring you now!")])
            _, tools = await run(at, model, "A person please")
            assert not tools.may_reply
            (question,) = tools.speeches
            assert question.text.startswith("Would you like me to transfer you")
            assert "Say nothing" in seen(model.asked[1])[-1][1]

    scene()


@pytest.mark.parametrize("order", [(TEXT, DESK), (DESK, TEXT)])
def test_two_tools_at_once_are_decided_in_their_order(order: tuple[str, str]) -> None:
    """Fault 33: one after the other, never at the same time."""

    @in_virtual_time
    async def scene() -> None:
        async with hosted() as at:
            await run(at, Model([call(name) for name in order]), "Both please")
            sent, proposed = await at.events(e.SmsRequested), await at.events(e.TransferProposed)
            assert len(proposed) == 1
            assert len(sent) == (order[0] == TEXT)
            assert len(await at.events(e.ToolCallRejected)) == (order[0] == DESK)

    scene()


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("dial", {"number": "+19005550199"}, "unknown_tool"),
        ("dial", '{"number": "+1900', "unknown_tool"),
        (TEXT, {"to": "+19005550199"}, "arguments"),
        (TEXT, '{"body": "buy', "arguments"),
        (TEXT, "[1]", "arguments"),
        ("send\u200b_sms_1", {}, "unknown_tool"),
    ],
)
def test_what_the_model_invents_reaches_the_core(name: str, arguments: Any, reason: str) -> None:
    """Fault 34: recorded, refused, and told to the model."""

    @in_virtual_time
    async def scene() -> None:
        async with hosted() as at:
            model = Model([call(name, arguments)])
            await run(at, model, "Text someone else")
            (rejected,) = await at.events(e.ToolCallRejected)
            assert rejected.reason == reason
            assert at.texts.sent == []
            assert isinstance(seen(model.asked[1])[-1][1], str)

    scene()


def test_a_tool_call_that_is_repeated_under_its_id_counts_once() -> None:
    """Fault 32: as when the framework lost its result."""

    @in_virtual_time
    async def scene() -> None:
        async with hosted() as at:
            for _ in range(2):
                await run(at, Model([call(TEXT, known="c1")]), "Text me the link")
            assert len(at.texts.sent) == 1

    scene()


def test_a_model_that_calls_every_tool_gets_its_results() -> None:
    """As pydantic-ai's own test model does."""

    @in_virtual_time
    async def scene() -> None:
        async with hosted() as at:
            await at.desk.caller_said("hello")
            agent = Agent(TestModel())
            result = await agent.run("hello", toolsets=[HookflashToolset(at.desk)])
            assert "send_sms_1" in result.output
            assert len(await at.events(e.TransferProposed)) == 1

    scene()


def test_a_run_that_is_cancelled_leaves_nothing_half_done() -> None:
    """Fault 41: what was decided is carried out."""

    @in_virtual_time
    async def scene() -> None:
        async with hosted() as at:
            running = asyncio.create_task(run(at, Model([call(TEXT)]), "Text me the link"))
            await at.center.until(at.desk.call_id, lambda now: bool(now.texts), 5)
            running.cancel()
            await asyncio.wait({running})
            await asyncio.sleep(5)
            assert len(at.texts.sent) == 1
            assert len(await at.events(e.SmsAccepted)) == 1

    scene()


def test_an_id_that_the_model_repeats_for_another_tool_is_no_error() -> None:
    """Some servers count from call_0 in each response; the same call counts once all the same."""

    @in_virtual_time
    async def scene() -> None:
        async with hosted() as at:
            model = Model(*([call(tool, known="call_0")] for tool in (TEXT, DESK, TEXT, DESK)))
            said, tools = await run(at, model, "Text me the link, then get me a person")
            assert said == "All right."
            assert len(at.texts.sent) == len(await at.events(e.TransferProposed)) == 1
            assert not tools.may_reply

    scene()
