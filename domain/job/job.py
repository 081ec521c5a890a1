"""One version of a job, and the limits on its parts."""

from typing import Literal

from hookflash.domain.job.action import Action
from hookflash.domain.value import Value

# Lengths are in characters.
MAX_NAME = 100
MAX_DESCRIPTION = 500
MAX_INSTRUCTIONS = 10_000
MAX_BODY = 1_600
MAX_JOBS_PER_AGENT_STEP = 10


Handled = Literal["emergencies"]


class Text(Value):
    """A part of the instructions in plain language."""

    text: str


class Job(Value):
    """One version of a job.

    ``instructions`` is the text as written; ``steps`` is the same text parsed, in order: plain
    text and actions.
    """

    name: str
    description: str = ""
    instructions: str
    steps: tuple[Text | Action, ...]
    on: bool = True
    handles: tuple[Handled, ...] = ()
    """What the job deals with itself: emergencies, as an on-call doctor would."""
    version: int = 1

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions in the instructions, in written order."""
        return tuple(step for step in self.steps if not isinstance(step, Text))
