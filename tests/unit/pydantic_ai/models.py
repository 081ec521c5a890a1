"""Models that follow a script, for agents of pydantic-ai."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from pydantic_ai.messages import ModelMessage
from pydantic_ai.models.function import AgentInfo, DeltaToolCall, FunctionModel

Written = str | float | Exception | dict[int, DeltaToolCall]
Answer = Sequence[Written]


def calls(
    name: str, arguments: str = "{}", at: int = 1, known: str = ""
) -> dict[int, DeltaToolCall]:
    """A tool call at an index of a response."""
    return {at: DeltaToolCall(name=name, json_args=arguments, tool_call_id=known or f"id-{at}")}


class Script:
    """Gives one answer after another; a number in an answer is a pause, an exception is raised."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[list[ModelMessage]] = []
        self.infos: list[AgentInfo] = []

    @property
    def model(self) -> FunctionModel:
        """The model that follows the script."""
        return FunctionModel(stream_function=self._write, model_name="script")

    async def _write(
        self, messages: list[ModelMessage], info: AgentInfo
    ) -> AsyncIterator[str | dict[int, DeltaToolCall]]:
        self.asked.append(messages)
        self.infos.append(info)
        for written in self.answers.pop(0) if self.answers else ("I don't know.",):
            if isinstance(written, float):
                await asyncio.sleep(written)
            elif isinstance(written, Exception):
                raise written
            else:
                yield written


def seen(messages: list[ModelMessage]) -> list[tuple[str, Any]]:
    """The parts of messages: their kinds and contents."""
    return [
        (part.part_kind, getattr(part, "content", None) or getattr(part, "tool_name", None))
        for message in messages
        for part in message.parts
    ]


Told = Callable[[list[ModelMessage]], list[tuple[str, Any]]]
