"""The versions of a job, and what differs between two of them."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from hookflash.domain.value import Value
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.workspaces.forms import JobForm, job_form

LineChange = Literal["same", "removed", "added"]


class JobVersion(Value):
    """A job as it was published once; ``live`` on the one that calls are given now."""

    version: int
    live: bool
    job: JobForm


class DiffLine(Value):
    """A line of a text, in the older version, the newer one, or both."""

    change: LineChange
    text: str


class FieldChange(Value):
    """A field that differs, line by line; a switch is written ``on`` or ``off``."""

    field: str
    lines: tuple[DiffLine, ...]


def versions(workspace: Workspace, name: str) -> tuple[JobVersion, ...]:
    """Every version of a job, newest first, also of one that was removed."""
    live = workspace.jobs.get(name)
    return tuple(
        JobVersion(version=job.version, live=job == live, job=job_form(job))
        for job in reversed(workspace.history.get(name, ()))
    )


def difference(before: JobForm, after: JobForm) -> tuple[FieldChange, ...]:
    """What differs, field by field."""
    old, new = _told(before), _told(after)
    return tuple(
        FieldChange(field=field, lines=tuple(_lines(old[field], new[field])))
        for field in old
        if old[field] != new[field]
    )


def _told(job: JobForm) -> dict[str, str]:
    return {
        "name": job.name,
        "description": job.description or "",
        "instructions": job.instructions,
        "on": "on" if job.on else "off",
    }


def _lines(before: str, after: str) -> Iterator[DiffLine]:
    old, new = before.splitlines(), after.splitlines()
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[a:b] == new[c:d]:
            yield from (DiffLine(change="same", text=line) for line in old[a:b])
            continue
        yield from (DiffLine(change="removed", text=line) for line in old[a:b])
        yield from (DiffLine(change="added", text=line) for line in new[c:d])
