"""Runs test scenarios of jobs, on what is live or on drafts."""

from typing import Annotated, Any, Final

from fastapi import APIRouter
from pydantic import Field, StrictBool

from hookflash.domain.value import Value
from hookflash.orchestrator.http.auth import Center, Operator
from hookflash.orchestrator.simulation.scenario import MAX_SCENARIOS, TestResult
from hookflash.orchestrator.simulation.scenario_service import run_tests
from hookflash.orchestrator.workspaces.forms import JobForm

router = APIRouter(prefix="/tests", tags=["jobs"])
MAX_LENGTH: Final = 100_000
_EXAMPLE: Final = {
    "name": "Booking gets the link",
    "caller": ["I'd like to book"],
    "expect": {"texts": ["https://example.com/book"]},
}


class Tests(Value):
    """Test scenarios: as YAML, or the same as JSON.

    ``drafts``: test the drafts of jobs and call flows too. ``job`` takes the place of the job with
    its name, saved or not.
    """

    tests: (
        Annotated[str, Field(min_length=1, max_length=MAX_LENGTH)]
        | Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MAX_SCENARIOS)]
    ) = Field(examples=[[_EXAMPLE]])
    drafts: StrictBool = False
    job: JobForm | None = None


class Tested(Value):
    """The result of each test, in order; ``passed`` if every one passed."""

    passed: bool
    results: tuple[TestResult, ...]


@router.post("")
async def run_job_tests(body: Tests, center: Center, asker: Operator) -> Tested:
    """Run test scenarios: each plays a caller and says what is expected. Nothing is recorded.

    413 if they take too long: run them in several requests.
    """
    now = await center.workspace(asker.workspace)
    results = await run_tests(center.beside, now, body.tests, drafts=body.drafts, edited=body.job)
    return Tested(passed=all(one.passed for one in results), results=results)
