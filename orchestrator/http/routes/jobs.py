"""Jobs, one by one: what calls are given, and every version there was."""

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
Compared = Annotated[int, Query(ge=1, le=MAX_VERSION, description="A version.")]


class Switch(Value):
    """Whether a job works on calls."""

    on: StrictBool


@router.get("")
async def list_jobs(center: Center, asker: Reader) -> Page[JobPiece]:
    """All jobs with their drafts, those that were never published last."""
    return whole(job_pieces(await center.workspace(asker.workspace)))


@router.get("/{name:path}/versions")
async def list_versions(name: Name, center: Center, asker: Reader) -> Page[JobVersion]:
    """Every version of a job, newest first; also of one that was removed."""
    return whole(await _versions(center, asker, name))


@router.get("/{name:path}/versions/{version}")
async def get_version(name: Name, version: Version, center: Center, asker: Reader) -> JobVersion:
    """One version of a job."""
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
        int | None, Query(ge=1, le=MAX_VERSION, description="A version; without it, the draft.")
    ] = None,
) -> tuple[FieldChange, ...]:
    """What differs between two versions of a job, or between a version and the draft."""
    known = {one.version: one.job for one in await _versions(center, asker, name)}
    for field, version in (("before", before), ("after", after)):
        if version is not None and version not in known:
            wrong = f"there is no version {version} of this job"
            raise at_fault(field, wrong, f"Send one from 1 to {max(known)}.")
    newer = await _draft(center, asker, name) if after is None else known[after]
    return difference(known[before], newer)


@router.put("/{name:path}/on", responses=WRITTEN)
async def switch_job(
    name: Name, body: Switch, center: Center, asker: Configurer, when: When
) -> JobPiece:
    """Switch a job on or off: a new version, and its draft goes along."""
    now = await center.workspaces.switch_job(asker.workspace, name, body.on, expected=when.expected)
    return when.show(job_piece(now, name), f"job “{name}”")


@router.get("/{name:path}", responses=READ)
async def get_job(name: Name, center: Center, asker: Reader, when: IfNew) -> JobPiece:
    """One job: what is live, and its draft."""
    now = await center.workspace(asker.workspace)
    return when.show(job_piece(now, name), f"job “{name}”")


@router.delete("/{name:path}", status_code=HTTPStatus.NO_CONTENT, responses=WRITTEN)
async def delete_job(name: Name, center: Center, asker: Configurer, when: When) -> None:
    """Remove a job and its draft. 422, with which, if a call flow names it."""
    await center.workspaces.remove_job(asker.workspace, name, expected=when.expected)


async def _versions(center: CallCenter, asker: Asker, name: str) -> tuple[JobVersion, ...]:
    found = versions(await center.workspace(asker.workspace), name)
    if not found:
        raise not_found(f"version of a job “{name}”")
    return found


async def _draft(center: CallCenter, asker: Asker, name: str) -> JobForm:
    piece = job_piece(await center.workspace(asker.workspace), name)
    if piece is None or piece.draft is None:
        raise at_fault("after", "the job has no draft", "Send a version.")
    return piece.draft
