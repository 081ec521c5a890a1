"""Decides recorded calls again under other circumstances. Nothing is recorded."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from fastapi import APIRouter
from pydantic import Field, StrictBool

from hookflash.domain.erasure.fixture import NoFixture
from hookflash.domain.job.job import Job
from hookflash.domain.value import Value
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.auth import Asker, Center, Reader
from hookflash.orchestrator.http.host_time import Time
from hookflash.orchestrator.http.lookups import find_call
from hookflash.orchestrator.http.paging import MAX_POSITION
from hookflash.orchestrator.http.problems import at_fault
from hookflash.orchestrator.time_machine.branch import Note
from hookflash.orchestrator.time_machine.change import (
    Change,
    InvalidFork,
    NotForkable,
    Phone,
    Policy,
)
from hookflash.orchestrator.time_machine.ending import Difference, Ending
from hookflash.orchestrator.time_machine.fork import Fork
from hookflash.orchestrator.time_machine.sweep import Result
from hookflash.orchestrator.workspaces.tested import document_under_test
from hookflash.projections.replay.lane import CallLanes
from hookflash.projections.replay.lanes import call_lanes
from hookflash.projections.replay.timeline import TimelineLine, timeline

router = APIRouter(tags=["what if"])
MAX_CALLS: Final = 100
"""Calls that one request decides."""
Words = Annotated[str, Field(min_length=1, max_length=1_000)]


class Circumstances(Value):
    """What is different. ``drafts``: the drafts of jobs take the places of those with their names.

    ``jobs`` are published versions that do, by the job's name. ``phones`` are by the member's name,
    or the external number.
    """

    settings: Policy = Field(default=Policy(), examples=[{"registration": "pending"}])
    phones: dict[str, Phone] = Field(default={}, max_length=100)
    drafts: StrictBool = False
    jobs: dict[str, Annotated[int, Field(ge=1, le=MAX_POSITION, strict=True)]] = Field(
        default={}, max_length=100
    )


class ForkOf(Circumstances):
    """What is different after event ``at``; 0: the whole call is decided again.

    The caller says ``say``, presses ``press`` and hangs up, in place of what they did. ``test``:
    the answer has the branch as a test, ``anonymous`` or with what was said (``words``), which a
    test of changed jobs needs.
    """

    at: int = Field(default=0, ge=0, le=MAX_POSITION, strict=True)
    say: tuple[Words, ...] = Field(default=(), max_length=50)
    press: str = Field(default="", pattern=r"^[0-9*#A-D]*$", max_length=100)
    hang_up: StrictBool = False
    test: Literal["", "anonymous", "words"] = ""


class Forked(Value):
    """How the call would have gone. ``difference`` is None if a reader would see none.

    ``undecidable`` says why the branch ends early; empty if it does not. ``timeline`` has the
    branch, ``lanes`` shows it over time, ``notes`` what was assumed in it. ``test`` is a
    Python test that fails while the call would end otherwise; empty unless it was asked for.
    """

    call: str
    at: int
    ends_otherwise: bool
    difference: Difference | None
    undecidable: str
    was: Ending
    would_be: Ending
    notes: tuple[Note, ...]
    timeline: tuple[TimelineLine, ...]
    lanes: CallLanes
    test: str


class WhatIf(Circumstances):
    """What is different on the workspace's calls ``since`` a time, newest first, without tests.

    ``before`` is the ``next`` of the answer before, for older calls.
    """

    since: Time | None = None
    limit: int = Field(default=50, ge=1, le=MAX_CALLS, strict=True)
    before: int | None = Field(default=None, ge=1, le=MAX_POSITION, strict=True)


class Judged(Result):
    """What the change makes of the calls; ``next`` is None if there are no older ones."""

    next: int | None


@router.post("/calls/{call_id}/fork")
async def fork_call(call_id: str, body: ForkOf, center: Center, asker: Reader) -> Forked:
    """Decide a call again under other circumstances. Nothing is sent or recorded."""
    await find_call(center, asker, call_id)
    caller = {"say": body.say, "press": body.press, "hang_up": body.hang_up}
    change = await _change(body, center, asker, caller)
    try:
        fork = await center.fork(call_id, change, body.at)
    except InvalidFork as error:
        field, _, wrong = str(error).partition(": ")
        field = {"job": "drafts"}.get(field, field)
        raise at_fault(field, wrong, "Send another position.") from error
    except NotForkable as error:
        raise at_fault("call", str(error), "Choose another call.") from error
    return Forked(
        call=call_id,
        at=body.at,
        ends_otherwise=fork.ends_otherwise,
        difference=fork.difference,
        undecidable=fork.branch.undecidable,
        was=fork.was,
        would_be=fork.would_be,
        notes=fork.branch.notes,
        timeline=timeline(fork.branch.events),
        lanes=call_lanes(fork.branch.events),
        test=await _test(body, center, fork, change) if body.test else "",
    )


async def _test(body: ForkOf, center: CallCenter, fork: Fork, change: Change) -> str:
    try:
        return await center.fork_as_test(fork, change, words=body.test == "words")
    except (NotForkable, NoFixture) as error:
        raise at_fault("test", str(error), "Leave test out, or send another value.") from error


@router.post("/what-if")
async def find_what_if(body: WhatIf, center: Center, asker: Reader) -> Judged:
    """Find the calls that a change would end differently. Nothing is sent or recorded."""
    change = await _change(body, center, asker, {})
    result, following = await center.what_if(
        asker.workspace, change, since=body.since, limit=body.limit, before=body.before
    )
    return Judged(**dict(result), next=following)


async def _change(
    body: Circumstances, center: CallCenter, asker: Asker, caller: Mapping[str, object]
) -> Change:
    jobs = await _jobs(body, center, asker.workspace) if body.drafts or body.jobs else None
    known = {"policy": body.settings, "phones": body.phones, "jobs": jobs}
    return Change.model_validate({**known, **caller})


async def _jobs(body: Circumstances, center: CallCenter, workspace: str) -> tuple[Job, ...]:
    """The versions and drafts that take the places of jobs; a draft goes before a version."""
    now = await center.workspace(workspace)
    try:
        chosen = {name: now.job(name, version) for name, version in body.jobs.items()}
    except KeyError as error:
        raise at_fault("jobs", str(error.args[0]), "Send a version that was published.") from error
    if body.drafts:
        chosen |= {job.name: job for job in await _drafted(center, workspace)}
    return tuple(chosen.values())


async def _drafted(center: CallCenter, workspace: str) -> tuple[Job, ...]:
    """The jobs as their drafts would make them. 422 with the mistakes in them."""
    now = await center.workspace(workspace)
    jobs = document_under_test(now, drafts=True).jobs
    found = tuple(one for one in jobs if one.name in now.job_drafts)
    if not found:
        raise at_fault("drafts", "the workspace has no drafts of jobs", "Save one, or send false.")
    return found
