"""A change to one piece of a workspace, made on the whole: what the workspace is to become.

Whatever would dangle then, or be there twice, is found by reading the whole again: every function
raises ``InvalidChange`` for that. What they change is there already, if it has to be.
"""

from collections.abc import Sequence
from typing import Literal

from hookflash.domain.flow.draft import FlowDraft
from hookflash.domain.flow.flow import AgentStep, Step, VoicemailStep
from hookflash.domain.job.draft import JobDraft
from hookflash.domain.policy.phone import e164
from hookflash.domain.problem import Problem
from hookflash.domain.workspace import drafting
from hookflash.domain.workspace.names import name_problem, tidy
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.workspaces.errors import (
    InvalidChange,
    NotFound,
    PieceProblem,
)
from hookflash.orchestrator.workspaces.etags import Form, number_piece
from hookflash.orchestrator.workspaces.file.form_reader import document_of
from hookflash.orchestrator.workspaces.forms import (
    FlowForm,
    JobForm,
    NumberForm,
    flow_form,
    form_of,
    job_form,
)
from hookflash.orchestrator.workspaces.repository import RequestedChange

Listed = Literal["members", "inboxes", "numbers", "jobs"]
"""The lists of a workspace that pieces stand in."""


def key_of(form: Form) -> str:
    """What a piece is found by: its name, or its number in E.164."""
    if not isinstance(form, NumberForm):
        return tidy(form.name)
    number = e164(form.number)
    return number if isinstance(number, str) else form.number


def put(now: Workspace, listed: Listed, piece: Form) -> RequestedChange:
    """Save ``piece`` in the place of the one with its name, or as a new one."""
    form = form_of(now)
    pieces: list[Form] = list(getattr(form, listed))
    keys = [key_of(one) for one in pieces]
    key = key_of(piece)
    place = keys.index(key) if key in keys else len(pieces)
    pieces[place : place + 1] = [piece]
    changed = form.model_copy(update={listed: tuple(pieces)})
    return RequestedChange(document_of(changed, f"{listed}[{place}]"))


def drop(now: Workspace, listed: Listed, key: str) -> RequestedChange:
    """Remove the piece of that name, unless another names it."""
    form = form_of(now)
    left = tuple(piece for piece in getattr(form, listed) if key_of(piece) != key)
    return RequestedChange(document_of(form.model_copy(update={listed: left})))


def draft_job(now: Workspace, job: JobForm) -> RequestedChange:
    """Keep ``job`` as a draft, mistakes and all; only its name has to be one."""
    if problem := name_problem(job.name):
        raise InvalidChange([PieceProblem(path="name", **dict(problem))])
    draft = JobDraft(
        name=tidy(job.name),
        description=(job.description or "").strip(),
        instructions=job.instructions.strip(),
        on=job.on,
    )
    return RequestedChange(drafts=tuple(drafting.draft_job(now, draft)))


def publish_job(now: Workspace, name: str) -> RequestedChange:
    """Make the draft a version; nothing if there is none, for a job that is live."""
    draft = now.job_drafts.get(name)
    if draft is None:
        return RequestedChange()
    wish = put(now, "jobs", job_form(draft))
    published = [job for job in wish.document.jobs if job.name == name] if wish.document else []
    left = tuple(change for job in published for change in drafting.settle_job(now, job))
    return RequestedChange(wish.document, left)


def discard_job_draft(now: Workspace, name: str) -> RequestedChange:
    """Throw the draft away."""
    return RequestedChange(drafts=tuple(drafting.discard_job_draft(now, name)))


def remove_job(now: Workspace, name: str) -> RequestedChange:
    """Remove a job and its draft, unless a call flow names it."""
    if name in now.jobs:
        return drop(now, "jobs", name)
    return discard_job_draft(now, name)


def switch_job(now: Workspace, name: str, *, on: bool) -> RequestedChange:
    """Switch a job on or off: what is live, and its draft too."""
    live = now.jobs.get(name)
    wish = (
        put(now, "jobs", job_form(live).model_copy(update={"on": on}))
        if live
        else RequestedChange()
    )
    return RequestedChange(wish.document, tuple(drafting.switch_job_draft(now, name, on=on)))


def draft_flow(now: Workspace, number: str, flow: FlowForm) -> RequestedChange:
    """Keep ``flow`` as the draft of a number's, mistakes and all."""
    draft = FlowDraft(steps=_steps(flow))
    return RequestedChange(drafts=tuple(drafting.draft_flow(now, number, draft)))


def put_flow(now: Workspace, number: str, flow: FlowForm) -> RequestedChange:
    """Make ``flow`` the one that callers to a number walk through."""
    (form,) = (one for one in form_of(now).numbers if one.number == number)
    return put(now, "numbers", form.model_copy(update={"flow": flow}))


def publish_flow(now: Workspace, number: str) -> RequestedChange:
    """Make the draft of a number's flow live; nothing if there is none."""
    draft = now.flow_drafts.get(number)
    if draft is None:
        return RequestedChange()
    wish = put_flow(now, number, flow_form(draft))
    published = wish.document.flows[number] if wish.document else now.flows[number]
    return RequestedChange(wish.document, tuple(drafting.settle_flow(now, number, published)))


def discard_flow_draft(now: Workspace, number: str) -> RequestedChange:
    """Throw the draft of a number's flow away."""
    return RequestedChange(drafts=tuple(drafting.discard_flow_draft(now, number)))


def put_number(now: Workspace, number: NumberForm) -> RequestedChange:
    """Save a number; one that is there keeps the registration and the flow that are not said."""
    known = number_piece(now, key_of(number))
    return put(now, "numbers", _completed(number, known) if known else number)


def _completed(number: NumberForm, known: NumberForm) -> NumberForm:
    kept: dict[str, object] = {"flow": known.flow} if number.flow is None else {}
    if "registration" not in number.model_fields_set:
        reason = number.rejection_reason or known.rejection_reason
        kept |= {"registration": known.registration, "rejection_reason": reason}
    return number.model_copy(update=kept)


def list_opt_outs(now: Workspace, contacts: Sequence[str]) -> RequestedChange:
    """Put contacts on the list of those not to be texted."""
    listed = dict.fromkeys((*sorted(now.opt_outs), *_numbers(contacts)))
    return RequestedChange(document_of(form_of(now).model_copy(update={"opt_outs": tuple(listed)})))


def unlist_opt_out(now: Workspace, contact: str) -> RequestedChange:
    """Take a contact (E.164) off that list. It opts nobody in: only their own START does."""
    if contact not in now.opt_outs:
        raise NotFound(f"contact “{contact}” on the list of opt-outs")
    left = tuple(sorted(now.opt_outs - {contact}))
    return RequestedChange(document_of(form_of(now).model_copy(update={"opt_outs": left})))


def _numbers(contacts: Sequence[str]) -> list[str]:
    read = [e164(contact) for contact in contacts]
    problems = [
        PieceProblem(path=f"contacts[{index}]", wrong=one.wrong, right=one.right)
        for index, one in enumerate(read)
        if isinstance(one, Problem)
    ]
    if problems:
        raise InvalidChange(problems)
    return [number for number in read if isinstance(number, str)]


def _steps(flow: FlowForm) -> tuple[Step, ...]:
    """The steps of a flow in the making, in whatever order."""
    steps: list[Step] = []
    for index, entry in enumerate(flow):
        for kind, step in entry.items():
            if kind == "agent":
                steps.append(AgentStep(greeting=step.greeting.strip(), jobs=step.jobs or ()))
            elif step.jobs is None:
                steps.append(VoicemailStep(greeting=step.greeting.strip()))
            else:
                raise InvalidChange([_jobs_on_voicemail(f"flow[{index}].voicemail.jobs")])
    return tuple(steps)


def _jobs_on_voicemail(path: str) -> PieceProblem:
    right = "Attach them to the agent step."
    return PieceProblem(path=path, wrong="a voicemail step has no jobs", right=right)


def problems(now: Workspace, listed: Listed, piece: Form) -> tuple[PieceProblem, ...]:
    """What keeps ``piece`` from being saved."""
    try:
        put(now, listed, piece)
    except InvalidChange as invalid:
        return invalid.problems
    return ()
