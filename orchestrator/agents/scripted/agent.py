"""The scripted agent as an agent port."""

from hookflash.domain.call.conversation import Conversation
from hookflash.domain.job.briefing import Briefing
from hookflash.orchestrator.ports.agent import Move


class ScriptedAgent:
    """Follows the jobs by rules: refusals first, then transfers, then texts."""

    label = "Scripted agent (no AI model)"

    async def next_move(self, briefing: Briefing, conversation: Conversation) -> Move | None:
        """Return the next move, or None to wait for the caller."""
        # Imported here: building the phrase tables costs more than the rest of a start-up import.
        from hookflash.orchestrator.agents.scripted.next_move import (  # noqa: PLC0415
            decide_move,
        )

        return decide_move(briefing, conversation)
