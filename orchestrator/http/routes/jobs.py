"""Lists jobs and their versions; switches and deletes jobs."""

import asyncio
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import StrictBool

from hookflash.domain.value import Value
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.auth import Asker, Center, Configurer, Reader
from hookflash.orchestrator.http.conditional_requests import READ, WRITTEN, IfNew, When
from hookflash.orchestrator.http.paging import Page, whole
from hookflash.orchestrator.http.path_params import Name
from hookflash.orchestrator.http.problems import at_fault, not_found
from hookflash.orchestrator.workspaces.etags import JobPiece, job_piece, job_pieces
from hookflash.orchestrator.workspaces.forms import JobForm
from hookflash.orchestrator.workspaces.versions import (
    FieldChange,
    JobVersion,
    difference,
    versions,
)

router = APIRouter(prefix="/jobs", tags=["jobs"])
MAX_VERSION = 2**31 - 1
Version = Annotated[int, Path(ge=1, le=MAX_VERSION, examples=[1])]
Compared = Annotated[int, Query(ge=1, le=MAX_VERSION, description="A version number.")]


class Switch(Value):
    """Whether a job is active on calls."""

    on: StrictBool


@router.get("")
async def list_jobs(center: Center, asker: Reader) -> Page[JobPiece]:
    """List the jobs with their drafts; unpublished jobs come last."""
    return whole(job_pieces(await center.workspace(asker.workspace)))


@router.get("/{name:path}/versions")
async def list_versions(name: Name, center: Center, asker: Reader) -> Page[JobVersion]:
    """List every version of a job, newest first. Also works for deleted jobs."""
    return whole(await _versions(center, asker, name))


@router.get("/{name:path}/versions/{version}")
async def get_version(name: Name, version: Version, center: Center, asker: Reader) -> JobVersion:
    """Get one version of a job."""
    for one in await _versions(center, asker, name):
        if one.version == version:
            return one
    raise not_found(f"version {version} of the job “{name}”")


@router.get("/{name:path}/diff")
async def get_difference(
    name: Name,
    before: Compared,
    center: Center,
    asker: Reader,
    after: Annotated[
        int | None, Query(ge=1, le=MAX_VERSION, description="A version number; default: the draft.")
    ] = None,
) -> tuple[FieldChange, ...]:
    """Compare two versions of a job, or a version and the draft."""
    known = {one.version: one.job for one in await _versions(center, asker, name)}
    for field, version in (("before", before), ("after", after)):
        if version is not None and version not in known:
            wrong = f"this job has no version {version}"
            raise at_fault(field, wrong, f"Send a version from 1 to {max(known)}.")
    newer = await _draft(center, asker, name) if after is None else known[after]
    return await asyncio.to_thread(difference, known[before], newer)


@router.put("/{name:path}/on", responses=WRITTEN)
async def switch_job(
    name: Name, body: Switch, center: Center, asker: Configurer, when: When
) -> JobPiece:
    """Switch a job on or off. This makes a new version, and updates the draft too."""
    now = await center.workspaces.switch_job(asker.workspace, name, body.on, expected=when.expected)
    return when.show(job_piece(now, name), f"job “{name}”")


@router.get("/{name:path}", responses=READ)
async def get_job(name: Name, center: Center, asker: Reader, when: IfNew) -> JobPiece:
    """Get a job: its live version and its draft."""
    now = await center.workspace(asker.workspace)
    return when.show(job_piece(now, name), f"job “{name}”")


@router.delete("/{name:path}", status_code=HTTPStatus.NO_CONTENT, responses=WRITTEN)
async def delete_job(name: Name, center: Center, asker: Configurer, when: When) -> None:
    """Delete a job and its draft. 422 if a call flow uses it; the error names the flow."""
    await center.workspaces.remove_job(asker.workspace, name, expected=when.expected)


async def _versions(center: CallCenter, asker: Asker, name: str) -> tuple[JobVersion, ...]:
    found = versions(await center.workspace(asker.workspace), name)
    if not found:
        raise not_found(f"version of a job “{name}”")
    return found


async def _draft(center: CallCenter, asker: Asker, name: str) -> JobForm:
    piece = job_piece(await center.workspace(asker.workspace), name)
    if piece is None or piece.draft is None:
        raise at_fault("after", "the job has no draft", "Send a version number.")
    return piece.draft
