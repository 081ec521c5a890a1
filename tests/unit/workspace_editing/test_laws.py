"""After any sequence of edits, the workspace is consistent and can be read back."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.workspaces.editor import WorkspaceEditor
from hookflash.orchestrator.workspaces.errors import InvalidChange, NotFound
from hookflash.orchestrator.workspaces.file.form_reader import document_of
from hookflash.orchestrator.workspaces.forms import (
    FlowForm,
    InboxForm,
    JobForm,
    MemberForm,
    NumberForm,
    form_of,
)
from tests.unit.workspace.test_plan import assert_consistent
from tests.unit.workspace_editing.office import HARBOR, NUMBER, Office, in_office
from tests.unit.workspace_editing.test_flow_drafts import flow

PEOPLE = ("Front Desk", "front desk", "On Call", "Scheduling", "Ann", " ")
JOBS = ("Booking", "Talk to a person", "New/one", "booking")
NUMBERS = (NUMBER, "+14155550122", "+14155550101", "12")
Edit = Callable[[WorkspaceEditor], Awaitable[object]]

some_people = st.lists(st.sampled_from(PEOPLE), max_size=3)
some_jobs = st.lists(st.sampled_from(JOBS), max_size=3)
person = st.sampled_from(PEOPLE)
job = st.sampled_from(JOBS)
number = st.sampled_from(NUMBERS)


@st.composite
def members(draw: st.DrawFn) -> MemberForm:
    """A member, perhaps with problems."""
    return MemberForm(
        name=draw(person), phone=draw(number), ring_seconds=draw(st.sampled_from((5, 30)))
    )


@st.composite
def inboxes(draw: st.DrawFn) -> InboxForm:
    """An inbox, perhaps with unknown members."""
    return InboxForm(name=draw(person), members=tuple(draw(some_people)))


@st.composite
def jobs(draw: st.DrawFn) -> JobForm:
    """A job that may transfer to anyone."""
    whom = draw(person)
    words = draw(st.sampled_from(("Be kind.", "/Send SMS:", "", f"/Transfer call: {whom}")))
    return JobForm(name=draw(job), instructions=words, on=draw(st.booleans()))


@st.composite
def flows(draw: st.DrawFn) -> FlowForm:
    """A flow, perhaps in the wrong order or with unknown jobs."""
    return flow(*draw(some_jobs))[:: draw(st.sampled_from((1, 1, -1)))]


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """A single edit."""
    who, name, where = draw(person), draw(job), draw(number)
    member, inbox, written, steps = draw(members()), draw(inboxes()), draw(jobs()), draw(flows())
    on = draw(st.booleans())
    connected = NumberForm(number=where, flow=draw(st.sampled_from((None, steps))))
    choices: tuple[Edit, ...] = (
        lambda edit: edit.save_member(HARBOR, member),
        lambda edit: edit.remove_member(HARBOR, who),
        lambda edit: edit.save_inbox(HARBOR, inbox),
        lambda edit: edit.remove_inbox(HARBOR, who),
        lambda edit: edit.save_number(HARBOR, connected),
        lambda edit: edit.release_number(HARBOR, where),
        lambda edit: edit.draft_job(HARBOR, written),
        lambda edit: edit.publish_job(HARBOR, name),
        lambda edit: edit.discard_job_draft(HARBOR, name),
        lambda edit: edit.remove_job(HARBOR, name),
        lambda edit: edit.switch_job(HARBOR, name, on),
        lambda edit: edit.draft_flow(HARBOR, where, steps),
        lambda edit: edit.publish_flow(HARBOR, where),
        lambda edit: edit.discard_flow_draft(HARBOR, where),
        lambda edit: edit.list_opt_outs(HARBOR, [where]),
    )
    return draw(st.sampled_from(choices))


def assert_its_form_reproduces_it(now: Workspace) -> None:
    """The form of the workspace is valid and describes it."""
    document = document_of(form_of(now))
    assert {member.name: member for member in document.members} == now.members
    assert {inbox.name: inbox for inbox in document.inboxes} == now.inboxes
    assert {one.number: one for one in document.numbers} == now.numbers
    assert {name: one.steps for name, one in document.flows.items()} == {
        name: one.steps for name, one in now.flows.items()
    }
    assert {one.name: one.steps for one in document.jobs} == {
        name: one.steps for name, one in now.jobs.items()
    }


@settings(max_examples=60)
@given(st.lists(edits(), min_size=1, max_size=12), st.booleans())
def test_edits_leave_no_dangling_references(made: list[Edit], at_once: bool) -> None:  # noqa: FBT001
    """One after another or concurrently: each is made completely or refused."""

    async def check(office: Office) -> None:
        if at_once:
            done = await asyncio.gather(
                *(edit(office.editor) for edit in made), return_exceptions=True
            )
            refused = [one for one in done if isinstance(one, BaseException)]
            assert all(isinstance(one, InvalidChange | NotFound) for one in refused), refused
        else:
            for edit in made:
                with suppress(InvalidChange, NotFound):
                    await edit(office.editor)
                assert_consistent(await office.now())
        now = await office.now()
        assert_consistent(now)
        assert_its_form_reproduces_it(now)
        assert set(now.flow_drafts) <= set(now.numbers)

    in_office(check)
