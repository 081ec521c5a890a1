"""An agent in a LiveKit session."""

from contextlib import AbstractAsyncContextManager

from hookflash.testing import AgentContract, AgentStage
from tests.contract.agents.livekit_stage import livekit_stage
from tests.integration.agents.livekit_io import PACE


class TestALiveKitSession(AgentContract):
    """HookflashAgent, with a scripted model, fake speech and a fake loudspeaker."""

    characters_a_second = PACE
    at_once = False  # each has LiveKit's clock follow its own

    def stage(self) -> AbstractAsyncContextManager[AgentStage]:
        """A session in virtual time."""
        return livekit_stage()
