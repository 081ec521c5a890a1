"""A workspace as its document is written: what is read can be changed and sent back."""

from typing import Literal

from hookflash.domain.flow.flow import Flow
from hookflash.domain.value import Value
from hookflash.domain.workspace.number import BusinessNumber, NumberKind, Registration
from hookflash.domain.workspace.people import DEFAULT_RING_SECONDS
from hookflash.domain.workspace.workspace import Workspace


class MemberForm(Value):
    """A member."""

    name: str
    phone: str
    do_not_disturb: bool = False
    voicemail: str | None = None
    ring_seconds: int = DEFAULT_RING_SECONDS


class InboxForm(Value):
    """An inbox that members share."""

    name: str
    members: tuple[str, ...] = ()
    voicemail: str | None = None
    ring_seconds: int = DEFAULT_RING_SECONDS


class StepForm(Value):
    """What a step of a flow says; ``jobs`` only on an agent's."""

    greeting: str
    jobs: tuple[str, ...] | None = None


FlowForm = tuple[dict[Literal["agent", "voicemail"], StepForm], ...]


class NumberForm(Value):
    """A number, and the steps of a call to it."""

    number: str
    kind: NumberKind
    registration: Registration = "unregistered"
    rejection_reason: str | None = None
    flow: FlowForm


class JobForm(Value):
    """A job."""

    name: str
    description: str | None = None
    instructions: str
    on: bool = True


class WorkspaceForm(Value):
    """The whole of a workspace: see docs/reference/workspace-file.md."""

    workspace: str
    agent: str
    members: tuple[MemberForm, ...] = ()
    inboxes: tuple[InboxForm, ...] = ()
    numbers: tuple[NumberForm, ...] = ()
    jobs: tuple[JobForm, ...] = ()
    opt_outs: tuple[str, ...] = ()


def form_of(workspace: Workspace) -> WorkspaceForm:
    """The document that makes a workspace what it is."""
    return WorkspaceForm(
        workspace=workspace.name,
        agent=workspace.agent,
        members=tuple(
            MemberForm(**dict(member) | {"voicemail": member.voicemail or None})
            for member in workspace.members.values()
        ),
        inboxes=tuple(
            InboxForm(**dict(inbox) | {"voicemail": inbox.voicemail or None})
            for inbox in workspace.inboxes.values()
        ),
        numbers=tuple(
            _number(number, workspace.flows[number.number]) for number in workspace.numbers.values()
        ),
        jobs=tuple(
            JobForm(
                name=job.name,
                description=job.description or None,
                instructions=job.instructions,
                on=job.on,
            )
            for job in workspace.jobs.values()
        ),
        opt_outs=tuple(sorted(workspace.opt_outs)),
    )


def _number(number: BusinessNumber, flow: Flow) -> NumberForm:
    agent = StepForm(greeting=flow.agent.greeting, jobs=flow.agent.jobs)
    return NumberForm(
        **dict(number) | {"rejection_reason": number.rejection_reason or None},
        flow=({"agent": agent}, {"voicemail": StepForm(greeting=flow.voicemail.greeting)}),
    )
