"""Turns an edit of one piece into a change of the whole workspace.

Dangling references and duplicates are found by re-validating the whole form, which is up to the
caller, as is whether a piece to change exists.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from hookflash.domain.flow.draft import FlowDraft
from hookflash.domain.flow.flow import AgentStep, Step, VoicemailStep
from hookflash.domain.job.draft import JobDraft
from hookflash.domain.policy.phone import e164
from hookflash.domain.problem import Problem
from hookflash.domain.workspace import drafting
from hookflash.domain.workspace.carrier import carrier_name_problem
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.names import name_problem, tidy
from hookflash.domain.workspace.plan import Change
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.configured_carriers.registry import kind_called
from hookflash.orchestrator.workspaces.errors import (
    InvalidChange,
    NotFound,
    PieceProblem,
)
from hookflash.orchestrator.workspaces.etags import Form, number_piece
from hookflash.orchestrator.workspaces.file.carriers import unknown_kind
from hookflash.orchestrator.workspaces.forms import (
    CarrierForm,
    FlowForm,
    JobForm,
    NumberForm,
    WorkspaceForm,
    carrier_form,
    carriers_form,
    flow_form,
    form_of,
    job_form,
)

ListName = Literal["members", "inboxes", "numbers", "jobs"]
"""The lists of a workspace document that hold pieces."""


def _nothing(_: WorkspaceDocument) -> tuple[Change, ...]:
    return ()


@dataclass(frozen=True)
class Edited:
    """The workspace's form after an edit (None: unchanged), and changes to its drafts.

    ``place`` is the path of the edited piece. ``settle`` returns changes to drafts that depend on
    the document that was read from the form.
    """

    form: WorkspaceForm | None = None
    place: str = ""
    drafts: tuple[Change, ...] = ()
    settle: Callable[[WorkspaceDocument], tuple[Change, ...]] = _nothing


def key_of(form: Form | CarrierForm) -> str:
    """Return the key of a piece: its name, or its number in E.164."""
    if not isinstance(form, NumberForm):
        return tidy(form.name)
    number = e164(form.number)
    return number if isinstance(number, str) else form.number


def put(now: Workspace, list_name: ListName, piece: Form) -> Edited:
    """Replace the piece that has the same key with ``piece``, or add it."""
    form = form_of(now)
    pieces: list[Form] = list(getattr(form, list_name))
    keys = [key_of(one) for one in pieces]
    key = key_of(piece)
    place = keys.index(key) if key in keys else len(pieces)
    pieces[place : place + 1] = [piece]
    changed = form.model_copy(update={list_name: tuple(pieces)})
    return Edited(changed, f"{list_name}[{place}]")


def drop(now: Workspace, list_name: ListName, key: str) -> Edited:
    """Remove the piece with that key; invalid while another piece refers to it."""
    form = form_of(now)
    left = tuple(piece for piece in getattr(form, list_name) if key_of(piece) != key)
    return Edited(form.model_copy(update={list_name: left}))


def put_carrier(now: Workspace, carrier: CarrierForm) -> Edited:
    """Add a carrier, or change the one with that name."""
    if problem := carrier_name_problem(carrier.name):
        raise InvalidChange([PieceProblem(path="name", **dict(problem))])
    if kind_called(carrier.kind) is None:
        raise InvalidChange([PieceProblem(path="kind", **dict(unknown_kind(carrier.kind)))])
    kept = {one.name: one for one in map(carrier_form, now.carriers.values())}
    kept[carrier.name] = carrier
    changed = form_of(now).model_copy(update={"carriers": carriers_form(kept.values())})
    return Edited(changed, f"carriers.{carrier.name}.{carrier.kind}")


def drop_carrier(now: Workspace, name: str) -> Edited:
    """Remove a carrier; invalid while a number has it."""
    having = [one.number for one in now.numbers.values() if one.carrier == name]
    if problems := [_still_has(number, name) for number in having]:
        raise InvalidChange(problems)
    left = [carrier_form(one) for one in now.carriers.values() if one.name != name]
    return Edited(form_of(now).model_copy(update={"carriers": carriers_form(left)}))


def _still_has(number: str, carrier: str) -> PieceProblem:
    return PieceProblem(
        path=f"numbers “{number}”: carrier",
        wrong=f"the number still has the carrier “{carrier}”",
        right="Choose another carrier for the number first.",
    )


def draft_job(now: Workspace, job: JobForm) -> Edited:
    """Save ``job`` as a draft. Only its name must be valid."""
    if problem := name_problem(job.name):
        raise InvalidChange([PieceProblem(path="name", **dict(problem))])
    draft = JobDraft(
        name=tidy(job.name),
        description=(job.description or "").strip(),
        instructions=job.instructions.strip(),
        on=job.on,
        handles=job.handles,
    )
    return Edited(drafts=tuple(drafting.draft_job(now, draft)))


def publish_job(now: Workspace, name: str) -> Edited:
    """Publish the draft as the next version; changes nothing without a draft."""
    draft = now.job_drafts.get(name)
    if draft is None:
        return Edited()

    def settle(document: WorkspaceDocument) -> tuple[Change, ...]:
        (published,) = (job for job in document.jobs if job.name == name)
        return tuple(drafting.settle_job(now, published))

    return replace(put(now, "jobs", job_form(draft)), settle=settle)


def discard_job_draft(now: Workspace, name: str) -> Edited:
    """Discard a job's draft."""
    return Edited(drafts=tuple(drafting.discard_job_draft(now, name)))


def rename_job(now: Workspace, name: str, new_name: str) -> Edited:
    """Give a job another name; the flows that use it follow."""
    new_name = tidy(new_name)
    problem = name_problem(new_name) or drafting.name_taken(now, name, new_name)
    if problem:
        raise InvalidChange([PieceProblem(path="name", **dict(problem))])
    return Edited(drafts=tuple(drafting.rename_job(name, new_name)))


def save_scenarios(now: Workspace, name: str, scenarios: tuple[dict[str, Any], ...]) -> Edited:
    """Save the scenarios of a job."""
    return Edited(drafts=tuple(drafting.save_scenarios(now, name, scenarios)))


def remove_job(now: Workspace, name: str) -> Edited:
    """Remove a job and its draft; invalid while a call flow uses it."""
    if name in now.jobs:
        return drop(now, "jobs", name)
    return discard_job_draft(now, name)


def switch_job(now: Workspace, name: str, *, on: bool) -> Edited:
    """Switch a job on or off, both the live version and the draft."""
    live = now.jobs.get(name)
    edited = put(now, "jobs", job_form(live).model_copy(update={"on": on})) if live else Edited()
    return replace(edited, drafts=tuple(drafting.switch_job_draft(now, name, on=on)))


def draft_flow(now: Workspace, number: str, flow: FlowForm) -> Edited:
    """Save ``flow`` as the draft of a number's flow, even with mistakes."""
    draft = FlowDraft(steps=_steps(flow))
    return Edited(drafts=tuple(drafting.draft_flow(now, number, draft)))


def put_flow(now: Workspace, number: str, flow: FlowForm) -> Edited:
    """Make ``flow`` the live flow of a number."""
    (form,) = (one for one in form_of(now).numbers if one.number == number)
    return put(now, "numbers", form.model_copy(update={"flow": flow}))


def publish_flow(now: Workspace, number: str) -> Edited:
    """Publish the draft of a number's flow; changes nothing without a draft."""
    draft = now.flow_drafts.get(number)
    if draft is None:
        return Edited()

    def settle(document: WorkspaceDocument) -> tuple[Change, ...]:
        return tuple(drafting.settle_flow(now, number, document.flows[number]))

    return replace(put_flow(now, number, flow_form(draft)), settle=settle)


def discard_flow_draft(now: Workspace, number: str) -> Edited:
    """Discard the draft of a number's flow."""
    return Edited(drafts=tuple(drafting.discard_flow_draft(now, number)))


def put_number(now: Workspace, number: NumberForm) -> Edited:
    """Save a number; an omitted registration, language, carrier or flow keeps its value."""
    known = number_piece(now, key_of(number))
    return put(now, "numbers", _completed(number, known) if known else number)


def _completed(number: NumberForm, known: NumberForm) -> NumberForm:
    kept: dict[str, object] = {"flow": known.flow} if number.flow is None else {}
    if "registration" not in number.model_fields_set:
        reason = number.rejection_reason or known.rejection_reason
        kept |= {"registration": known.registration, "rejection_reason": reason}
    for name in ("language", "carrier"):
        if name not in number.model_fields_set:
            kept |= {name: getattr(known, name)}
    return number.model_copy(update=kept)


def list_opt_outs(now: Workspace, contacts: Sequence[str]) -> Edited:
    """Add contacts (E.164) to the opt-out list."""
    opt_outs = dict.fromkeys((*sorted(now.opt_outs), *contacts))
    return Edited(form_of(now).model_copy(update={"opt_outs": tuple(opt_outs)}))


def unlist_opt_out(now: Workspace, contact: str) -> Edited:
    """Remove a contact (E.164) from the opt-out list; only their own START opts them in again."""
    if contact not in now.opt_outs:
        raise NotFound(f"contact “{contact}” on the opt-out list")
    left = tuple(sorted(now.opt_outs - {contact}))
    return Edited(form_of(now).model_copy(update={"opt_outs": left}))


def read_contacts(read: Sequence[str | Problem]) -> list[str]:
    """Return the numbers, as ``e164`` read them. Raises ``InvalidChange`` if it could not."""
    problems = [
        PieceProblem(path=f"contacts[{index}]", wrong=one.wrong, right=one.right)
        for index, one in enumerate(read)
        if isinstance(one, Problem)
    ]
    if problems:
        raise InvalidChange(problems)
    return [number for number in read if isinstance(number, str)]


def _steps(flow: FlowForm) -> tuple[Step, ...]:
    """Return the steps of a draft, whose order is not checked yet."""
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
    return PieceProblem(path=path, wrong="a voicemail step cannot have jobs", right=right)
