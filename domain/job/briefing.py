"""What an agent is given of the jobs attached to a call: words, and tools without arguments."""

from collections.abc import Sequence

from hookflash.domain.job.action import Action, SavedAction
from hookflash.domain.job.job import Job, Text
from hookflash.domain.value import Value


class ToolStep(Value):
    """A place in a job where one of the call's tools is to be used."""

    tool: str
    action: Action


class BriefedJob(Value):
    """A job as the agent reads it: its plain words, with a tool's name where an action stood."""

    name: str
    description: str
    version: int
    steps: tuple[Text | ToolStep, ...]

    @property
    def text(self) -> str:
        """The instructions in one piece, each action written as its tool's name."""
        return "".join(s.text if isinstance(s, Text) else f"[{s.tool}]" for s in self.steps)


class Briefing(Value):
    """All that an agent is told before a call."""

    agent_name: str
    greeting: str
    jobs: tuple[BriefedJob, ...]


def compile_actions(jobs: Sequence[Job]) -> tuple[SavedAction, ...]:
    """Name every action of ``jobs`` as a tool, numbered: ``send_sms_1``, ``transfer_call_2``."""
    numbered = enumerate(((job, action) for job in jobs for action in job.actions), start=1)
    return tuple(
        SavedAction(tool=f"{action.kind}_{n}", job=job.name, version=job.version, action=action)
        for n, (job, action) in numbered
    )


def brief(agent_name: str, greeting: str, jobs: Sequence[Job]) -> Briefing:
    """Tell an agent what ``jobs`` ask of it, with the tool names of :func:`compile_actions`."""
    tools = iter(compile_actions(jobs))
    return Briefing(
        agent_name=agent_name,
        greeting=greeting,
        jobs=tuple(
            BriefedJob(
                name=job.name,
                description=job.description,
                version=job.version,
                steps=tuple(
                    step if isinstance(step, Text) else ToolStep(tool=next(tools).tool, action=step)
                    for step in job.steps
                ),
            )
            for job in jobs
        ),
    )


def tool_schema(action: SavedAction) -> dict[str, object]:
    """Describe a tool to a model: an object with no properties, and no others allowed.

    The action's recipient, sender, body and destination are not in it (DESIGN §5).
    """
    purpose = "Text the caller" if action.action.kind == "send_sms" else "Ask, then transfer"
    return {
        "type": "function",
        "name": action.tool,
        "description": f"{purpose}: the saved action of the job {action.job!r}.",
        "strict": True,
        "parameters": {
            "type": "object",
            "properties": {},
            "required": [],
            "additionalProperties": False,
        },
    }
