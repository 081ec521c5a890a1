"""Jobs: drafted without changing the live version, published, discarded."""

import pytest

from hookflash.orchestrator.workspaces.errors import InvalidChange, NotFound, Stale
from hookflash.orchestrator.workspaces.etags import ABSENT, ANY, etag_of, job_piece
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace, workspace_in
from hookflash.orchestrator.workspaces.forms import JobForm
from tests.unit.workspace_editing.office import FILE, HARBOR, NUMBER, Office, booking, in_office


def test_a_draft_changes_nothing_live() -> None:
    """Calls get the published version, whatever is in the draft."""

    async def check(office: Office) -> None:
        before = await office.now()
        after = await office.editor.draft_job(HARBOR, booking("/Send SMS:"))
        assert after.jobs == before.jobs
        assert after.history == before.history
        assert after.attached(NUMBER) == before.attached(NUMBER)
        assert after.job_drafts["Booking"].instructions == "/Send SMS:"
        assert await office.happened() == ["JobDrafted"]

    in_office(check)


def test_publishing_makes_a_version_and_clears_the_draft() -> None:
    """The next call gets the new version; the old one stays in the history."""

    async def check(office: Office) -> None:
        await office.editor.draft_job(HARBOR, booking())
        after = await office.editor.publish_job(HARBOR, "Booking")
        assert (after.jobs["Booking"].version, after.jobs["Booking"].instructions) == (
            2,
            "Be brief.",
        )
        assert [job.version for job in after.history["Booking"]] == [1, 2]
        assert after.job_drafts == {}
        assert await office.happened() == ["JobDrafted", "JobSaved"]

    in_office(check)


def test_publishing_without_a_draft_does_nothing() -> None:
    """So the request may be repeated."""

    async def check(office: Office) -> None:
        await office.editor.publish_job(HARBOR, "Booking")
        assert await office.happened() == []

    in_office(check)


def test_a_draft_with_problems_is_not_published() -> None:
    """Each problem has its place in the job; the draft is kept."""

    async def check(office: Office) -> None:
        wrong = booking("First line.\n/Transfer call: Schedulng. Then /Send SMS:")
        await office.editor.draft_job(HARBOR, wrong)
        with pytest.raises(InvalidChange) as refused:
            await office.editor.publish_job(HARBOR, "Booking")
        first, second = refused.value.problems
        assert (first.path, first.line, first.right) == (
            "instructions",
            2,
            "Did you mean “Scheduling”?",
        )
        assert "the text is blank" in second.wrong
        assert (await office.now()).job_drafts["Booking"].instructions == wrong.instructions

    in_office(check)


def test_a_job_can_be_checked_without_saving() -> None:
    """It reports the problems that publishing would, and appends nothing."""

    async def check(office: Office) -> None:
        found = await office.editor.check_job(HARBOR, booking("/Transfer call: Nobody"))
        assert [problem.path for problem in found] == ["instructions"]
        assert await office.editor.check_job(HARBOR, booking()) == ()
        twin = JobForm(name="BOOKING", instructions="Be kind.")
        (doubled,) = await office.editor.check_job(HARBOR, twin)
        assert (doubled.path, doubled.wrong) == ("name", "jobs “Booking” already has this name")
        assert await office.happened() == []

    in_office(check)


def test_a_new_job_begins_as_a_draft() -> None:
    """It has no version before it is published, and disappears if it is discarded."""

    async def check(office: Office) -> None:
        prices = JobForm(name=" Prices ", instructions="Say that it depends.")
        drafted = await office.editor.draft_job(HARBOR, prices, expected=ABSENT)
        assert "Prices" not in drafted.jobs
        piece = job_piece(drafted, "Prices")
        assert piece is not None
        assert (piece.live, piece.version) == (None, None)
        published = await office.editor.publish_job(HARBOR, "Prices")
        assert published.jobs["Prices"].version == 1
        other = JobForm(name="Hours", instructions="")
        await office.editor.draft_job(HARBOR, other)
        assert "Hours" not in (await office.editor.remove_job(HARBOR, "Hours")).job_drafts

    in_office(check)


def test_a_draft_equal_to_the_live_version_is_dropped() -> None:
    """There is nothing left to publish."""

    async def check(office: Office) -> None:
        live = (await office.now()).jobs["Booking"]
        same = JobForm(
            name="Booking", description=live.description, instructions=f" {live.instructions}\n"
        )
        await office.editor.draft_job(HARBOR, same)
        assert await office.happened() == []
        await office.editor.draft_job(HARBOR, booking())
        assert (await office.editor.draft_job(HARBOR, same)).job_drafts == {}
        assert await office.happened() == ["JobDrafted", "JobDraftDiscarded"]

    in_office(check)


def test_a_draft_can_be_discarded() -> None:
    """The live version stays; repeating it changes nothing; an unknown job is reported."""

    async def check(office: Office) -> None:
        await office.editor.draft_job(HARBOR, booking())
        await office.editor.discard_job_draft(HARBOR, "Booking")
        after = await office.editor.discard_job_draft(HARBOR, "Booking")
        assert after.job_drafts == {}
        assert after.jobs["Booking"].version == 1
        with pytest.raises(NotFound, match="job “Nothing”"):
            await office.editor.discard_job_draft(HARBOR, "Nothing")

    in_office(check)


def test_a_job_is_switched_off_with_its_draft() -> None:
    """Publishing the draft later does not switch it on again."""

    async def check(office: Office) -> None:
        await office.editor.draft_job(HARBOR, booking())
        off = await office.editor.switch_job(HARBOR, "Booking", on=False)
        assert (off.jobs["Booking"].on, off.job_drafts["Booking"].on) == (False, False)
        assert [job.name for job in off.attached(NUMBER)] == ["Talk to a person"]
        assert not (await office.editor.publish_job(HARBOR, "Booking")).jobs["Booking"].on

    in_office(check)


@pytest.mark.parametrize("live_on", [True, False])
def test_a_draft_that_differs_only_in_the_switch_is_dropped(*, live_on: bool) -> None:
    """Once both are switched alike, there is no difference left."""

    async def check(office: Office) -> None:
        live = (await office.now()).jobs["Booking"]
        form = JobForm(**{n: getattr(live, n) for n in ("name", "description", "instructions")})
        await office.editor.draft_job(HARBOR, form.model_copy(update={"on": False}))
        after = await office.editor.switch_job(HARBOR, "Booking", on=live_on)
        assert after.job_drafts == {}
        assert after.jobs["Booking"].on == live_on

    in_office(check)


def test_a_job_used_by_a_flow_cannot_be_removed() -> None:
    """The error says where it is attached."""

    async def check(office: Office) -> None:
        with pytest.raises(InvalidChange) as refused:
            await office.editor.remove_job(HARBOR, "Booking")
        (problem,) = refused.value.problems
        assert problem.path == f"numbers “{NUMBER}”: flow[0].agent.jobs[0]"
        assert problem.wrong == "there is no job “Booking”"

    in_office(check)


def test_a_stale_edit_is_refused() -> None:
    """An editor has to read the job again after someone else changed it."""

    async def check(office: Office) -> None:
        read = etag_of(job_piece(await office.now(), "Booking"))
        first = await office.editor.draft_job(HARBOR, booking(), expected=read)
        with pytest.raises(Stale, match="job “Booking” has changed"):
            await office.editor.draft_job(HARBOR, booking("Shout."), expected=read)
        newer = etag_of(job_piece(first, "Booking"))
        await office.editor.publish_job(HARBOR, "Booking", expected=newer)
        with pytest.raises(Stale):
            await office.editor.draft_job(HARBOR, booking(), expected=ABSENT)
        with pytest.raises(Stale):
            await office.editor.draft_job(
                HARBOR, JobForm(name="New", instructions="Hi."), expected=ANY
            )
        await office.editor.draft_job(HARBOR, booking("Hum."), expected=ANY)

    in_office(check)


def test_applying_a_file_keeps_drafts() -> None:
    """Except the drafts of jobs that the file removes."""

    async def check(office: Office) -> None:
        await office.editor.draft_job(HARBOR, booking())
        talk = JobForm(name="Talk to a person", instructions="Say no.")
        await office.editor.draft_job(HARBOR, talk)
        await office.editor.draft_job(HARBOR, JobForm(name="New", instructions="Hi."))
        assert await office.workspaces.apply(read_workspace(FILE)) == []
        fewer = FILE.read_text().partition("  - name: Talk")[0].replace(", Talk to a person", "")
        await office.workspaces.apply(workspace_in(fewer.encode(), "fewer.yaml"))
        now = await office.now()
        assert set(now.jobs) == {"Booking"}
        assert set(now.job_drafts) == {"Booking", "New"}

    in_office(check)
