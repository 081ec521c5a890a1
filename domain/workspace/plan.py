"""Plans the events that bring a workspace to the state that a document describes."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from hookflash.domain.event import Actor
from hookflash.domain.job.job import Job
from hookflash.domain.workspace import events as e
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.names import folded
from hookflash.domain.workspace.workspace import Workspace

Change = tuple[type[e.WorkspaceEvent], dict[str, Any]]
"""A planned event: its class, and the fields that are specific to it."""


def plan(
    workspace: Workspace | None, desired: WorkspaceDocument, *, at: datetime, cause: str
) -> tuple[e.WorkspaceEvent, ...]:
    """The events that bring ``workspace`` (None: a new one) to the state ``desired``."""
    now = workspace or Workspace(desired.slug)
    return tuple(to_events(now, changes(now, desired), at=at, cause=cause))


def to_events(
    now: Workspace, changes: Iterable[Change], *, at: datetime, cause: str
) -> Iterator[e.WorkspaceEvent]:
    """Make events of ``changes``, in positions that follow those of ``now``."""
    return (
        kind(
            workspace=now.slug,
            position=position,
            at=at,
            by=Actor.OPERATOR,
            cause=cause,
            **fields,
        )
        for position, (kind, fields) in enumerate(changes, start=now.position + 1)
    )


def newly_listed(workspace: Workspace | None, desired: WorkspaceDocument) -> tuple[str, ...]:
    """The contacts that ``desired`` adds to the opt-out list.

    The caller must opt each of them out, in the contact's own stream, in the same commit as the
    events of :func:`plan`. A contact that was listed before is not opted out again, even if it has
    sent START since.
    """
    known = workspace.opt_outs if workspace else frozenset()
    return tuple(sorted(set(desired.opt_outs) - known))


def newly_unlisted(workspace: Workspace, desired: WorkspaceDocument) -> tuple[str, ...]:
    """The contacts that ``desired`` takes off the opt-out list; see :func:`newly_listed`."""
    return tuple(sorted(workspace.opt_outs.difference(desired.opt_outs)))


def changes(now: Workspace, desired: WorkspaceDocument) -> Iterator[Change]:
    """The differences between ``now`` and ``desired``, as events to append.

    Applying a document a second time changes nothing. The workspace is consistent after each
    single event: people are added before anything refers to them and removed afterwards. Drafts
    are kept, except those of removed jobs and numbers. The opt-outs themselves are recorded in the
    contacts' streams: see :func:`newly_listed`.
    """
    named = {"name": desired.name, "agent": desired.agent, "language": desired.language}
    if named != {"name": now.name, "agent": now.agent, "language": now.language}:
        yield e.WorkspaceSaved, named
    if (now.limits, now.time_zone) != (desired.limits, desired.time_zone):
        yield e.LimitsSaved, {"limits": desired.limits, "time_zone": desired.time_zone}
    if now.precautions != desired.precautions:
        yield e.PrecautionsSaved, {"precautions": desired.precautions}
    for carrier in desired.carriers:
        if now.carriers.get(carrier.name) != carrier:
            yield e.CarrierSaved, {"carrier": carrier}
    yield from _people(now, desired)
    yield from _jobs(now, desired)
    yield from _scenarios(now, desired)
    yield from _numbers(now, desired)
    yield from _removals(now, desired)
    yield from _opt_outs(now, desired)


def _people(now: Workspace, desired: WorkspaceDocument) -> Iterator[Change]:
    holders: dict[str, Change] = {
        **{folded(n): (e.MemberRemoved, {"name": n}) for n in now.members},
        **{folded(n): (e.InboxRemoved, {"name": n}) for n in now.inboxes},
    }
    for member in desired.members:
        if now.members.get(member.name) != member:
            yield from _vacate(holders, e.MemberRemoved, member.name)
            yield e.MemberSaved, {"member": member}
    for inbox in desired.inboxes:
        if now.inboxes.get(inbox.name) != inbox:
            yield from _vacate(holders, e.InboxRemoved, inbox.name)
            yield e.InboxSaved, {"inbox": inbox}


def _vacate(
    holders: dict[str, Change], removal: type[e.WorkspaceEvent], name: str
) -> Iterator[Change]:
    """Remove the current holder of ``name`` if it is of the other kind or spelt differently."""
    holder = holders.get(folded(name))
    if holder is not None and holder != (removal, {"name": name}):
        yield holder


def _jobs(now: Workspace, desired: WorkspaceDocument) -> Iterator[Change]:
    for job in desired.jobs:
        if not _same(now.jobs.get(job.name), job):
            version = len(now.history.get(job.name, ())) + 1
            yield e.JobSaved, {"job": job.model_copy(update={"version": version})}


def _scenarios(now: Workspace, desired: WorkspaceDocument) -> Iterator[Change]:
    for name, scenarios in desired.scenarios.items():
        if now.scenarios.get(name, ()) != scenarios:
            yield e.JobScenariosSaved, {"name": name, "scenarios": scenarios}


def _same(current: Job | None, job: Job) -> bool:
    return current is not None and current == job.model_copy(update={"version": current.version})


def _numbers(now: Workspace, desired: WorkspaceDocument) -> Iterator[Change]:
    for number in desired.numbers:
        if now.numbers.get(number.number) != number:
            yield e.NumberSaved, {"number": number}
        flow, current = desired.flows[number.number], now.flows.get(number.number)
        if current is None or current.steps != flow.steps:
            version = now.flow_versions.get(number.number, 0) + 1
            published = flow.model_copy(update={"version": version})
            yield e.FlowPublished, {"number": number.number, "flow": published}


def _removals(now: Workspace, desired: WorkspaceDocument) -> Iterator[Change]:
    numbers = {number.number for number in desired.numbers}
    jobs = {job.name for job in desired.jobs}
    people = {folded(m.name) for m in desired.members} | {folded(i.name) for i in desired.inboxes}
    carriers = {carrier.name for carrier in desired.carriers}
    yield from ((e.NumberReleased, {"number": n}) for n in now.numbers if n not in numbers)
    yield from ((e.CarrierRemoved, {"name": n}) for n in now.carriers if n not in carriers)
    yield from ((e.JobRemoved, {"name": name}) for name in now.jobs if name not in jobs)
    yield from ((e.InboxRemoved, {"name": n}) for n in now.inboxes if folded(n) not in people)
    yield from ((e.MemberRemoved, {"name": n}) for n in now.members if folded(n) not in people)


def _opt_outs(now: Workspace, desired: WorkspaceDocument) -> Iterator[Change]:
    if listed := newly_listed(now, desired):
        yield e.OptOutsListed, {"contacts": listed}
    if unlisted := newly_unlisted(now, desired):
        yield e.OptOutsUnlisted, {"contacts": unlisted}
