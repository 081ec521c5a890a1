"""A host whose loop is that of OpenAI's chat completions: messages in, one message out."""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from hookflash.testing import DeskStage, ModelFailed, ModelReply

MOST_REPLIES = 8
Message = dict[str, Any]


@dataclass
class OpenAIStage(DeskStage):
    """Keeps the messages; every tool call is answered by a message before the model is asked."""

    messages: list[Message] = field(default_factory=list)

    async def greet(self) -> None:
        """Begin with the instructions."""
        self.messages.append({"role": "system", "content": self.desk.instructions})
        await super().greet()
        self.messages.append({"role": "assistant", "content": self.desk.greeting})

    async def model_turn(self, heard: str) -> None:
        """Ask the model until it is done."""
        if "tool_calls" in self.messages[-1]:  # a turn was cancelled, and their results are lost
            await self._use_tools(self.messages[-1])
        self.messages.append({"role": "user", "content": heard})
        for _ in range(MOST_REPLIES):
            said = None
            with suppress(ModelFailed, TimeoutError):
                said = await self._complete()
            if said is None or not await self._act_on(said):
                return

    async def _complete(self) -> Message:
        """The model's next message, as the API returns it."""
        functions = [tool.openai()["function"] for tool in self.desk.tools]
        assert all(one["strict"] and not one["parameters"]["properties"] for one in functions)
        self._check_messages()
        return self._message(await self.reply())

    def _message(self, reply: ModelReply) -> Message:
        calls = []
        for tool in reply.tools:
            self._tools += 1
            function = {"name": tool.name, "arguments": json.dumps(tool.arguments)}
            known = tool.id or f"call_{self._tools}"
            calls.append({"id": known, "type": "function", "function": function})
        more = {"tool_calls": calls} if calls else {}
        return {"role": "assistant", "content": reply.words or None} | more

    async def _act_on(self, said: Message) -> bool:
        """Say the words and use the tools; returns whether the model is asked again."""
        self.messages.append(said)
        if said["content"]:
            await self.say(said["content"])
        return await self._use_tools(said)

    async def _use_tools(self, said: Message) -> bool:
        may_reply = True
        for call in said.get("tool_calls", ()):
            function = call["function"]
            result = await self.desk.call_tool(
                function["name"], function["arguments"], id=call["id"]
            )
            self.messages.append(
                {"role": "tool", "tool_call_id": call["id"], "content": result.text}
            )
            await self.play(result.speeches)
            may_reply = may_reply and result.may_reply
        return may_reply and "tool_calls" in said

    def _check_messages(self) -> None:
        """What the API would refuse: tool calls without results, results without words."""
        asked = [c["id"] for one in self.messages for c in one.get("tool_calls", ())]
        answered = [one["tool_call_id"] for one in self.messages if one["role"] == "tool"]
        assert asked == answered
        assert all(one["content"] for one in self.messages if one["role"] == "tool")
