"""Hosts that run their agent at a desk, without a framework that knows of it."""

from contextlib import AbstractAsyncContextManager

import pytest

from hookflash.testing import AgentContract, AgentStage, desk_stage
from tests.contract.agents.http_desk import HttpStage
from tests.contract.agents.openai_stage import OpenAIStage
from tests.contract.agents.toolset_stage import ToolsetStage


class TestADesk(AgentContract):
    """A host that asks its model in a loop of its own."""

    def stage(self) -> AbstractAsyncContextManager[AgentStage]:
        """A call in virtual time."""
        return desk_stage()


@pytest.mark.slow
class TestADeskOverHTTP(AgentContract):
    """The same host, elsewhere."""

    def stage(self) -> AbstractAsyncContextManager[AgentStage]:
        """A call in virtual time, through the API."""
        return desk_stage(HttpStage)


class TestALoopOfChatCompletions(AgentContract):
    """A host with a list of messages, and tools in OpenAI's form."""

    def stage(self) -> AbstractAsyncContextManager[AgentStage]:
        """A call in virtual time."""
        return desk_stage(OpenAIStage)


class TestAToolsetOfPydanticAI(AgentContract):
    """A host that runs an agent of pydantic-ai with the desk's toolset."""

    def stage(self) -> AbstractAsyncContextManager[AgentStage]:
        """A call in virtual time."""
        return desk_stage(ToolsetStage)
