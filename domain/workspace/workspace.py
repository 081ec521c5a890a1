"""A workspace, folded from its events."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar, cast

from hookflash.domain.event import Event
from hookflash.domain.flow.draft import FlowDraft
from hookflash.domain.flow.flow import AgentStep, Flow, Step
from hookflash.domain.job.action import Destination
from hookflash.domain.job.draft import JobDraft
from hookflash.domain.job.job import Job
from hookflash.domain.policy.limits import UTC, Limits
from hookflash.domain.workspace import events as e
from hookflash.domain.workspace.carrier import Carrier
from hookflash.domain.workspace.language import DEFAULT_LANGUAGE
from hookflash.domain.workspace.number import BusinessNumber
from hookflash.domain.workspace.people import Inbox, Member
from hookflash.domain.workspace.precautions import Precautions

T = TypeVar("T")
F = TypeVar("F", bound=Flow | FlowDraft)


@dataclass(frozen=True)
class Workspace:
    """The current state of a workspace.

    Carriers, members, inboxes and jobs are keyed by name; numbers and their flows by E.164.
    ``history`` has every version of every job, removed jobs included: a call keeps the versions
    it started with. A draft is kept only while it differs from the live version. ``position`` is
    that of the newest event folded in.
    """

    slug: str
    position: int = 0
    name: str = ""
    agent: str = ""
    language: str = DEFAULT_LANGUAGE
    limits: Limits = field(default_factory=Limits)
    time_zone: str = UTC
    carriers: Mapping[str, Carrier] = field(default_factory=dict)
    members: Mapping[str, Member] = field(default_factory=dict)
    inboxes: Mapping[str, Inbox] = field(default_factory=dict)
    numbers: Mapping[str, BusinessNumber] = field(default_factory=dict)
    flows: Mapping[str, Flow] = field(default_factory=dict)
    flow_versions: Mapping[str, int] = field(default_factory=dict)
    """The newest flow version published for each number, released numbers included."""
    jobs: Mapping[str, Job] = field(default_factory=dict)
    history: Mapping[str, tuple[Job, ...]] = field(default_factory=dict)
    job_drafts: Mapping[str, JobDraft] = field(default_factory=dict)
    """Includes drafts of jobs that were never published."""
    flow_drafts: Mapping[str, FlowDraft] = field(default_factory=dict)
    scenarios: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    """The scenarios of each job that has any, run before it is published."""
    opt_outs: frozenset[str] = frozenset()
    """The contacts on the workspace's opt-out list, even if they have opted in since."""
    precautions: Precautions = field(default_factory=Precautions)

    def job(self, name: str, version: int) -> Job:
        """A version of a job, also of a removed one. Raises ``KeyError`` if there is none."""
        for job in self.history.get(name, ()):
            if job.version == version:
                return job
        raise KeyError(f"{self.slug} has no version {version} of the job {name!r}")

    def jobs_of(self, named: Sequence[tuple[str, int]], drafts: Sequence[Job]) -> tuple[Job, ...]:
        """The jobs of a call, as it names them; version 0 is one of its own ``drafts``.

        Raises ``KeyError`` if there is no such version.
        """
        own = {job.name: job for job in drafts}
        return tuple(self.job(name, version) if version else own[name] for name, version in named)

    def attached(self, number: str) -> tuple[Job, ...]:
        """The jobs for a call to ``number``: attached to its flow, published and switched on."""
        flow = self.flows.get(number)
        named = flow.agent.jobs if flow else ()
        jobs = (self.jobs.get(name) for name in named)
        return tuple(job for job in jobs if job and job.on)

    def spoken(self, number: str) -> str:
        """The language of calls to ``number``: its own, or else the workspace's."""
        own = self.numbers[number].language if number in self.numbers else ""
        return own or self.language

    def carrier_of(self, number: str) -> str:
        """The carrier of ``number`` as calls record it; empty if the workspace names none."""
        named = self.numbers[number].carrier if number in self.numbers else ""
        return self.carriers[named].ref if named in self.carriers else ""

    def holder(self, destination: Destination) -> Member | Inbox | None:
        """The member or inbox that ``destination`` names; None if external or removed."""
        if destination.kind == "member":
            return self.members.get(destination.name)
        return self.inboxes.get(destination.name) if destination.kind == "inbox" else None

    def recipients(self, destination: Destination) -> tuple[Member, ...]:
        """The members whose phones ring for ``destination``; none for an external number."""
        names: tuple[str, ...] = ()
        if destination.kind == "member":
            names = (destination.name,)
        elif destination.kind == "inbox" and destination.name in self.inboxes:
            names = self.inboxes[destination.name].members
        return tuple(self.members[name] for name in names if name in self.members)


def evolve(workspace: Workspace | None, event: Event) -> Workspace:
    """Fold one event in. An event of any other kind changes only the position."""
    slug = event.stream.partition(".")[0]
    before = workspace or Workspace(slug)
    change = _CHANGES.get(type(event))
    changes = change(before, event) if change else {}
    return replace(before, position=event.position, **changes)


class Folding:
    """Folds many events into one workspace, each in a time that does not grow with its size."""

    def __init__(self, before: Workspace) -> None:
        own: dict[str, Any] = {name: _Own(getattr(before, name)) for name in _MAPPINGS}
        self._now = replace(before, **own)

    def take(self, event: Event) -> None:
        """Fold one event in; see :func:`evolve`."""
        self._now = evolve(self._now, event)

    def result(self) -> Workspace:
        """The workspace after the events; take no more of them."""
        plain: dict[str, Any] = {name: dict(getattr(self._now, name)) for name in _MAPPINGS}
        return replace(self._now, **plain)


class _Own(dict[str, Any]):
    """A mapping of a workspace that is being folded: nobody else has it, so it may change."""


_MAPPINGS: Final = (
    "carriers",
    "members",
    "inboxes",
    "numbers",
    "flows",
    "flow_versions",
    "jobs",
    "history",
    "job_drafts",
    "flow_drafts",
    "scenarios",
)


def _with(mapping: Mapping[str, T], key: str, value: T) -> Mapping[str, T]:
    if isinstance(mapping, _Own):
        mapping[key] = value
        return mapping
    return {**mapping, key: value}


def _without(mapping: Mapping[str, T], key: str) -> Mapping[str, T]:
    if isinstance(mapping, _Own):
        mapping.pop(key, None)
        return mapping
    return {k: v for k, v in mapping.items() if k != key}


def _rekeyed(
    mapping: Mapping[str, T], key: str, new_key: str, change: Callable[[T], T]
) -> Mapping[str, T]:
    """Give the entry at ``key``, changed, another key; it keeps its place."""
    if key not in mapping:
        return mapping
    items = ((new_key, change(v)) if k == key else (k, v) for k, v in mapping.items())
    return _Own(items) if isinstance(mapping, _Own) else dict(items)


def _with_renamed(flows: Mapping[str, F], name: str, new_name: str) -> Mapping[str, F]:
    """Replace the name of a job in the flows that use it."""
    for number, flow in [*flows.items()]:
        steps = tuple(_step_with(step, name, new_name) for step in flow.steps)
        if steps != flow.steps:
            flows = _with(flows, number, cast("F", flow.model_copy(update={"steps": steps})))
    return flows


def _step_with(step: Step, name: str, new_name: str) -> Step:
    if not isinstance(step, AgentStep) or name not in step.jobs:
        return step
    jobs = tuple(new_name if job == name else job for job in step.jobs)
    return step.model_copy(update={"jobs": jobs})


def _saved(_: Workspace, event: e.WorkspaceSaved) -> dict[str, Any]:
    return {"name": event.name, "agent": event.agent, "language": event.language}


def _limits_saved(_: Workspace, event: e.LimitsSaved) -> dict[str, Any]:
    return {"limits": event.limits, "time_zone": event.time_zone}


def _carrier_saved(before: Workspace, event: e.CarrierSaved) -> dict[str, Any]:
    return {"carriers": _with(before.carriers, event.carrier.name, event.carrier)}


def _carrier_removed(before: Workspace, event: e.CarrierRemoved) -> dict[str, Any]:
    return {"carriers": _without(before.carriers, event.name)}


def _member_saved(before: Workspace, event: e.MemberSaved) -> dict[str, Any]:
    return {"members": _with(before.members, event.member.name, event.member)}


def _member_removed(before: Workspace, event: e.MemberRemoved) -> dict[str, Any]:
    inboxes = before.inboxes
    for inbox in [one for one in inboxes.values() if event.name in one.members]:
        left = tuple(member for member in inbox.members if member != event.name)
        inboxes = _with(inboxes, inbox.name, inbox.model_copy(update={"members": left}))
    return {"members": _without(before.members, event.name), "inboxes": inboxes}


def _inbox_saved(before: Workspace, event: e.InboxSaved) -> dict[str, Any]:
    return {"inboxes": _with(before.inboxes, event.inbox.name, event.inbox)}


def _inbox_removed(before: Workspace, event: e.InboxRemoved) -> dict[str, Any]:
    return {"inboxes": _without(before.inboxes, event.name)}


def _job_saved(before: Workspace, event: e.JobSaved) -> dict[str, Any]:
    name = event.job.name
    versions = (*before.history.get(name, ()), event.job)
    published = before.job_drafts.get(name) == JobDraft.of(event.job)
    return {
        "jobs": _with(before.jobs, name, event.job),
        "history": _with(before.history, name, versions),
        "job_drafts": _without(before.job_drafts, name) if published else before.job_drafts,
    }


def _job_removed(before: Workspace, event: e.JobRemoved) -> dict[str, Any]:
    return {
        "jobs": _without(before.jobs, event.name),
        "job_drafts": _without(before.job_drafts, event.name),
        "scenarios": _without(before.scenarios, event.name),
    }


def _job_renamed(before: Workspace, event: e.JobRenamed) -> dict[str, Any]:
    name, new_name = event.name, event.new_name
    change = {"name": new_name}
    history = tuple(job.model_copy(update=change) for job in before.history.get(name, ()))
    return {
        "jobs": _rekeyed(before.jobs, name, new_name, lambda job: job.model_copy(update=change)),
        "job_drafts": _rekeyed(
            before.job_drafts, name, new_name, lambda draft: draft.model_copy(update=change)
        ),
        "scenarios": _rekeyed(before.scenarios, name, new_name, lambda kept: kept),
        "history": _with(before.history, new_name, history) if history else before.history,
        "flows": _with_renamed(before.flows, name, new_name),
        "flow_drafts": _with_renamed(before.flow_drafts, name, new_name),
    }


def _job_scenarios_saved(before: Workspace, event: e.JobScenariosSaved) -> dict[str, Any]:
    kept = before.scenarios
    if not event.scenarios:
        return {"scenarios": _without(kept, event.name)}
    return {"scenarios": _with(kept, event.name, event.scenarios)}


def _job_drafted(before: Workspace, event: e.JobDrafted) -> dict[str, Any]:
    return {"job_drafts": _with(before.job_drafts, event.draft.name, event.draft)}


def _job_draft_discarded(before: Workspace, event: e.JobDraftDiscarded) -> dict[str, Any]:
    kept = before.scenarios
    if event.name not in before.jobs:
        kept = _without(kept, event.name)
    return {"job_drafts": _without(before.job_drafts, event.name), "scenarios": kept}


def _number_saved(before: Workspace, event: e.NumberSaved) -> dict[str, Any]:
    return {"numbers": _with(before.numbers, event.number.number, event.number)}


def _number_released(before: Workspace, event: e.NumberReleased) -> dict[str, Any]:
    return {
        "numbers": _without(before.numbers, event.number),
        "flows": _without(before.flows, event.number),
        "flow_drafts": _without(before.flow_drafts, event.number),
    }


def _flow_published(before: Workspace, event: e.FlowPublished) -> dict[str, Any]:
    number, drafts = event.number, before.flow_drafts
    published = drafts.get(number) == FlowDraft(steps=event.flow.steps)
    return {
        "flows": _with(before.flows, number, event.flow),
        "flow_versions": _with(before.flow_versions, number, event.flow.version),
        "flow_drafts": _without(drafts, number) if published else drafts,
    }


def _flow_drafted(before: Workspace, event: e.FlowDrafted) -> dict[str, Any]:
    return {"flow_drafts": _with(before.flow_drafts, event.number, event.draft)}


def _flow_draft_discarded(before: Workspace, event: e.FlowDraftDiscarded) -> dict[str, Any]:
    return {"flow_drafts": _without(before.flow_drafts, event.number)}


def _opt_outs_listed(before: Workspace, event: e.OptOutsListed) -> dict[str, Any]:
    return {"opt_outs": before.opt_outs.union(event.contacts)}


def _opt_outs_unlisted(before: Workspace, event: e.OptOutsUnlisted) -> dict[str, Any]:
    return {"opt_outs": before.opt_outs.difference(event.contacts)}


def _precautions_saved(_: Workspace, event: e.PrecautionsSaved) -> dict[str, Any]:
    return {"precautions": event.precautions}


_CHANGES: dict[type[Event], Callable[[Workspace, Any], dict[str, Any]]] = {
    e.WorkspaceSaved: _saved,
    e.LimitsSaved: _limits_saved,
    e.CarrierSaved: _carrier_saved,
    e.CarrierRemoved: _carrier_removed,
    e.MemberSaved: _member_saved,
    e.MemberRemoved: _member_removed,
    e.InboxSaved: _inbox_saved,
    e.InboxRemoved: _inbox_removed,
    e.JobSaved: _job_saved,
    e.JobRemoved: _job_removed,
    e.JobDrafted: _job_drafted,
    e.JobDraftDiscarded: _job_draft_discarded,
    e.JobRenamed: _job_renamed,
    e.JobScenariosSaved: _job_scenarios_saved,
    e.NumberSaved: _number_saved,
    e.NumberReleased: _number_released,
    e.FlowPublished: _flow_published,
    e.FlowDrafted: _flow_drafted,
    e.FlowDraftDiscarded: _flow_draft_discarded,
    e.OptOutsListed: _opt_outs_listed,
    e.PrecautionsSaved: _precautions_saved,
    e.OptOutsUnlisted: _opt_outs_unlisted,
}
