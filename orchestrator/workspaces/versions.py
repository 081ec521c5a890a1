"""The published versions of a job, and the difference between two of them."""

from collections.abc import Iterator
from typing import Literal

from hookflash.domain.value import Value
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.workspaces.comparing import compared
from hookflash.orchestrator.workspaces.forms import JobForm, job_form

LineChange = Literal["same", "removed", "added"]


class JobVersion(Value):
    """A published version of a job; ``live`` marks the one that new calls use."""

    version: int
    live: bool
    job: JobForm


class DiffLine(Value):
    """A line that is in the older version, the newer version, or both."""

    change: LineChange
    text: str


class FieldChange(Value):
    """A changed field, line by line; a switch is shown as ``on`` or ``off``."""

    field: str
    lines: tuple[DiffLine, ...]


def versions(workspace: Workspace, name: str) -> tuple[JobVersion, ...]:
    """Return every version of a job, newest first; also for a job that was removed."""
    live = workspace.jobs.get(name)
    return tuple(
        JobVersion(version=job.version, live=job == live, job=job_form(job))
        for job in reversed(workspace.history.get(name, ()))
    )


def difference(before: JobForm, after: JobForm) -> tuple[FieldChange, ...]:
    """Return the fields that differ."""
    old, new = _fields(before), _fields(after)
    return tuple(
        FieldChange(field=field, lines=tuple(_lines(old[field], new[field])))
        for field in old
        if old[field] != new[field]
    )


def _fields(job: JobForm) -> dict[str, str]:
    return {
        "name": job.name,
        "description": job.description or "",
        "instructions": job.instructions,
        "on": "on" if job.on else "off",
        "handles": ", ".join(job.handles),
    }


def _lines(before: str, after: str) -> Iterator[DiffLine]:
    for old, new in compared(before.splitlines(), after.splitlines()):
        if old == new:
            yield from (DiffLine(change="same", text=line) for line in old)
            continue
        yield from (DiffLine(change="removed", text=line) for line in old)
        yield from (DiffLine(change="added", text=line) for line in new)
