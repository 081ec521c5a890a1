"""Instructions saved by an earlier version keep their meaning until they are changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from unittest.mock import patch

import pytest

from hookflash.domain.job.action import Destination, SendSms, TransferCall
from hookflash.domain.job.directory import Directory
from hookflash.domain.job.instructions import Reading, parse
from hookflash.domain.job.job import Text
from hookflash.domain.workspace.people import Member
from hookflash.orchestrator.system.side_processes import SideProcesses
from hookflash.orchestrator.workspaces.editor import WorkspaceEditor
from hookflash.orchestrator.workspaces.errors import InvalidChange
from hookflash.orchestrator.workspaces.file import jobs
from hookflash.orchestrator.workspaces.file.problems import InvalidWorkspace
from hookflash.orchestrator.workspaces.file.workspace_file import workspace_in
from hookflash.orchestrator.workspaces.forms import JobForm, MemberForm, job_form
from tests.unit.workspace_editing.office import HARBOR, Office, in_office

FILE: Final = """\
workspace: Harbor Dental
members:
  - {name: Lee, phone: "+14155550101"}
numbers:
  - number: "+14155550100"
    flow: [{agent: {greeting: Hi., jobs: [Link]}}, {voicemail: {greeting: Bye.}}]
jobs:
  - name: Link
    instructions: "/Send SMS: Thanks for calling! Book at https://x.test/b"
  - name: Person
    instructions: "/Transfer call: Lee Jr"
"""
STORED: Final = {
    "/Send SMS: Thanks for calling! Book at https://x.test/b": (
        SendSms(body="Thanks for calling!"),
        Text(text=" Book at https://x.test/b"),
    ),
    "/Transfer call: Lee Jr": (
        TransferCall(destination=Destination(kind="member", name="Lee")),
        Text(text=" Jr"),
    ),
}


@contextmanager
def as_before() -> Iterator[None]:
    """Read instructions as an earlier version did."""

    def read(instructions: str, directory: Directory) -> Reading:
        steps = STORED.get(instructions)
        return Reading(steps=steps) if steps else parse(instructions, directory)

    with patch.object(jobs, "_read", read):
        yield


async def _apply_as_before(office: Office) -> None:
    with as_before():
        old = workspace_in(FILE.encode(), "office.yaml")
    await office.workspaces.apply(old)


def test_a_new_workspace_is_refused() -> None:
    """Nothing is stored that could be kept."""
    with pytest.raises(InvalidWorkspace) as caught:
        workspace_in(FILE.encode(), "office.yaml")
    assert [problem.path for problem in caught.value.problems] == [
        "jobs[0].instructions",
        "jobs[1].instructions",
    ]
    assert caught.value.workspace == "harbor-dental"


def test_the_same_file_can_be_applied_again() -> None:
    """Each instruction keeps its steps, with a warning that shows what would be right."""

    async def check(office: Office) -> None:
        await _apply_as_before(office)
        stored = await office.editor.stored_jobs(HARBOR)
        document = workspace_in(FILE.encode(), "office.yaml", stored)
        applied = await office.editor.replace(document)
        assert applied.changes == ()
        assert [one.path for one in applied.warnings] == [
            "jobs “Link”: instructions",
            "jobs “Person”: instructions",
        ]
        assert "“[/Send SMS: Thanks for calling! Book at https://x.test/b]”" in str(
            applied.warnings[0]
        )
        now = await office.now()
        assert {name: job.steps for name, job in now.jobs.items()} == {
            "Link": STORED[now.jobs["Link"].instructions],
            "Person": STORED[now.jobs["Person"].instructions],
        }

    in_office(check)


@pytest.mark.slow
def test_a_document_that_is_sent_can_be_put_back() -> None:
    """It is read in a process of its own, which is sent the stored jobs."""

    async def check(office: Office) -> None:
        await _apply_as_before(office)
        beside = SideProcesses()
        try:
            editor = WorkspaceEditor(office.workspaces, beside=beside)
            document = await editor.read(HARBOR, FILE.encode(), "yaml")
            applied = await editor.replace(document)
            assert (applied.changes, len(applied.warnings)) == ((), 2)
            for count in range(101):  # with so many members, edits are checked there too
                document = document.model_copy(
                    update={"members": (*document.members, _member(count))}
                )
            await editor.replace(document)
            await editor.save_member(HARBOR, MemberForm(name="Ana", phone="+14155550102"))
            read = await editor.read_job(HARBOR, job_form((await office.now()).jobs["Link"]))
            assert (read.problems, len(read.warnings), len(read.actions)) == ((), 1, 1)
        finally:
            await beside.close()
        assert {job.steps for job in (await office.now()).jobs.values()} == set(STORED.values())

    in_office(check)


def _member(count: int) -> Member:
    return Member(name=f"Member {count}", phone=f"+1415556{count:04d}")


def test_an_edit_of_something_else_is_possible() -> None:
    """The whole workspace is checked again, but old jobs stay as they are."""

    async def check(office: Office) -> None:
        await _apply_as_before(office)
        await office.editor.save_member(HARBOR, MemberForm(name="Ana", phone="+14155550102"))
        await office.editor.switch_job(HARBOR, "Link", on=False)
        job = (await office.now()).jobs["Link"]
        assert (job.version, job.on, job.steps) == (2, False, STORED[job.instructions])

    in_office(check)


def test_changed_instructions_are_refused() -> None:
    """One more word, and they are new."""

    async def check(office: Office) -> None:
        await _apply_as_before(office)
        changed = JobForm(name="Link", instructions=f"{next(iter(STORED))} now")
        assert await office.editor.check_job(HARBOR, changed) != ()
        other = JobForm(name="Other", instructions=next(iter(STORED)))
        assert await office.editor.check_job(HARBOR, other) != ()

    in_office(check)


def test_a_destination_that_is_gone_is_refused() -> None:
    """Stored steps never transfer to a member who was removed."""

    async def check(office: Office) -> None:
        await _apply_as_before(office)
        with pytest.raises(InvalidChange, match="Lee Jr"):
            await office.editor.remove_member(HARBOR, "Lee")

    in_office(check)
