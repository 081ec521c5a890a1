"""Editable forms of a workspace and its pieces: read one, change it, send it back.

Unlike a domain value, a form may be invalid;
:mod:`hookflash.orchestrator.workspaces.file.form_reader` checks it.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictInt

from hookflash.domain.flow.draft import FlowDraft
from hookflash.domain.flow.flow import AgentStep, Flow
from hookflash.domain.job.draft import JobDraft
from hookflash.domain.job.job import Handled, Job
from hookflash.domain.policy.limits import UTC, Limits
from hookflash.domain.value import Value
from hookflash.domain.workspace.carrier import Carrier
from hookflash.domain.workspace.language import DEFAULT_LANGUAGE
from hookflash.domain.workspace.number import BusinessNumber, NumberKind, Registration
from hookflash.domain.workspace.people import DEFAULT_RING_SECONDS, Acceptance, Inbox, Member
from hookflash.domain.workspace.precautions import QuietHours
from hookflash.domain.workspace.workspace import Workspace


def _is_none(value: object) -> bool:
    return value is None


def _is_empty(value: object) -> bool:
    return value == ()


def _optional() -> Any:
    """A field that is left out of the output while it is None."""
    return Field(None, exclude_if=_is_none)


class CarrierForm(Value):
    """A carrier, its kind and the kind's settings; secrets are named in them: ``secret:NAME``."""

    name: str = Field(examples=["main"])
    kind: str = Field(examples=["simulator"])
    settings: dict[str, Any] = Field({}, examples=[{}])


class MemberForm(Value):
    """A member."""

    name: str = Field(examples=["Front Desk"])
    phone: str = Field(examples=["+14155550101"])
    do_not_disturb: StrictBool = False
    voicemail: str | None = _optional()
    ring_seconds: StrictInt = DEFAULT_RING_SECONDS
    accept: Acceptance | None = _optional()


class InboxForm(Value):
    """An inbox shared by members."""

    name: str = Field(examples=["Scheduling"])
    members: tuple[str, ...] = Field((), examples=[["Front Desk"]])
    voicemail: str | None = _optional()
    ring_seconds: StrictInt = DEFAULT_RING_SECONDS


class StepForm(Value):
    """A step of a call flow; only an agent step has ``jobs``."""

    greeting: str = Field(examples=["Thanks for calling."])
    jobs: tuple[str, ...] | None = _optional()


FlowForm = tuple[dict[Literal["agent", "voicemail"], StepForm], ...]


class NumberForm(Value):
    """A number and its call flow.

    On an existing number, an omitted registration, language, carrier or flow keeps its value.
    """

    number: str = Field(examples=["+14155550100"])
    kind: NumberKind | None = _optional()
    registration: Registration = "unregistered"
    rejection_reason: str | None = _optional()
    language: str | None = _optional()
    carrier: str | None = _optional()
    flow: FlowForm | None = _optional()


class JobForm(Value):
    """A job."""

    name: str = Field(examples=["Booking"])
    description: str | None = _optional()
    instructions: str = Field(examples=["If the caller asks for the link, /Send SMS: example.com"])
    on: StrictBool = True
    handles: tuple[Handled, ...] = Field((), exclude_if=_is_empty)


class SavedJobForm(JobForm):
    """A job of a whole workspace, with its saved scenarios.

    Without the key, the job keeps the scenarios that it has; an empty list removes them.
    """

    scenarios: tuple[dict[str, Any], ...] = Field((), exclude_if=_is_empty)


class QuietHoursForm(Value):
    """When no texts are sent, by the recipient's clock."""

    from_: Annotated[str, Field(alias="from", examples=["21:00"])]
    to: str = Field(examples=["08:00"])


class LimitsForm(Value):
    """Limits against abuse; what is omitted has its default."""

    regions: tuple[str, ...] = Field((), examples=[["MX"]])
    shared_cost: tuple[str, ...] = ()
    texts_per_call: StrictInt = Limits().texts_per_call
    texts_per_contact_per_day: StrictInt = Limits().texts_per_contact_per_day
    texts_per_day: StrictInt = Limits().texts_per_day
    proposals_per_call: StrictInt = Limits().proposals_per_call
    external_transfers_per_day: StrictInt = Limits().external_transfers_per_day


class WorkspaceForm(Value):
    """A whole workspace: see docs/reference/workspace-file.md."""

    workspace: str
    agent: str
    language: str | None = _optional()
    time_zone: str | None = _optional()
    limits: LimitsForm | None = _optional()
    carriers: dict[str, dict[str, dict[str, Any] | None]] | None = _optional()
    members: tuple[MemberForm, ...] = ()
    inboxes: tuple[InboxForm, ...] = ()
    numbers: tuple[NumberForm, ...] = ()
    jobs: tuple[JobForm, ...] = ()
    opt_outs: tuple[str, ...] = ()
    quiet_hours: QuietHoursForm | None = _optional()
    emergency: str | None = _optional()


class SavedWorkspaceForm(WorkspaceForm):
    """A whole workspace with the saved scenarios of its jobs."""

    jobs: tuple[SavedJobForm, ...] = ()


def saved_form_of(workspace: Workspace) -> SavedWorkspaceForm:
    """Return the form of a workspace with the scenarios of its jobs, without its drafts."""
    form = form_of(workspace)
    jobs = tuple(
        SavedJobForm(**dict(job), scenarios=tuple(map(dict, workspace.scenarios.get(job.name, ()))))
        for job in form.jobs
    )
    return SavedWorkspaceForm(**{**dict(form), "jobs": jobs})


def form_of(workspace: Workspace) -> WorkspaceForm:
    """Return the form of a workspace, without its drafts and scenarios."""
    return WorkspaceForm(
        workspace=workspace.name,
        agent=workspace.agent,
        language=None if workspace.language == DEFAULT_LANGUAGE else workspace.language,
        time_zone=None if workspace.time_zone == UTC else workspace.time_zone,
        limits=None if workspace.limits == Limits() else LimitsForm(**dict(workspace.limits)),
        carriers=carriers_form(map(carrier_form, workspace.carriers.values())),
        members=tuple(map(member_form, workspace.members.values())),
        inboxes=tuple(map(inbox_form, workspace.inboxes.values())),
        numbers=tuple(
            number_form(number, workspace.flows[number.number])
            for number in workspace.numbers.values()
        ),
        jobs=tuple(map(job_form, workspace.jobs.values())),
        opt_outs=tuple(sorted(workspace.opt_outs)),
        quiet_hours=_quiet_hours(workspace.precautions.quiet_hours),
        emergency=workspace.precautions.emergency_words or None,
    )


def _quiet_hours(hours: QuietHours | None) -> QuietHoursForm | None:
    if hours is None:
        return None
    return QuietHoursForm.model_validate({"from": hours.begin, "to": hours.end})


def carriers_form(
    carriers: Iterable[CarrierForm],
) -> dict[str, dict[str, dict[str, Any] | None]] | None:
    """Return carriers as a workspace file has them; None without any."""
    return {one.name: {one.kind: one.settings} for one in carriers} or None


def carrier_form(carrier: Carrier) -> CarrierForm:
    """Return the form of a carrier."""
    return CarrierForm(name=carrier.name, kind=carrier.kind, settings=dict(carrier.settings))


def member_form(member: Member) -> MemberForm:
    """Return the form of a member."""
    return MemberForm(**dict(member) | {"voicemail": member.voicemail or None})


def inbox_form(inbox: Inbox) -> InboxForm:
    """Return the form of an inbox."""
    return InboxForm(**dict(inbox) | {"voicemail": inbox.voicemail or None})


def number_form(number: BusinessNumber, flow: Flow) -> NumberForm:
    """Return the form of a number and its flow."""
    optional = {
        "rejection_reason": number.rejection_reason or None,
        "language": number.language or None,
        "carrier": number.carrier or None,
    }
    return NumberForm(**dict(number) | optional, flow=flow_form(flow))


def job_form(job: Job | JobDraft) -> JobForm:
    """Return the form of a job or of its draft."""
    return JobForm(
        name=job.name,
        description=job.description or None,
        instructions=job.instructions,
        on=job.on,
        handles=job.handles,
    )


def flow_form(flow: Flow | FlowDraft) -> FlowForm:
    """Return the form of a call flow or of its draft."""
    return tuple(
        {
            step.kind: StepForm(
                greeting=step.greeting, jobs=step.jobs if isinstance(step, AgentStep) else None
            )
        }
        for step in flow.steps
    )
