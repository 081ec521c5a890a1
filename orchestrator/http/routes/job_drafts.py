"""Jobs in the making: drafted, checked, published, thrown away."""

from http import HTTPStatus

from fastapi import APIRouter

from hookflash.domain.value import Value
from hookflash.orchestrator.http.auth import Center, Configurer, Reader
from hookflash.orchestrator.http.conditional_requests import WRITTEN, When, created
from hookflash.orchestrator.http.path_params import JobBody, Name, named
from hookflash.orchestrator.workspaces.errors import PieceProblem
from hookflash.orchestrator.workspaces.etags import JobPiece, job_piece
from hookflash.orchestrator.workspaces.forms import JobForm

router = APIRouter(prefix="/jobs", tags=["jobs"])


class Checked(Value):
    """What keeps something from being published: nothing, if ``problems`` is empty."""

    problems: tuple[PieceProblem, ...]


@router.post("/check")
async def check_job(body: JobForm, center: Center, asker: Reader) -> Checked:
    """What would keep this job from being published. Nothing is recorded."""
    return Checked(problems=await center.workspaces.check_job(asker.workspace, body))


@router.put("/{name:path}/draft", responses=created(JobPiece))
async def put_job_draft(
    name: Name, body: JobBody, center: Center, asker: Configurer, when: When
) -> JobPiece:
    """Keep a job as it is so far. Nothing live changes, and it may have mistakes."""
    form = named(body, name)
    before = job_piece(await center.workspace(asker.workspace), name)
    now = await center.workspaces.draft_job(asker.workspace, form, expected=when.expected)
    return when.show(job_piece(now, name), f"job “{name}”", new=before is None)


@router.delete("/{name:path}/draft", status_code=HTTPStatus.NO_CONTENT, responses=WRITTEN)
async def delete_job_draft(name: Name, center: Center, asker: Configurer, when: When) -> None:
    """Throw the draft away; with it the job, if it was never published."""
    await center.workspaces.discard_job_draft(asker.workspace, name, expected=when.expected)


@router.post("/{name:path}/publish", responses=WRITTEN)
async def publish_job(name: Name, center: Center, asker: Configurer, when: When) -> JobPiece:
    """Make the draft the next version, for calls from now on. Without a draft nothing happens."""
    now = await center.workspaces.publish_job(asker.workspace, name, expected=when.expected)
    return when.show(job_piece(now, name), f"job “{name}”")
