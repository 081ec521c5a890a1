"""Agents that Hookflash runs, whose model replies as a test says."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

from pydantic_ai import Agent
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models.function import AgentInfo, DeltaToolCall, FunctionModel

from hookflash import Move, Say, Turn, UseTool
from hookflash.testing import ModelReply, ScriptedModel


@dataclass
class PlainAgent:
    """The agent port, with nothing in between."""

    model: ScriptedModel
    label: str = "A scripted model"

    async def next_move(self, turn: Turn) -> list[Move]:
        """The words of the next reply, then its tools; nothing once the agent has spoken."""
        if turn.occasion == "greeting":
            return [Say(text=turn.briefing.greeting)]
        spoke = turn.conversation.lines[-1].by == "agent"
        if spoke and not any(news.reply_due for news in turn.news):
            return []
        reply = await self.model.reply()
        words = [Say(text=reply.words)] if reply.words else []
        return [*words, *(UseTool(tool=t.name, arguments=t.arguments) for t in reply.tools)]


@dataclass
class PydanticAIModel:
    """A scripted model as pydantic-ai's ``FunctionModel`` calls it; it has so many seconds."""

    script: ScriptedModel
    seconds: float | None = None
    tools: int = 0

    @property
    def agent(self) -> Agent[None, str]:
        """An agent on this model."""
        return Agent(FunctionModel(self._answer, stream_function=self._write))

    async def _answer(self, messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        del messages, info
        reply = await asyncio.wait_for(self.script.reply(), self.seconds)
        words = [TextPart(reply.words)] if reply.words or not reply.tools else []
        calls = [
            ToolCallPart(name, arguments, tool_call_id=known)
            for name, arguments, known in self._calls(reply)
        ]
        return ModelResponse(parts=[*words, *calls])

    async def _write(
        self, messages: list[ModelMessage], info: AgentInfo
    ) -> AsyncIterator[str | dict[int, DeltaToolCall]]:
        del messages, info
        reply = await self.script.reply()
        yield reply.words
        for at, (name, arguments, known) in enumerate(self._calls(reply), start=1):
            yield {at: DeltaToolCall(name=name, json_args=arguments, tool_call_id=known)}

    def _calls(self, reply: ModelReply) -> list[tuple[str, str, str]]:
        first, self.tools = self.tools, self.tools + len(reply.tools)
        return [
            (tool.name, json.dumps(tool.arguments), tool.id or f"tool-{first + number}")
            for number, tool in enumerate(reply.tools)
        ]
