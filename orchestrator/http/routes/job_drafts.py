"""Checks, saves, publishes and discards job drafts."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from hookflash.domain.job.job import MAX_INSTRUCTIONS
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.auth import Asker, Center, Configurer, Reader
from hookflash.orchestrator.http.conditional_requests import WRITTEN, When, created
from hookflash.orchestrator.http.path_params import JobBody, Name, named
from hookflash.orchestrator.http.problems import documented
from hookflash.orchestrator.workspaces.errors import PieceProblem
from hookflash.orchestrator.workspaces.etags import JobPiece, job_piece
from hookflash.orchestrator.workspaces.forms import JobForm
from hookflash.orchestrator.workspaces.understood import UnderstoodAction
from hookflash.orchestrator.workspaces.warnings import ReadJob

Despite = Annotated[bool, Query(description="Publish although scenarios of the job fail.")]
router = APIRouter(prefix="/jobs", tags=["jobs"])


class CheckedJob(JobForm):
    """A job to check."""

    instructions: str = Field(
        max_length=MAX_INSTRUCTIONS,
        examples=["If the caller asks for the link, /Send SMS: example.com"],
    )


class JobAnswer(JobPiece):
    """A job, and how its newest form is read: see ``POST /v1/jobs/check``."""

    problems: tuple[PieceProblem, ...]
    warnings: tuple[PieceProblem, ...]
    actions: tuple[UnderstoodAction, ...]


@router.post("/check")
async def check_job(body: CheckedJob, center: Center, asker: Reader) -> ReadJob:
    """Show how this job is read. Nothing is recorded.

    ``problems`` prevent publishing it. Without any, ``actions`` has each action as it will run, and
    ``warnings`` what is worth knowing.
    """
    return await center.workspaces.read_job(asker.workspace, body)


@router.put("/{name:path}/draft", responses=created(JobAnswer))
async def put_job_draft(
    name: Name, body: JobBody, center: Center, asker: Configurer, when: When
) -> JobAnswer:
    """Save a draft of a job. It may have mistakes; the live version does not change."""
    form = named(body, name)
    before = job_piece(await center.workspace(asker.workspace), name)
    now = await center.workspaces.draft_job(asker.workspace, form, expected=when.expected)
    piece = when.show(job_piece(now, name), f"job “{name}”", new=before is None)
    return await _answer(center, asker, piece)


@router.delete("/{name:path}/draft", status_code=HTTPStatus.NO_CONTENT, responses=WRITTEN)
async def delete_job_draft(name: Name, center: Center, asker: Configurer, when: When) -> None:
    """Discard the draft, and the job itself if it was never published."""
    await center.workspaces.discard_job_draft(asker.workspace, name, expected=when.expected)


@router.post("/{name:path}/publish", responses={**WRITTEN, **documented(HTTPStatus.CONFLICT)})
async def publish_job(
    name: Name, center: Center, asker: Configurer, when: When, *, despite_failures: Despite = False
) -> JobAnswer:
    """Publish the draft as the next version, for calls from now on. No effect without a draft.

    409 if scenarios of the job fail on the draft: ``errors`` names each, and what failed.
    """
    now = await center.workspaces.publish_job(
        asker.workspace, name, expected=when.expected, despite_failures=despite_failures
    )
    return await _answer(center, asker, when.show(job_piece(now, name), f"job “{name}”"))


async def _answer(center: CallCenter, asker: Asker, piece: JobPiece) -> JobAnswer:
    newest = piece.newest or JobForm(name=piece.name, instructions="")
    read = await center.workspaces.read_job(asker.workspace, newest)
    return JobAnswer(**dict(piece), **dict(read))
