"""A host that runs an agent of pydantic-ai itself, with the tools of its desk."""

from dataclasses import dataclass, field

from pydantic_ai import Agent, AgentRunError
from pydantic_ai.messages import ModelMessage
from pydantic_ai.usage import UsageLimits

from hookflash.pydantic_ai import HookflashToolset
from hookflash.testing import DeskStage, ModelFailed
from tests.contract.agents.port_agents import PydanticAIModel

LIMITS = UsageLimits(request_limit=8)


@dataclass
class ToolsetStage(DeskStage):
    """Runs the agent for each of the caller's words, and keeps its messages."""

    messages: list[ModelMessage] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._agent = PydanticAIModel(self.model, seconds=20.0).agent

    async def model_turn(self, heard: str) -> None:
        """Run the agent, and excuse it if it fails."""
        try:
            await self._run(heard)
        except (ModelFailed, TimeoutError, AgentRunError) as error:
            turn = await self.desk.agent_failed("error", type(error).__name__)
            await self.play(turn.speeches)

    async def _run(self, heard: str) -> None:
        """Say the words of each response, and play what its tools led to."""
        tools = HookflashToolset(self.desk)
        played = 0
        async with self._agent.iter(
            heard, message_history=self.messages, toolsets=[tools], usage_limits=LIMITS
        ) as run:
            async for node in run:
                await self.play(tools.speeches[played:])
                played = len(tools.speeches)
                if Agent.is_call_tools_node(node) and node.model_response.text:
                    await self.say(node.model_response.text)
                if Agent.is_model_request_node(node) and not tools.may_reply:
                    self.messages = [*run.all_messages(), node.request]
                    return
            self.messages = run.all_messages()
