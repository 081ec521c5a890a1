"""Calls on pydantic-ai: bare, as an agent of the call center, and at a desk."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

from pydantic_ai import Agent
from pydantic_ai.messages import ModelMessage, ToolReturnPart, UserPromptPart
from pydantic_ai.models.function import AgentInfo, DeltaToolCall, FunctionModel

from hookflash import CallCenter, Desk, HostAgent, Speech
from hookflash.pydantic_ai import HookflashToolset, PydanticAIAgent
from scripts.benchmarks.agents import dialog
from scripts.benchmarks.agents.calls import Calls
from scripts.benchmarks.agents.office import Silent, desk_of, opened
from scripts.benchmarks.whole_call import story
from scripts.benchmarks.whole_call.instant import InstantTelephony


async def _write(
    messages: list[ModelMessage], _: AgentInfo
) -> AsyncIterator[str | dict[int, DeltaToolCall]]:
    """The model: free, and at once."""
    asked = messages[-1].parts[-1]
    if isinstance(asked, ToolReturnPart):
        reply = dialog.reply_after(asked.tool_name)
    elif isinstance(asked, UserPromptPart):
        reply = dialog.reply_to(str(asked.content))
    else:
        raise TypeError(asked)
    if reply.tool:
        yield {0: DeltaToolCall(name=reply.tool, json_args="{}", tool_call_id=uuid4().hex)}
    for word in reply.words.split():
        yield f"{word} "


def _model() -> FunctionModel:
    return FunctionModel(stream_function=_write, model_name="free")


def _send_sms_1() -> str:
    """Send the link to the caller."""
    return dialog.TOOL_RESULTS[dialog.TEXT_TOOL]


def _transfer_call_2() -> str:
    """Have the caller transferred to the front desk."""
    return dialog.TOOL_RESULTS[dialog.TRANSFER_TOOL]


class _Bare:
    """The agent keeps its messages from turn to turn."""

    def __init__(self, agent: Agent[None, str]) -> None:
        self._agent = agent
        self._messages: list[ModelMessage] = []

    async def say(self, words: str) -> float:
        first = 0.0
        async with self._agent.run_stream(words, message_history=self._messages) as run:
            async for _ in run.stream_text(delta=True, debounce_by=None):
                first = first or time.perf_counter()
        self._messages = run.all_messages()
        return first


@asynccontextmanager
async def bare(_: str) -> AsyncIterator[Calls]:
    """The agent as its manual shows it, with functions as tools."""
    agent = Agent(_model(), instructions=dialog.INSTRUCTIONS)
    agent.tool_plain(_send_sms_1, name=dialog.TEXT_TOOL)
    agent.tool_plain(_transfer_call_2, name=dialog.TRANSFER_TOOL)

    @asynccontextmanager
    async def call() -> AsyncIterator[_Bare]:
        yield _Bare(agent)

    yield call


class _Phones(InstantTelephony):
    """Notes when something was first said."""

    def __init__(self) -> None:
        super().__init__()
        self.first = 0.0

    async def say(self, speech: Speech) -> None:
        """Note it."""
        del speech
        self.first = self.first or time.perf_counter()


class _InCallCenter:
    """Hookflash runs the agent, and speaks."""

    def __init__(self, center: CallCenter, phones: _Phones, call_id: str) -> None:
        self._center, self._phones, self._call_id = center, phones, call_id

    async def say(self, words: str) -> float:
        self._phones.first = 0.0
        await self._center.hear(self._call_id, words)
        return self._phones.first


@asynccontextmanager
async def in_call_center(url: str) -> AsyncIterator[Calls]:
    """``PydanticAIAgent`` as the agent of a call center."""
    phones = _Phones()
    async with opened(url, phones, PydanticAIAgent(_model())) as center:

        @asynccontextmanager
        async def call() -> AsyncIterator[_InCallCenter]:
            call_id = await center.receive_call(
                to=story.NUMBER, from_=story.CONTACT, provider_call_id=uuid4().hex
            )
            await center.answer(call_id)
            yield _InCallCenter(center, phones, call_id)
            await center.end(call_id)

        yield call


class _AtDesk:
    """The host runs the agent, with the tools of the call's desk."""

    def __init__(self, agent: Agent[None, str], desk: Desk) -> None:
        self._agent, self._desk = agent, desk
        self._messages: list[ModelMessage] = []

    async def say(self, words: str) -> float:
        if not (await self._desk.caller_said(words)).may_reply:
            return time.perf_counter()
        first, tools = 0.0, HookflashToolset(self._desk)
        asked = self._agent.run_stream(words, message_history=self._messages, toolsets=[tools])
        said = ""
        async with asked as run:
            async for delta in run.stream_text(delta=True, debounce_by=None):
                first = first or time.perf_counter()
                said += delta
        self._messages = run.all_messages()
        if tools.may_reply:
            await self._desk.agent_said(said)
        return first


@asynccontextmanager
async def at_desk(url: str) -> AsyncIterator[Calls]:
    """A host's agent with ``HookflashToolset``."""
    agent = Agent(_model())
    async with opened(url, Silent(), HostAgent("free")) as center:

        @asynccontextmanager
        async def call() -> AsyncIterator[_AtDesk]:
            desk = await desk_of(center)
            await desk.agent_said(desk.greeting)
            yield _AtDesk(agent, desk)
            await desk.ended()

        yield call
