"""Saved scenarios of a job: run on the draft, and asked before it is published."""

from typing import Any, Final

import pytest

from hookflash.orchestrator.simulation.scenario_file import InvalidScenarios
from hookflash.orchestrator.workspaces.errors import InvalidChange, NotFound, Stale
from hookflash.orchestrator.workspaces.etags import etag_of, scenarios_piece
from hookflash.orchestrator.workspaces.forms import JobForm, MemberForm
from hookflash.orchestrator.workspaces.job_scenarios import ScenariosFailed
from tests.unit.workspace_editing.office import HARBOR, Office, booking, in_office

LINK: Final = "https://example.com/new"
DRAFT: Final = booking(f"If the caller wants to book, /Send SMS: {LINK}")
GETS: Final[dict[str, Any]] = {
    "name": "Gets the link",
    "caller": ["I'd like to book"],
    "expect": {"texts": [LINK]},
}


def test_scenarios_run_on_the_draft() -> None:
    """They fail on what is live and pass on the draft, or on what has not been saved."""

    async def check(office: Office) -> None:
        await office.editor.save_scenarios(HARBOR, "Booking", [GETS])
        (live,) = await office.editor.run_scenarios(HARBOR, "Booking")
        assert not live.passed
        (typed,) = await office.editor.run_scenarios(HARBOR, "Booking", DRAFT)
        assert typed.passed
        await office.editor.draft_job(HARBOR, DRAFT)
        (drafted,) = await office.editor.run_scenarios(HARBOR, "Booking")
        assert drafted.passed
        assert await office.happened() == ["JobScenariosSaved", "JobDrafted"]

    in_office(check)


def test_a_draft_with_failing_scenarios_is_published_only_on_purpose() -> None:
    """The error names what fails; nothing has changed."""

    async def check(office: Office) -> None:
        await office.editor.save_scenarios(HARBOR, "Booking", [GETS])
        await office.editor.draft_job(HARBOR, booking("Be brief."))
        with pytest.raises(ScenariosFailed, match="“Gets the link”: texts: expected") as refused:
            await office.editor.publish_job(HARBOR, "Booking")
        assert [one.passed for one in refused.value.results] == [False]
        assert (await office.now()).jobs["Booking"].version == 1
        publish = office.editor.publish_job
        published = await publish(HARBOR, "Booking", despite_failures=True)
        assert published.jobs["Booking"].version == 2

    in_office(check)


def test_a_draft_that_passes_is_published() -> None:
    """Without a question. The scenarios stay."""

    async def check(office: Office) -> None:
        await office.editor.save_scenarios(HARBOR, "Booking", [GETS])
        await office.editor.draft_job(HARBOR, DRAFT)
        after = await office.editor.publish_job(HARBOR, "Booking")
        assert (after.jobs["Booking"].version, len(after.scenarios["Booking"])) == (2, 1)

    in_office(check)


def test_a_draft_changed_while_its_scenarios_run_is_not_published() -> None:
    """What would be published is what was tried."""

    async def check(office: Office) -> None:
        await office.editor.save_scenarios(HARBOR, "Booking", [GETS])
        await office.editor.draft_job(HARBOR, DRAFT)
        run = office.editor._scenarios.run

        async def run_slowly(*asked: Any) -> Any:
            results = await run(*asked)
            await office.editor.draft_job(HARBOR, booking("Be brief."))
            return results

        office.editor._scenarios.run = run_slowly  # type: ignore[assignment,method-assign]
        with pytest.raises(Stale):
            await office.editor.publish_job(HARBOR, "Booking")
        assert (await office.now()).jobs["Booking"].version == 1

    in_office(check)


def test_scenarios_may_be_yaml_and_are_checked_when_saved() -> None:
    """Every mistake is named; a test of another job is one."""

    async def check(office: Office) -> None:
        yaml = "- name: Keys\n  job: Booking\n  caller: [{press: 1}, '']\n  expect: {texts: none}\n"
        now = await office.editor.save_scenarios(HARBOR, "Booking", yaml)
        assert now.scenarios["Booking"] == (
            {"name": "Keys", "caller": [{"press": "1"}, ""], "expect": {"texts": "none"}},
        )
        for wrong, named in (
            ([GETS | {"job": "Talk to a person"}], "test of another job"),
            ([GETS, GETS], "two scenarios are called"),
            ([GETS | {"expect": {"transfer": "Nobody"}}], "no member, inbox, or number “Nobody”"),
            ("- name: [", "YAML"),
            ("x" * 100_001, "at most 100,000"),
        ):
            with pytest.raises(InvalidScenarios, match=named):
                await office.editor.save_scenarios(HARBOR, "Booking", wrong)
        with pytest.raises(NotFound, match="job “Bookng”"):
            await office.editor.save_scenarios(HARBOR, "Bookng", [GETS])
        with pytest.raises(NotFound, match="job “Bookng”"):
            await office.editor.run_scenarios(HARBOR, "Bookng")

    in_office(check)


def test_two_editors_of_scenarios_are_kept_apart() -> None:
    """The second one saves only what it has read."""

    async def check(office: Office) -> None:
        read = etag_of(scenarios_piece(await office.now(), "Booking"))
        await office.editor.save_scenarios(HARBOR, "Booking", [GETS], expected=read)
        with pytest.raises(Stale):
            await office.editor.save_scenarios(HARBOR, "Booking", [], expected=read)

    in_office(check)


def test_a_scenario_that_nothing_can_play_any_more_has_failed() -> None:
    """It names what is gone; the others run."""

    async def check(office: Office) -> None:
        gone = GETS | {"name": "Gone", "phones": {"Dana": {"does": "answer"}}}
        await office.editor.save_member(HARBOR, MemberForm(name="Dana", phone="+14155550199"))
        await office.editor.save_scenarios(HARBOR, "Booking", [gone, GETS])
        await office.editor.remove_member(HARBOR, "Dana")
        await office.editor.draft_job(HARBOR, DRAFT)
        first, second = await office.editor.run_scenarios(HARBOR, "Booking")
        assert (first.name, first.passed, second.passed) == ("Gone", False, True)
        assert "Dana" in first.failures[0]

    in_office(check)


def test_a_draft_with_mistakes_is_not_tried() -> None:
    """The mistakes of the job come first."""

    async def check(office: Office) -> None:
        await office.editor.save_scenarios(HARBOR, "Booking", [GETS])
        with pytest.raises(InvalidChange) as refused:
            await office.editor.run_scenarios(HARBOR, "Booking", booking("/Send SMS:"))
        assert [one.path for one in refused.value.problems] == ["instructions"]

    in_office(check)


def test_a_job_that_was_never_published_has_scenarios() -> None:
    """They go when its draft is discarded, and when a job is removed."""

    async def check(office: Office) -> None:
        await office.editor.draft_job(HARBOR, JobForm(name="Prices", instructions="Be brief."))
        now = await office.editor.save_scenarios(HARBOR, "Prices", [GETS])
        assert "Prices" in now.scenarios
        assert "Prices" not in (await office.editor.discard_job_draft(HARBOR, "Prices")).scenarios

    in_office(check)
