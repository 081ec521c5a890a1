"""What the promise audit found on a call, and how it is told to a model."""

from datetime import datetime
from typing import Final, Literal

from hookflash.domain.policy.speech.promises import Claimed, Tense
from hookflash.domain.value import Value

Asserted = Tense | Literal["unannounced"]
"""How the agent put it; ``unannounced`` if it acted without telling the caller."""
Truth = Literal["not_done", "refused", "failed", "undelivered", "cancelled", "done"]
"""What became of the action instead. ``done``: it was taken, and the caller was not told."""


class PromiseFlag(Value):
    """A claim of the agent that is not true, or an action that it did not announce.

    ``words`` is what it said, in the event at position ``said``; for an unannounced text it is
    empty, and ``said`` is the position of the request.
    """

    position: int
    at: datetime
    action: Claimed
    claim: Asserted
    words: str
    said: int
    truth: Truth

    @property
    def correction(self) -> str:
        """What a model is told, so that it corrects itself."""
        if self.claim == "unannounced":
            return "You sent the caller a text and did not tell them. Tell them now."
        instead = what_happened(self.action, self.truth)
        return f"You told the caller “{self.words}”, but {instead}. Correct it."


_INSTEAD: Final[dict[Claimed, str]] = {
    "text": "no text was sent",
    "transfer": "no transfer was requested",
    "recording": "the recording was not stopped, since the caller has not objected to it",
    "opt_out": "no opt-out was recorded",
    "hang_up": "the call was not ended",
}
_FATE: Final[dict[Truth, str]] = {
    "refused": "was refused",
    "failed": "failed",
    "undelivered": "was not delivered",
    "cancelled": "was cancelled",
}


def what_happened(action: Claimed, truth: Truth) -> str:
    """What became of the action instead, as a clause."""
    if truth in _FATE:
        return f"the {action} {_FATE[truth]}"
    return "it was not announced" if truth == "done" else _INSTEAD[action]
