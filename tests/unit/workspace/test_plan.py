"""Planning the events from a workspace's current state to a desired one."""

from collections.abc import Iterable
from functools import reduce

import pytest
from hypothesis import given

from hookflash.domain.event import TOPICS, Actor, Event
from hookflash.domain.job.action import Destination
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.events import WorkspaceEvent
from hookflash.domain.workspace.names import folded
from hookflash.domain.workspace.number import BusinessNumber
from hookflash.domain.workspace.people import Inbox, Member
from hookflash.domain.workspace.plan import newly_listed, plan
from hookflash.domain.workspace.workspace import Workspace, evolve
from tests.unit.workspace.documents import AT, HARBOR, NUMBER, documents, flow, job


def planned(workspace: Workspace | None, desired: WorkspaceDocument) -> tuple[WorkspaceEvent, ...]:
    """The plan, at a fixed time."""
    return plan(workspace, desired, at=AT, cause="apply-1")


def fold(events: Iterable[Event], workspace: Workspace | None = None) -> Workspace:
    """The workspace that ``events`` lead to."""
    folded_in = reduce(evolve, events, workspace)
    assert folded_in is not None
    return folded_in


def applied(*desired: WorkspaceDocument) -> Workspace:
    """The workspace after applying each of ``desired`` in turn."""
    workspace: Workspace | None = None
    for one in desired:
        workspace = fold(planned(workspace, one), workspace)
    assert workspace is not None
    return workspace


def changed(**fields: object) -> WorkspaceDocument:
    """Harbor Dental with other ``fields``."""
    return HARBOR.model_copy(update=fields)


def kinds(events: Iterable[Event]) -> list[str]:
    """The names of the events."""
    return [event.type for event in events]


def test_a_new_workspace_is_set_up_from_nothing() -> None:
    """People are added first, then jobs, then numbers with their flows."""
    events = planned(None, HARBOR)
    assert kinds(events) == [
        "WorkspaceSaved",
        "MemberSaved",
        "MemberSaved",
        "InboxSaved",
        "JobSaved",
        "JobSaved",
        "NumberSaved",
        "FlowPublished",
        "OptOutsListed",
    ]
    assert [event.position for event in events] == list(range(1, 10))
    assert {event.stream for event in events} == {"harbor-dental.workspace"}
    assert {(event.by, event.cause, event.at) for event in events} == {
        (Actor.OPERATOR, "apply-1", AT)
    }


def test_applying_the_same_document_twice_changes_nothing() -> None:
    """Applying is idempotent."""
    assert planned(applied(HARBOR), HARBOR) == ()


@pytest.mark.parametrize(
    ("desired", "expected"),
    [
        (changed(agent="Max"), ["WorkspaceSaved"]),
        (changed(name="Harbor  dental"), ["WorkspaceSaved"]),
        (changed(jobs=(job("Booking", "Be brief."), HARBOR.jobs[1])), ["JobSaved"]),
        (changed(jobs=(job("Booking", on=False), HARBOR.jobs[1])), ["JobSaved"]),
        (changed(flows={NUMBER: flow("Booking")}), ["FlowPublished"]),
        (changed(flows={NUMBER: flow("Talk to a person", "Booking")}), ["FlowPublished"]),
        (
            changed(numbers=(BusinessNumber(number=NUMBER, kind="local", registration="pending"),)),
            ["NumberSaved"],
        ),
        (changed(numbers=(), flows={}), ["NumberReleased"]),
        (changed(inboxes=()), ["InboxRemoved"]),
        (changed(opt_outs=()), ["OptOutsUnlisted"]),
        (changed(opt_outs=("+14155550177", "+14155550178")), ["OptOutsListed"]),
    ],
)
def test_only_what_differs_makes_an_event(desired: WorkspaceDocument, expected: list[str]) -> None:
    """Unchanged parts make no events."""
    assert kinds(planned(applied(HARBOR), desired)) == expected


def test_a_changed_job_makes_a_new_version_and_keeps_the_old_ones() -> None:
    """A call that started with version 1 still finds it, even after the job was removed."""
    second = changed(jobs=(job("Booking", "Be brief."), HARBOR.jobs[1]))
    gone = changed(jobs=(HARBOR.jobs[1],), flows={NUMBER: flow("Talk to a person")})
    workspace = applied(HARBOR, second, gone, second)
    assert workspace.job("Booking", 1).instructions == "Be kind."
    assert workspace.job("Booking", 2).instructions == "Be brief."
    assert workspace.jobs["Booking"].version == 3
    assert workspace.jobs["Talk to a person"].version == 1
    with pytest.raises(KeyError, match="version 4 of the job 'Booking'"):
        workspace.job("Booking", 4)
    with pytest.raises(KeyError, match="'Nothing'"):
        workspace.job("Nothing", 1)


def test_a_published_flow_is_numbered_on_even_after_its_number_was_released() -> None:
    """A version number always means the same flow."""
    released = changed(numbers=(), flows={})
    workspace = applied(HARBOR, changed(flows={NUMBER: flow("Booking")}), released, HARBOR)
    assert workspace.flows[NUMBER].version == 3
    assert NUMBER not in applied(HARBOR, released).flows


def test_an_agent_is_given_the_attached_jobs_that_are_switched_on() -> None:
    """They are in the order of the agent step, each in its newest version."""
    workspace = applied(HARBOR)
    assert [one.name for one in workspace.attached(NUMBER)] == ["Booking", "Talk to a person"]
    off = applied(HARBOR, changed(jobs=(job("Booking", on=False), HARBOR.jobs[1])))
    assert [one.name for one in off.attached(NUMBER)] == ["Talk to a person"]
    assert workspace.attached("+14155550199") == ()


def test_a_destination_leads_to_the_members_behind_it() -> None:
    """One member, all members of an inbox, or none for a number or a removed name."""
    workspace = applied(HARBOR)

    def names(kind: str, name: str) -> list[str]:
        destination = Destination.model_validate({"kind": kind, "name": name})
        return [member.name for member in workspace.recipients(destination)]

    assert names("member", "On Call") == ["On Call"]
    assert names("inbox", "Scheduling") == ["Front Desk", "On Call"]
    assert names("external", "+14155550188") == []
    assert names("member", "Scheduling") == []
    assert names("inbox", "On Call") == []


def test_a_removed_member_is_removed_from_every_inbox() -> None:
    """A member that is removed during a call is simply not rung."""
    fewer = changed(
        members=HARBOR.members[:1],
        inboxes=(Inbox(name="Scheduling", members=("Front Desk",)),),
    )
    events = planned(applied(HARBOR), fewer)
    assert kinds(events) == ["InboxSaved", "MemberRemoved"]
    removal_alone = events[1].model_copy(update={"position": 10})
    workspace = fold([removal_alone], applied(HARBOR))
    assert workspace.inboxes["Scheduling"].members == ("Front Desk",)


def test_a_name_may_pass_from_a_member_to_an_inbox_and_back() -> None:
    """The old holder is removed first, so the name is never used twice."""
    inbox = changed(
        members=HARBOR.members[:1],
        inboxes=(Inbox(name="On Call"), Inbox(name="Scheduling", members=("Front Desk",))),
    )
    there = planned(applied(HARBOR), inbox)
    assert kinds(there)[:2] == ["MemberRemoved", "InboxSaved"]
    back = planned(applied(HARBOR, inbox), HARBOR)
    assert kinds(back)[:2] == ["InboxRemoved", "MemberSaved"]


def test_a_member_spelt_differently_is_the_same_name() -> None:
    """The old spelling is removed before the new one is added."""
    respelt = changed(
        members=(Member(name="FRONT DESK", phone="+14155550101"), HARBOR.members[1]),
        inboxes=(Inbox(name="Scheduling", members=("FRONT DESK", "On Call")),),
    )
    events = planned(applied(HARBOR), respelt)
    assert kinds(events) == ["MemberRemoved", "MemberSaved", "InboxSaved"]


def test_a_listed_contact_is_opted_out_once() -> None:
    """Staying on the list adds nothing; removed and listed again, it is opted out again."""
    assert newly_listed(None, HARBOR) == ("+14155550177",)
    assert newly_listed(applied(HARBOR), HARBOR) == ()
    assert newly_listed(applied(HARBOR, changed(opt_outs=())), HARBOR) == ("+14155550177",)


def assert_consistent(workspace: Workspace) -> None:
    """Every name that is referred to exists, and none is used twice."""
    people = [folded(name) for name in (*workspace.members, *workspace.inboxes)]
    assert len(people) == len(set(people))
    for inbox in workspace.inboxes.values():
        assert set(inbox.members) <= set(workspace.members)
    assert set(workspace.flows) <= set(workspace.numbers)
    for published in workspace.flows.values():
        assert set(published.agent.jobs) <= set(workspace.jobs)
    for name, current in workspace.jobs.items():
        assert current == workspace.history[name][-1]


@given(documents(), documents())
def test_a_plan_reaches_the_desired_state_and_keeps_the_workspace_consistent(
    first: WorkspaceDocument, second: WorkspaceDocument
) -> None:
    """From any workspace to any other; it is consistent after each single event."""
    workspace: Workspace | None = None
    for desired in (first, second):
        for event in planned(workspace, desired):
            assert event.position == (workspace.position if workspace else 0) + 1
            workspace = evolve(workspace, event)
            assert_consistent(workspace)
        assert workspace is not None
        assert (workspace.name, workspace.agent) == (desired.name, desired.agent)
        assert workspace.members == {member.name: member for member in desired.members}
        assert workspace.inboxes == {inbox.name: inbox for inbox in desired.inboxes}
        assert workspace.numbers == {number.number: number for number in desired.numbers}
        assert {n: f.steps for n, f in workspace.flows.items()} == {
            n: f.steps for n, f in desired.flows.items()
        }
        assert {j.name: j.instructions for j in workspace.jobs.values()} == {
            j.name: j.instructions for j in desired.jobs
        }
        assert workspace.opt_outs == set(desired.opt_outs)
        assert planned(workspace, desired) == ()


@given(documents())
def test_events_survive_being_stored(desired: WorkspaceDocument) -> None:
    """Each is read back from JSON, by its topic, as an equal event."""
    for event in planned(None, desired):
        assert TOPICS[event.TOPIC].model_validate_json(event.model_dump_json()) == event
