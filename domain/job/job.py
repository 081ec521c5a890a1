"""A job and its versions."""

from hookflash.domain.job.action import Action
from hookflash.domain.value import Value

MAX_NAME = 100
MAX_DESCRIPTION = 500
MAX_INSTRUCTIONS = 10_000
MAX_BODY = 1_600
MAX_JOBS_PER_AGENT_STEP = 10


class Text(Value):
    """A stretch of instructions in plain language."""

    text: str


class Job(Value):
    """One version of a job.

    ``steps`` are the instructions read in order: plain text, and the actions inside it.
    """

    name: str
    description: str = ""
    instructions: str
    steps: tuple[Text | Action, ...]
    on: bool = True
    version: int = 1

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions inside, in the order they are written."""
        return tuple(step for step in self.steps if not isinstance(step, Text))
