"""What the agent gets of the jobs attached to a call: text, and tools without arguments."""

from collections.abc import Sequence

from hookflash.domain.job.action import Action, SavedAction
from hookflash.domain.job.job import Handled, Job, Text
from hookflash.domain.value import Value


class ToolStep(Value):
    """A step of a job that uses one of the call's tools."""

    tool: str
    action: Action


class BriefedJob(Value):
    """A job as the agent reads it: plain text, with a tool's name in place of each action."""

    name: str
    description: str
    version: int
    steps: tuple[Text | ToolStep, ...]
    handles: tuple[Handled, ...] = ()

    @property
    def text(self) -> str:
        """The instructions as one text, each action written as its tool's name in brackets."""
        return "".join(s.text if isinstance(s, Text) else f"[{s.tool}]" for s in self.steps)


class Briefing(Value):
    """Everything the agent is given at the start of a call."""

    agent_name: str
    greeting: str
    jobs: tuple[BriefedJob, ...]
    language: str = "en"
    """In which the caller speaks, as a BCP 47 tag."""


def compile_actions(jobs: Sequence[Job]) -> tuple[SavedAction, ...]:
    """Turn every action of ``jobs`` into a numbered tool: ``send_sms_1``, ``transfer_call_2``."""
    numbered = enumerate(((job, action) for job in jobs for action in job.actions), start=1)
    return tuple(
        SavedAction(tool=f"{action.kind}_{n}", job=job.name, version=job.version, action=action)
        for n, (job, action) in numbered
    )


def brief(agent_name: str, greeting: str, jobs: Sequence[Job], language: str = "en") -> Briefing:
    """Build the agent's briefing from ``jobs``, with tool names as in :func:`compile_actions`."""
    tools = iter(compile_actions(jobs))
    return Briefing(
        agent_name=agent_name,
        greeting=greeting,
        language=language,
        jobs=tuple(
            BriefedJob(
                name=job.name,
                description=job.description,
                version=job.version,
                handles=job.handles,
                steps=tuple(
                    step if isinstance(step, Text) else ToolStep(tool=next(tools).tool, action=step)
                    for step in job.steps
                ),
            )
            for job in jobs
        ),
    )
