"""Saves and runs the scenarios of a job, and renames jobs."""

from typing import Annotated, Any, Final

from fastapi import APIRouter
from pydantic import Field

from hookflash.domain.value import Value
from hookflash.orchestrator.http.auth import Center, Configurer, Operator, Reader
from hookflash.orchestrator.http.conditional_requests import READ, WRITTEN, IfNew, When
from hookflash.orchestrator.http.path_params import Name
from hookflash.orchestrator.http.routes.tests import Tested
from hookflash.orchestrator.simulation.scenario import MAX_CHARACTERS, MAX_SCENARIOS
from hookflash.orchestrator.workspaces.etags import (
    JobPiece,
    ScenariosPiece,
    job_piece,
    scenarios_piece,
)
from hookflash.orchestrator.workspaces.forms import JobForm

router = APIRouter(prefix="/jobs", tags=["jobs"])
_EXAMPLE: Final = {
    "name": "Gets the link",
    "caller": ["I'd like to book"],
    "expect": {"texts": ["https://example.com/book"]},
}


class SavedScenarios(Value):
    """The scenarios of a job: as YAML, or the same as JSON. An empty list removes them."""

    scenarios: (
        Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
        | Annotated[list[dict[str, Any]], Field(max_length=MAX_SCENARIOS)]
    ) = Field(examples=[[_EXAMPLE]])


class TriedJob(Value):
    """The job to try: by default its draft, or what is live."""

    job: JobForm | None = None


class NewName(Value):
    """Another name for a job."""

    name: str = Field(max_length=1_000, examples=["Appointments"])


@router.get("/{name:path}/scenarios", responses=READ)
async def get_job_scenarios(
    name: Name, center: Center, asker: Reader, when: IfNew
) -> ScenariosPiece:
    """Get the scenarios that are run on a job's draft before it is published."""
    now = await center.workspace(asker.workspace)
    return when.show(scenarios_piece(now, name), f"job “{name}”")


@router.put("/{name:path}/scenarios", responses=WRITTEN)
async def put_job_scenarios(
    name: Name, body: SavedScenarios, center: Center, asker: Configurer, when: When
) -> ScenariosPiece:
    """Save the scenarios of a job, in place of those before."""
    save = center.workspaces.save_scenarios
    now = await save(asker.workspace, name, body.scenarios, expected=when.expected)
    return when.show(scenarios_piece(now, name), f"job “{name}”")


@router.post("/{name:path}/scenarios/run")
async def run_job_scenarios(name: Name, body: TriedJob, center: Center, asker: Operator) -> Tested:
    """Run a job's scenarios on its draft, or on the ``job`` sent. Nothing is recorded."""
    results = await center.workspaces.run_scenarios(asker.workspace, name, body.job)
    return Tested(passed=all(one.passed for one in results), results=results)


@router.post("/{name:path}/rename", responses=WRITTEN)
async def rename_job(
    name: Name, body: NewName, center: Center, asker: Configurer, when: When
) -> JobPiece:
    """Give a job another name, at once. The call flows that use it follow."""
    rename = center.workspaces.rename_job
    now = await rename(asker.workspace, name, body.name, expected=when.expected)
    return when.show(job_piece(now, body.name.strip()), f"job “{body.name}”")
