"""The desk by itself, without a framework."""

from contextlib import AbstractAsyncContextManager

from hookflash.testing import AgentContract, AgentStage
from tests.contract.agents.desk_stage import desk_stage


class TestADesk(AgentContract):
    """A host that asks its model in a loop of its own."""

    def stage(self) -> AbstractAsyncContextManager[AgentStage]:
        """A call in virtual time."""
        return desk_stage()
