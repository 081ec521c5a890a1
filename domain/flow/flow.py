"""A call flow: its steps and their required order."""

from collections.abc import Sequence
from typing import Annotated, Final, Literal, cast

from pydantic import Field

from hookflash.domain.problem import Problem
from hookflash.domain.value import Value


class AgentStep(Value):
    """The agent greets the caller and follows ``jobs``, given by name; at most ten."""

    kind: Literal["agent"] = "agent"
    greeting: str
    jobs: tuple[str, ...] = ()


class VoicemailStep(Value):
    """The caller hears ``greeting`` and may leave a message."""

    kind: Literal["voicemail"] = "voicemail"
    greeting: str


Step = Annotated[AgentStep | VoicemailStep, Field(discriminator="kind")]


class Flow(Value):
    """One version of a number's call flow: an agent step, then a voicemail step."""

    steps: tuple[Step, ...]
    version: int = 1

    @property
    def agent(self) -> AgentStep:
        """The step in which the agent speaks."""
        return cast("AgentStep", self._step("agent"))

    @property
    def voicemail(self) -> VoicemailStep:
        """The step for callers whose call is not answered otherwise."""
        return cast("VoicemailStep", self._step("voicemail"))

    def _step(self, kind: str) -> Step:
        return next(step for step in self.steps if step.kind == kind)


FLOW_FIX: Final = "Write an agent step, then a voicemail step."


def order_problems(kinds: Sequence[str]) -> tuple[Problem, ...]:
    """Everything that is wrong with a flow whose steps have these ``kinds``, in this order."""
    wrong = []
    for kind in ("agent", "voicemail"):
        if kind not in kinds:
            wrong.append(f"the flow has no {kind} step")
        elif kinds.count(kind) > 1:
            wrong.append(f"the flow has more than one {kind} step")
    if not wrong and list(kinds) != ["agent", "voicemail"]:
        wrong.append("the voicemail step comes before the agent step")
    return tuple(Problem(wrong=one, right=FLOW_FIX) for one in wrong)
