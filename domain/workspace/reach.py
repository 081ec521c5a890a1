"""Which numbers a workspace dials, and which of them lie beyond its regions."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from hookflash.domain.flow.flow import Flow
from hookflash.domain.job.action import TransferCall
from hookflash.domain.job.job import Job
from hookflash.domain.policy.limits import Limits
from hookflash.domain.policy.regions import allowed_regions, region_of
from hookflash.domain.problem import Problem
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.people import Member
from hookflash.domain.workspace.workspace import Workspace


class Beyond(NamedTuple):
    """A ``number`` beyond the regions that may be dialled: a member's phone, or in a job.

    ``name`` is that of the member or job; ``known``: it was in the published workspace before.
    """

    kind: Literal["members", "jobs"]
    name: str
    number: str
    problem: Problem
    known: bool

    @property
    def field(self) -> str:
        """The field that holds the number."""
        return "phone" if self.kind == "members" else "instructions"


class _Dialling(NamedTuple):
    members: Iterable[Member]
    jobs: Iterable[Job]
    flows: Mapping[str, Flow]
    limits: Limits


def beyond(now: Workspace | None, desired: WorkspaceDocument) -> tuple[Beyond, ...]:
    """The numbers in ``desired`` that may not be dialled from the business's numbers.

    A number that ``now`` dials already stays allowed (``known``), whatever the limits are now.
    Nothing is beyond a workspace without business numbers.
    """
    known = {number for _, _, number in _dialled(_of(now))} if now else set()
    dialling = _Dialling(desired.members, desired.jobs, desired.flows, desired.limits)
    found = ((one, _problem(dialling, *one)) for one in _dialled(dialling))
    return tuple(
        Beyond(kind, name, number, problem, number in known)
        for (kind, name, number), problem in found
        if problem is not None
    )


def still_beyond(workspace: Workspace) -> tuple[Beyond, ...]:
    """The numbers that ``workspace`` dials although they lie beyond its regions."""
    dialling = _of(workspace)
    found = ((one, _problem(dialling, *one)) for one in _dialled(dialling))
    return tuple(
        Beyond(*one, problem=problem, known=True) for one, problem in found if problem is not None
    )


def _of(now: Workspace) -> _Dialling:
    return _Dialling(now.members.values(), now.jobs.values(), now.flows, now.limits)


def _dialled(dialling: _Dialling) -> Iterator[tuple[Literal["members", "jobs"], str, str]]:
    for member in dialling.members:
        yield "members", member.name, member.phone
    for job in dialling.jobs:
        for action in dict.fromkeys(job.actions):
            if isinstance(action, TransferCall) and action.destination.kind == "external":
                yield "jobs", job.name, action.destination.name


def _problem(dialling: _Dialling, kind: str, name: str, number: str) -> Problem | None:
    """What is wrong with ``number``: a job is dialled from each number that it is attached to."""
    region, named = region_of(number), dialling.limits.regions
    attached = [own for own, flow in dialling.flows.items() if name in flow.agent.jobs]
    strict = kind == "jobs" and bool(attached)
    own = attached if strict else list(dialling.flows)
    refused = [one for one in own if region not in allowed_regions(one, named)]
    if not refused or (not strict and len(refused) < len(own)):
        return None
    allowed = ", ".join(allowed_regions(refused[0], named))
    return Problem(
        wrong=f"{number} is in {region}, and {refused[0]} may dial {allowed} only",
        right=f"Give another number, or allow it with “limits: {{regions: [{region}]}}”.",
    )
