"""Editing members, inboxes, numbers, opt-outs and the workspace itself."""

import asyncio

import pytest

from hookflash.orchestrator.workspaces.errors import (
    InvalidChange,
    NotFound,
    WorkspaceExists,
)
from hookflash.orchestrator.workspaces.etags import etag_of, member_piece
from hookflash.orchestrator.workspaces.forms import InboxForm, JobForm, MemberForm, NumberForm
from tests.unit.workspace_editing.office import HARBOR, NUMBER, Office, in_office
from tests.unit.workspace_editing.test_flow_drafts import flow

OTHER = "+14155550122"


def test_a_member_is_added_changed_and_removed() -> None:
    """Each edit is one event; the rest of the workspace is unchanged."""

    async def check(office: Office) -> None:
        editor = office.editor
        await editor.save_member(HARBOR, MemberForm(name="Ann", phone="415 555 0133"))
        quiet = MemberForm(name="Ann", phone="+14155550133", do_not_disturb=True)
        after = await editor.save_member(HARBOR, quiet)
        assert after.members["Ann"].phone == "+14155550133"
        assert after.members["Ann"].do_not_disturb
        assert "Ann" not in (await editor.remove_member(HARBOR, "Ann")).members
        assert await office.happened() == ["MemberSaved", "MemberSaved", "MemberRemoved"]

    in_office(check)


def test_a_member_with_problems_is_refused_with_all_of_them() -> None:
    """Under paths relative to the member."""

    async def check(office: Office) -> None:
        wrong = MemberForm(name=" ", phone=NUMBER, ring_seconds=5)
        with pytest.raises(InvalidChange) as refused:
            await office.editor.save_member(HARBOR, wrong)
        assert [one.path for one in refused.value.problems] == ["name", "phone", "ring_seconds"]
        twin = MemberForm(name="front desk", phone="+14155550133")
        with pytest.raises(InvalidChange, match="members “Front Desk” already has this name"):
            await office.editor.save_member(HARBOR, twin)
        assert await office.happened() == []

    in_office(check)


def test_a_piece_that_is_referred_to_cannot_be_removed() -> None:
    """The error names the inbox, or the job and its words."""

    async def check(office: Office) -> None:
        with pytest.raises(InvalidChange) as member:
            await office.editor.remove_member(HARBOR, "On Call")
        assert [one.path for one in member.value.problems] == ["inboxes “Scheduling”: members[1]"]
        with pytest.raises(InvalidChange) as inbox:
            await office.editor.remove_inbox(HARBOR, "Scheduling")
        (problem,) = inbox.value.problems
        assert problem.path == "jobs “Talk to a person”: instructions"
        assert "“/Transfer call: Scheduling”" in problem.wrong
        with pytest.raises(NotFound, match="inbox “Sales”"):
            await office.editor.remove_inbox(HARBOR, "Sales")

    in_office(check)


def test_an_inbox_is_changed() -> None:
    """Its members are stored in their own spelling."""

    async def check(office: Office) -> None:
        fewer = InboxForm(name="Scheduling", members=("front desk",), ring_seconds=45)
        after = await office.editor.save_inbox(HARBOR, fewer)
        assert after.inboxes["Scheduling"].members == ("Front Desk",)
        assert after.inboxes["Scheduling"].ring_seconds == 45

    in_office(check)


def test_a_number_is_registered_without_touching_its_flow() -> None:
    """The rejection reason is kept with it; another flow does not change the registration."""

    async def check(office: Office) -> None:
        before = (await office.now()).flows[NUMBER]
        rejected = NumberForm(
            number="(415) 555-0100", registration="rejected", rejection_reason="no consent page"
        )
        after = await office.editor.save_number(HARBOR, rejected)
        assert after.numbers[NUMBER].rejection_reason == "no consent page"
        assert after.flows[NUMBER] == before
        greeted = NumberForm(number=NUMBER, flow=flow())
        again = await office.editor.save_number(HARBOR, greeted)
        assert again.numbers[NUMBER] == after.numbers[NUMBER]
        with pytest.raises(InvalidChange, match="flow"):
            await office.editor.save_number(HARBOR, NumberForm(number=OTHER))
        with pytest.raises(InvalidChange, match="number"):
            await office.editor.save_number(HARBOR, NumberForm(number="12", flow=flow()))

    in_office(check)


def test_a_number_of_another_workspace_is_refused() -> None:
    """The problem has the path of the number, which stays where it is."""

    async def check(office: Office) -> None:
        cafe = await office.editor.create("Sunny Cafe")
        with pytest.raises(InvalidChange) as refused:
            await office.editor.save_number(cafe.slug, NumberForm(number=NUMBER, flow=flow()))
        (problem,) = refused.value.problems
        assert problem.path == "number"
        assert "another workspace" in problem.wrong

    in_office(check)


def test_a_workspace_is_created_once() -> None:
    """Two names with one id conflict; a name without letters or digits is refused."""

    async def check(office: Office) -> None:
        cafe = await office.editor.create("Sunny Cafe", agent="Mia")
        assert (cafe.slug, cafe.name, cafe.agent) == ("sunny-cafe", "Sunny Cafe", "Mia")
        with pytest.raises(WorkspaceExists, match="harbor-dental"):
            await office.editor.create("HARBOR dental")
        with pytest.raises(InvalidChange, match="name: “…” has no letter"):
            await office.editor.create("…")
        with pytest.raises(NotFound, match="workspace “nowhere”"):
            await office.editor.remove_job("nowhere", "Booking")

    in_office(check)


def test_opt_outs_are_listed_and_unlisted() -> None:
    """Listing opts a contact out at once; unlisting lifts that."""

    async def check(office: Office) -> None:
        after = await office.editor.list_opt_outs(HARBOR, ["(415) 555-0178"])
        assert after.opt_outs == {"+14155550177", "+14155550178"}
        assert (await office.workspaces.contact(HARBOR, "+14155550178")).opted_out
        left = await office.editor.unlist_opt_out(HARBOR, "+14155550178")
        assert left.opt_outs == {"+14155550177"}
        assert not (await office.workspaces.contact(HARBOR, "+14155550178")).opted_out
        with pytest.raises(InvalidChange, match=r"contacts\[1\]"):
            await office.editor.list_opt_outs(HARBOR, ["+14155550179", "nobody"])
        with pytest.raises(NotFound):
            await office.editor.unlist_opt_out(HARBOR, "+14155550179")

    in_office(check)


def test_concurrent_changes_are_all_made() -> None:
    """After a conflict, the change is decided again on the new state."""

    async def check(office: Office) -> None:
        names = [f"Member {number}" for number in range(8)]
        await asyncio.gather(
            *(
                office.editor.save_member(HARBOR, MemberForm(name=n, phone="+14155550133"))
                for n in names
            )
        )
        assert set(names) < set((await office.now()).members)

    in_office(check)


def test_one_of_two_edits_with_the_same_etag_is_stale() -> None:
    """Both have read the same state; the log accepts one."""

    async def check(office: Office) -> None:
        read = etag_of(member_piece(await office.now(), "On Call"))
        both = [
            MemberForm(name="On Call", phone=phone) for phone in ("+14155550133", "+14155550134")
        ]
        done = await asyncio.gather(
            *(office.editor.save_member(HARBOR, one, expected=read) for one in both),
            return_exceptions=True,
        )
        assert sorted(type(one).__name__ for one in done) == ["Stale", "Workspace"]

    in_office(check)


def test_a_removal_races_with_a_new_reference() -> None:
    """A member is removed while a job that transfers to them is published: one is refused."""

    async def check(office: Office) -> None:
        editor = office.editor
        await editor.save_member(HARBOR, MemberForm(name="Ann", phone="+14155550133"))
        await editor.draft_job(HARBOR, JobForm(name="A", instructions="/Transfer call: Ann"))
        done = await asyncio.gather(
            editor.publish_job(HARBOR, "A"),
            editor.remove_member(HARBOR, "Ann"),
            return_exceptions=True,
        )
        assert sum(isinstance(one, InvalidChange) for one in done) == 1
        now = await office.now()
        assert ("A" in now.jobs) == ("Ann" in now.members)

    in_office(check)
