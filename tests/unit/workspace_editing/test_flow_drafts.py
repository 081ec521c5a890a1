"""Call flows: drafted without changing the live one, previewed, published."""

import pytest

from hookflash.orchestrator.workspaces.errors import InvalidChange, NotFound, Stale
from hookflash.orchestrator.workspaces.etags import etag_of, flow_piece
from hookflash.orchestrator.workspaces.forms import FlowForm, NumberForm, StepForm
from tests.unit.workspace_editing.office import HARBOR, NUMBER, Office, in_office

OTHER = "+14155550122"


def flow(*jobs: str, greeting: str = "Hello.") -> FlowForm:
    """The smallest flow, with these jobs."""
    agent, voicemail = StepForm(greeting=greeting, jobs=jobs), StepForm(greeting="Please speak.")
    return ({"agent": agent}, {"voicemail": voicemail})


def test_a_flow_is_drafted_and_published() -> None:
    """The old flow stays live until then."""

    async def check(office: Office) -> None:
        live = (await office.now()).flows[NUMBER]
        drafted = await office.editor.draft_flow(HARBOR, NUMBER, flow("Booking"))
        assert drafted.flows[NUMBER] == live
        published = await office.editor.publish_flow(HARBOR, NUMBER)
        assert published.flows[NUMBER].version == live.version + 1
        assert published.flows[NUMBER].agent.jobs == ("Booking",)
        assert published.flow_drafts == {}
        await office.editor.publish_flow(HARBOR, NUMBER)
        assert await office.happened() == ["FlowDrafted", "FlowPublished"]

    in_office(check)


def test_publishing_normalises_the_spelling_of_jobs() -> None:
    """The flow uses the job's own spelling, and no draft is left."""

    async def check(office: Office) -> None:
        await office.editor.draft_flow(HARBOR, NUMBER, flow("BOOKING"))
        published = await office.editor.publish_flow(HARBOR, NUMBER)
        assert published.flows[NUMBER].agent.jobs == ("Booking",)
        assert published.flow_drafts == {}

    in_office(check)


def test_a_draft_flow_may_have_problems_until_it_is_published() -> None:
    """A wrong order and an unknown job are saved, and reported on publishing."""

    async def check(office: Office) -> None:
        wrong = flow("Bookings", greeting=" ")[::-1]
        await office.editor.draft_flow(HARBOR, NUMBER, wrong)
        with pytest.raises(InvalidChange) as refused:
            await office.editor.publish_flow(HARBOR, NUMBER)
        assert {(one.path, one.wrong) for one in refused.value.problems} == {
            ("flow[1].agent.greeting", "the value is empty"),
            ("flow[1].agent.jobs[0]", "there is no job “Bookings”"),
            ("flow", "the voicemail step comes before the agent step"),
        }
        after = await office.editor.discard_flow_draft(HARBOR, NUMBER)
        assert after.flow_drafts == {}

    in_office(check)


def test_an_impossible_draft_is_refused_at_once() -> None:
    """Jobs on a voicemail step; a number that the workspace does not own."""

    async def check(office: Office) -> None:
        odd: FlowForm = ({"voicemail": StepForm(greeting="Hello.", jobs=("Booking",))},)
        with pytest.raises(InvalidChange, match=r"flow\[0\].voicemail.jobs"):
            await office.editor.draft_flow(HARBOR, NUMBER, odd)
        with pytest.raises(NotFound, match=r"flow “\+14155550122”"):
            await office.editor.draft_flow(HARBOR, OTHER, flow())

    in_office(check)


def test_a_preview_shows_what_publishing_would_change() -> None:
    """Added, removed and reordered jobs, greetings and problems; nothing is recorded."""

    async def check(office: Office) -> None:
        changed = await office.editor.preview_flow(HARBOR, NUMBER, flow("Nothing"))
        assert (changed.added, changed.removed) == (("Nothing",), ("Booking", "Talk to a person"))
        assert [one.after for one in changed.greetings] == ["Hello.", "Please speak."]
        assert [one.path for one in changed.problems] == ["flow[0].agent.jobs[0]"]
        turned = await office.editor.preview_flow(
            HARBOR, NUMBER, flow("Talk to a person", "Booking")
        )
        assert (turned.reordered, turned.problems) == (True, ())
        live = flow_piece(await office.now(), NUMBER)
        assert live is not None
        assert not (await office.editor.preview_flow(HARBOR, NUMBER, live.live)).changes
        with pytest.raises(NotFound):
            await office.editor.preview_flow(HARBOR, OTHER, flow())
        assert await office.happened() == []

    in_office(check)


def test_a_stale_flow_edit_is_refused() -> None:
    """As with jobs."""

    async def check(office: Office) -> None:
        read = etag_of(flow_piece(await office.now(), NUMBER))
        await office.editor.draft_flow(HARBOR, NUMBER, flow(), expected=read)
        with pytest.raises(Stale):
            await office.editor.publish_flow(HARBOR, NUMBER, expected=read)

    in_office(check)


def test_releasing_a_number_discards_its_draft() -> None:
    """Added again, the number has no draft."""

    async def check(office: Office) -> None:
        await office.editor.draft_flow(HARBOR, NUMBER, flow("Booking"))
        released = await office.editor.release_number(HARBOR, NUMBER)
        assert (released.numbers, released.flows, released.flow_drafts) == ({}, {}, {})
        again = NumberForm(number=NUMBER, flow=flow())
        assert (await office.editor.save_number(HARBOR, again)).flow_drafts == {}

    in_office(check)
