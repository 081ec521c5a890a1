"""What a workspace asks for that its carrier cannot do.

Jobs that are switched off are not checked: no call uses them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hookflash.domain.job.action import Action, SendSms, TransferCall
from hookflash.domain.job.job import Job
from hookflash.domain.problem import Problem
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.people import Inbox
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.workspaces.carrier_offers import CarrierLimits, limits_by_job
from hookflash.orchestrator.workspaces.errors import InvalidChange, PieceProblem
from hookflash.orchestrator.workspaces.file.node_reader import excerpt
from hookflash.orchestrator.workspaces.file.problems import FileProblem, InvalidWorkspace

_OTHERWISE = "Remove the action, switch the job off, or use a carrier that {does}."


@dataclass(frozen=True)
class _Excess:
    """Something beyond the carrier: in a job, or in an inbox that a job transfers to."""

    kind: Literal["jobs", "inboxes"]
    name: str
    field: str
    job: Job
    members: int
    carrier: str
    problem: Problem


def check_document(document: WorkspaceDocument, limits: CarrierLimits, file: Path | str) -> None:
    """Raise ``InvalidWorkspace`` for everything in ``document`` that is beyond its carriers.

    ``limits`` are those of the carrier of numbers that name none.
    """
    places = {
        "jobs": [job.name for job in document.jobs],
        "inboxes": [inbox.name for inbox in document.inboxes],
    }
    problems = [
        FileProblem(
            file=str(file),
            path=f"{one.kind}[{places[one.kind].index(one.name)}].{one.field}",
            **dict(one.problem),
        )
        for one in _excesses(document, limits)
    ]
    if problems:
        raise InvalidWorkspace(problems)


def check_change(
    now: Workspace | None,
    document: WorkspaceDocument | None,
    limits: CarrierLimits,
    edited: tuple[str, str] = ("", ""),
) -> None:
    """Raise ``InvalidChange`` for what the change from ``now`` adds beyond its carriers.

    What was beyond them before stays possible to mend piece by piece. ``edited``: the list and the
    name of the piece being edited, to which the paths are relative.
    """
    if document is None:
        return
    problems = []
    for one in _excesses(document, limits):
        if now is None or _is_new(one, now, document):
            own = (one.kind, one.name) == edited
            path = one.field if own else f"{one.kind} “{one.name}”: {one.field}"
            problems.append(PieceProblem(path=path, **dict(one.problem)))
    if problems:
        raise InvalidChange(problems)


def _is_new(one: _Excess, now: Workspace, document: WorkspaceDocument) -> bool:
    """Whether the job, the members of the inbox, or the carrier of the job were changed."""
    carriers = {carrier.name: carrier for carrier in document.carriers}
    if one.carrier and (
        now.carriers.get(one.carrier) != carriers[one.carrier]
        or (one.job.name, one.carrier) not in _carried(now)
    ):
        return True
    before = now.jobs.get(one.job.name)
    if before is None or not before.on or before.instructions != one.job.instructions:
        return True
    if one.kind == "jobs":
        return False
    known = now.inboxes.get(one.name)
    return known is None or one.members > len(known.members)


def _carried(now: Workspace) -> set[tuple[str, str]]:
    """The jobs and the configured carriers of the numbers that have them."""
    return {
        (job, number.carrier)
        for number in now.numbers.values()
        for job in now.flows[number.number].agent.jobs
    }


def _excesses(document: WorkspaceDocument, given: CarrierLimits) -> Iterator[_Excess]:
    inboxes = {inbox.name: inbox for inbox in document.inboxes}
    by_job = limits_by_job(document, given)
    for job in document.jobs:
        for action in dict.fromkeys(job.actions if job.on else ()):
            for limits in by_job[job.name]:
                yield from _beyond(limits, job, action, inboxes)


def _beyond(
    limits: CarrierLimits, job: Job, action: Action, inboxes: Mapping[str, Inbox]
) -> Iterator[_Excess]:
    """What one carrier cannot do of one action."""
    if problem := _not_done(action, limits):
        yield _Excess("jobs", job.name, "instructions", job, 0, limits.carrier, problem)
    elif isinstance(action, TransferCall) and action.destination.kind == "inbox":
        inbox = inboxes.get(action.destination.name)
        if inbox and (problem := _too_large(inbox, job, limits)):
            size = len(inbox.members)
            yield _Excess("inboxes", inbox.name, "members", job, size, limits.carrier, problem)


def _not_done(action: Action, limits: CarrierLimits) -> Problem | None:
    if isinstance(action, SendSms) and not limits.texts:
        at = excerpt(f"/Send SMS: {action.body}")
        wrong, does = f"at “{at}”, {limits.words} sends no texts", "sends texts"
    elif isinstance(action, TransferCall) and not limits.transfers:
        at = excerpt(f"/Transfer call: {action.destination.name}")
        wrong, does = f"at “{at}”, {limits.words} transfers no calls", "transfers calls"
    else:
        return None
    return Problem(wrong=wrong, right=_OTHERWISE.format(does=does))


def _too_large(inbox: Inbox, job: Job, limits: CarrierLimits) -> Problem | None:
    largest = limits.largest_group
    if largest is None or len(inbox.members) <= largest:
        return None
    return Problem(
        wrong=(
            f"{len(inbox.members)} phones would ring at once when the job “{job.name}” transfers "
            f"to “{inbox.name}”, but {limits.words} rings at most {largest}"
        ),
        right=f"Leave {largest} in the inbox, or transfer to one of its members.",
    )
