"""Agents that Hookflash runs."""

from contextlib import AbstractAsyncContextManager

from hookflash.pydantic_ai import PydanticAIAgent
from hookflash.testing import AgentContract, AgentStage, ScriptedModel, port_stage
from tests.contract.agents.port_agents import PlainAgent, PydanticAIModel


class TestTheAgentPort(AgentContract):
    """Moves as a model makes them."""

    def stage(self) -> AbstractAsyncContextManager[AgentStage]:
        """A call in virtual time."""
        model = ScriptedModel()
        return port_stage(PlainAgent(model), model)


class TestPydanticAIOnThePort(AgentContract):
    """PydanticAIAgent, whose words are streamed."""

    def stage(self) -> AbstractAsyncContextManager[AgentStage]:
        """A call in virtual time."""
        model = ScriptedModel()
        return port_stage(PydanticAIAgent(PydanticAIModel(model).agent), model)
