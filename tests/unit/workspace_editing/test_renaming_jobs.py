"""Renaming a job: what refers to it follows, and calls keep the name that they began with."""

import pytest

from hookflash.domain.workspace.workspace import Folding, Workspace
from hookflash.orchestrator.workspaces.errors import InvalidChange
from hookflash.orchestrator.workspaces.forms import JobForm
from tests.unit.workspace_editing.office import HARBOR, NUMBER, Office, booking, in_office


def test_flows_drafts_and_scenarios_follow() -> None:
    """No version is made, and the job keeps its place."""

    async def check(office: Office) -> None:
        scenario = {"name": "A", "caller": ["Hi"], "expect": {"texts": "none"}}
        await office.editor.save_scenarios(HARBOR, "Booking", [scenario])
        before = await office.editor.draft_job(HARBOR, booking())
        after = await office.editor.rename_job(HARBOR, "Booking", " Visits ")
        assert [*after.jobs] == ["Visits", *[*before.jobs][1:]]
        assert (after.jobs["Visits"].name, after.jobs["Visits"].version) == ("Visits", 1)
        assert after.flows[NUMBER].agent.jobs[0] == "Visits"
        assert after.flows[NUMBER].version == before.flows[NUMBER].version
        assert after.job_drafts["Visits"].name == "Visits"
        assert [*after.scenarios] == ["Visits"]
        published = await office.editor.publish_job(HARBOR, "Visits")
        assert published.jobs["Visits"].version == 2

    in_office(check)


def test_calls_keep_the_name_that_they_began_with() -> None:
    """The versions are known under both names, and folding many events gives the same."""

    async def check(office: Office) -> None:
        after = await office.editor.rename_job(HARBOR, "Booking", "Visits")
        assert after.job("Booking", 1).instructions == after.job("Visits", 1).instructions
        folding = Folding(Workspace(HARBOR))
        for event in await office.log.read_stream(f"{HARBOR}.workspace"):
            folding.take(event)
        assert folding.result() == after

    in_office(check)


def test_a_job_may_be_renamed_back() -> None:
    """But not to the name of a job that calls refer to."""

    async def check(office: Office) -> None:
        await office.editor.rename_job(HARBOR, "Booking", "Visits")
        again = await office.editor.rename_job(HARBOR, "Visits", "Booking")
        assert again.flows[NUMBER].agent.jobs[0] == "Booking"
        await office.editor.draft_job(HARBOR, JobForm(name="Other", instructions="Be kind."))
        with pytest.raises(InvalidChange, match="another job that was named “Visits”"):
            await office.editor.rename_job(HARBOR, "Other", "Visits")

    in_office(check)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("talk to a PERSON", "already exists"), (" ", "blank"), ("n" * 101, "101 characters")],
)
def test_a_name_must_be_valid_and_unused(name: str, wrong: str) -> None:
    """Letter case does not make it another one."""

    async def check(office: Office) -> None:
        with pytest.raises(InvalidChange, match=wrong):
            await office.editor.rename_job(HARBOR, "Booking", name)
        assert await office.happened() == []

    in_office(check)


def test_the_same_name_changes_nothing() -> None:
    """But its letter case may be changed."""

    async def check(office: Office) -> None:
        await office.editor.rename_job(HARBOR, "Booking", "Booking")
        assert await office.happened() == []
        assert "BOOKING" in (await office.editor.rename_job(HARBOR, "Booking", "BOOKING")).jobs

    in_office(check)
