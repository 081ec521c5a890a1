"""A call on a stage: an agent whose model replies as a test says, a caller, and a line."""

from typing import Protocol

from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.testing.scripted_model import ModelReply

CHARACTERS_A_SECOND = 12.0
"""The pace at which a stage plays what is said, unless its contract has another."""


class AgentStage(Protocol):
    """One live call from ``CALLER``, answered by the agent under test; the caller was greeted.

    The agent gets its model's words and tool calls from :meth:`model_replies` alone. What the core
    and the agent say takes time: ``AgentContract.characters_a_second``.
    """

    @property
    def center(self) -> CallCenter:
        """The call center that has the call."""
        ...

    @property
    def call_id(self) -> str:
        """The call."""
        ...

    @property
    def heard(self) -> list[str]:
        """What the caller heard so far, in order; what was cut off only as far as it was heard."""
        ...

    def model_replies(self, *replies: ModelReply) -> None:
        """What the model answers from now on, one reply each time it is asked; then nothing."""
        ...

    async def caller_says(self, text: str) -> None:
        """The caller speaks; returns once the agent has done what follows, and all is played."""
        ...

    async def caller_interrupts(self, text: str, seconds: float) -> None:
        """The caller will say ``text``, ``seconds`` after the next transfer question begins.

        Called before :meth:`caller_says`, which then also waits for what follows from ``text``. If
        the question takes less time than that, they say it after its end.
        """
        ...

    async def caller_hangs_up(self) -> None:
        """The caller hangs up; returns once what follows is done."""
        ...
