"""An agent in a Pipecat pipeline."""

from contextlib import AbstractAsyncContextManager

from hookflash.testing import AgentContract, AgentStage
from tests.contract.agents.pipecat_stage import pipecat_stage
from tests.integration.agents.pipecat_parts import PACE


class TestAPipecatPipeline(AgentContract):
    """HookflashAgent, with a scripted model, a voice of silence and a fake line."""

    characters_a_second = PACE

    def stage(self) -> AbstractAsyncContextManager[AgentStage]:
        """A pipeline in virtual time."""
        return pipecat_stage()
