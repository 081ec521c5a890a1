"""Drafts of jobs and call flows, in the workspace's own stream."""

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.event import TOPICS
from hookflash.domain.flow.draft import FlowDraft
from hookflash.domain.job.draft import JobDraft
from hookflash.domain.workspace import drafting
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.plan import Change, changes, to_events
from hookflash.domain.workspace.workspace import Workspace, evolve
from tests.unit.workspace.documents import AT, HARBOR, NUMBER, documents, flow


def after(now: Workspace, planned: list[Change]) -> Workspace:
    """The workspace after the events of ``planned``, stored and read back."""
    events = list(to_events(now, planned, at=AT, cause="test"))
    stored = [(event.TOPIC, event.model_dump_json()) for event in events]
    read = [TOPICS[topic].model_validate_json(json) for topic, json in stored]
    assert read == events
    return reduce(evolve, read, now)


def applied(desired: WorkspaceDocument, now: Workspace | None = None) -> Workspace:
    """The workspace after applying ``desired``."""
    now = now or Workspace("harbor-dental")
    return after(now, list(changes(now, desired)))


@st.composite
def drafted(draw: st.DrawFn, now: Workspace) -> Workspace:
    """``now`` with some drafts, a few of them equal to the live version."""
    for name in draw(st.lists(st.sampled_from(("Booking", "Prices", "Talk", "New")))):
        words = draw(st.sampled_from(("Be kind.", "Be brief.", "/Send SMS:")))
        now = after(now, list(drafting.draft_job(now, JobDraft(name=name, instructions=words))))
    for number in draw(st.lists(st.sampled_from(sorted(now.numbers) or [""]))):
        if number:
            draft = FlowDraft(steps=flow(*draw(st.lists(st.sampled_from(("Booking",))))).steps)
            now = after(now, list(drafting.draft_flow(now, number, draft)))
    return now


@given(st.data(), documents(), documents())
def test_drafts_leave_the_live_version_alone_and_never_equal_it(
    data: st.DataObject, first: WorkspaceDocument, second: WorkspaceDocument
) -> None:
    """Applying a document discards the drafts of the jobs and numbers it removes."""
    before = applied(first)
    now = data.draw(drafted(before))
    assert (now.jobs, now.flows, now.history) == (before.jobs, before.flows, before.history)
    later = applied(second, now)
    for workspace in (now, later):
        assert set(workspace.flow_drafts) <= set(workspace.numbers)
        for name, job_draft in workspace.job_drafts.items():
            assert name not in workspace.jobs or JobDraft.of(workspace.jobs[name]) != job_draft
        for number, flow_draft in workspace.flow_drafts.items():
            assert workspace.flows[number].steps != flow_draft.steps
    gone = set(now.jobs) - set(later.jobs)
    assert not gone & set(later.job_drafts)
    kept = {name for name in now.job_drafts if name not in gone and name not in later.jobs}
    assert kept <= set(later.job_drafts)


def test_saving_the_same_draft_again_changes_nothing() -> None:
    """Saving twice appends one event."""
    now = applied(HARBOR)
    draft = JobDraft(name="Booking", instructions="Be brief.")
    once = after(now, list(drafting.draft_job(now, draft)))
    assert list(drafting.draft_job(once, draft)) == []
    turned = FlowDraft(steps=flow("Booking").steps)
    once = after(once, list(drafting.draft_flow(once, NUMBER, turned)))
    assert list(drafting.draft_flow(once, NUMBER, turned)) == []
