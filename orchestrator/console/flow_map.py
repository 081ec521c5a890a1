"""What happens on a call to a number, as a map: greeting, jobs, and where each of them leads."""

from collections.abc import Iterator, Sequence

from hookflash.domain.job.action import SendSms
from hookflash.domain.job.job import Job
from hookflash.domain.value import Value
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.workspaces.understood import people_of


class MapAction(Value):
    """Where a job leads: a text, or a destination with the phones that ring."""

    is_text: bool
    words: str
    phones: tuple[str, ...] = ()
    own_voicemail: bool = False
    """Whether the destination has a voicemail of its own, instead of the number's."""


class MapJob(Value):
    """A job of the agent; ``trouble`` says why calls do not get it, empty if they do."""

    name: str
    description: str = ""
    trouble: str = ""
    actions: tuple[MapAction, ...] = ()


class FlowMap(Value):
    """The way of a call to ``number``."""

    number: str
    registration: str
    agent: str
    greeting: str
    jobs: tuple[MapJob, ...]
    voicemail: str


def flow_map(
    workspace: Workspace, number: str, greeting: str, jobs: Sequence[str], voicemail: str
) -> FlowMap:
    """Return the map of a call flow, saved or not; its jobs are those that are live."""
    return FlowMap(
        number=number,
        registration=workspace.numbers[number].registration,
        agent=workspace.agent,
        greeting=greeting,
        jobs=tuple(_job(workspace, name) for name in jobs),
        voicemail=voicemail,
    )


def _job(workspace: Workspace, name: str) -> MapJob:
    job = workspace.jobs.get(name)
    if job is None:
        return MapJob(name=name, trouble="not published")
    return MapJob(
        name=name,
        description=job.description,
        trouble="" if job.on else "off",
        actions=tuple(_actions(workspace, job)),
    )


def _actions(workspace: Workspace, job: Job) -> Iterator[MapAction]:
    """Yield what the job does; an action that it has twice is shown once."""
    seen: list[MapAction] = []
    for action in job.actions:
        if isinstance(action, SendSms):
            found = MapAction(is_text=True, words=action.body)
        else:
            to = action.destination
            rings = people_of(workspace).phones(to)
            holder = workspace.holder(to)
            found = MapAction(
                is_text=False,
                words=format_number(to.name) if to.kind == "external" else to.name,
                phones=tuple(
                    one.name for one in rings if not one.do_not_disturb and one.name != to.name
                ),
                own_voicemail=bool(holder and holder.voicemail),
            )
        if found not in seen:
            seen.append(found)
            yield found
