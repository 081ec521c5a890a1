"""The scripted agent as an agent port."""

from hookflash.orchestrator.ports.agent import Move, Turn


class ScriptedAgent:
    """Follows the jobs by rules: refusals first, then transfers, then texts."""

    label = "Scripted agent (no AI model)"

    async def next_move(self, turn: Turn) -> Move | None:
        """Return the next move, or None to wait for the caller."""
        # Imported here: building the phrase tables costs more than the rest of a start-up import.
        from hookflash.orchestrator.agents.scripted.next_move import (  # noqa: PLC0415
            decide_move,
        )

        return decide_move(turn.briefing, turn.conversation)
