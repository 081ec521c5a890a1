"""The events that make a workspace what a document says it is to be."""

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
"""An event to come: its kind, and the fields that are its own."""


def plan(
    workspace: Workspace | None, desired: WorkspaceDocument, *, at: datetime, cause: str
) -> tuple[e.WorkspaceEvent, ...]:
    """What must happen for ``workspace`` (None: not there yet) to become as ``desired``."""
    now = workspace or Workspace(desired.slug)
    return happen(now, changes(now, desired), at=at, cause=cause)


def happen(
    now: Workspace, changes: Iterable[Change], *, at: datetime, cause: str
) -> tuple[e.WorkspaceEvent, ...]:
    """The events of ``changes``, numbered on from ``now``."""
    return tuple(
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
    """The contacts whom ``desired`` puts on the list of opt-outs for the first time.

    Opt each of them out, in its own stream, in the same commit as the events of :func:`plan`. A
    contact listed already is left alone, even one who has sent START since.
    """
    known = workspace.opt_outs if workspace else frozenset()
    return tuple(sorted(set(desired.opt_outs) - known))


def changes(now: Workspace, desired: WorkspaceDocument) -> Iterator[Change]:
    """What differs between ``now`` and ``desired``.

    What is the same already makes no event, so applying a document twice does nothing the second
    time. After each of the events the workspace hangs together: people come before what names
    them, and leave after it. Drafts stay, but for those of what is removed. The contacts on the
    list of opt-outs hear of it in their own streams: see :func:`newly_listed`.
    """
    if (now.name, now.agent) != (desired.name, desired.agent):
        yield e.WorkspaceSaved, {"name": desired.name, "agent": desired.agent}
    yield from _people(now, desired)
    yield from _jobs(now, desired)
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
    """Remove whoever holds ``name`` so far, if as another kind or spelt differently."""
    holder = holders.get(folded(name))
    if holder is not None and holder != (removal, {"name": name}):
        yield holder


def _jobs(now: Workspace, desired: WorkspaceDocument) -> Iterator[Change]:
    for job in desired.jobs:
        if not _same(now.jobs.get(job.name), job):
            version = len(now.history.get(job.name, ())) + 1
            yield e.JobSaved, {"job": job.model_copy(update={"version": version})}


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
    yield from ((e.NumberReleased, {"number": n}) for n in now.numbers if n not in numbers)
    yield from ((e.JobRemoved, {"name": name}) for name in now.jobs if name not in jobs)
    yield from ((e.InboxRemoved, {"name": n}) for n in now.inboxes if folded(n) not in people)
    yield from ((e.MemberRemoved, {"name": n}) for n in now.members if folded(n) not in people)


def _opt_outs(now: Workspace, desired: WorkspaceDocument) -> Iterator[Change]:
    if listed := newly_listed(now, desired):
        yield e.OptOutsListed, {"contacts": listed}
    if unlisted := tuple(sorted(now.opt_outs.difference(desired.opt_outs))):
        yield e.OptOutsUnlisted, {"contacts": unlisted}
