"""What a workspace asks for that its carrier cannot do is refused, at its place."""

import pytest

from hookflash.orchestrator.workspaces.carrier_limits import check_document
from hookflash.orchestrator.workspaces.carrier_offers import CarrierLimits, limits_of
from hookflash.orchestrator.workspaces.editor import WorkspaceEditor
from hookflash.orchestrator.workspaces.errors import InvalidChange
from hookflash.orchestrator.workspaces.file.problems import InvalidWorkspace
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace, workspace_in
from hookflash.orchestrator.workspaces.forms import InboxForm, MemberForm
from tests.unit.workspace_editing.office import FILE, HARBOR, Office, booking, in_office

TEXTLESS = CarrierLimits(texts=False)
ONE_PHONE = CarrierLimits(largest_group=1)


EXCESSES = {
    CarrierLimits(texts=False): """\
jobs[0].instructions: at “/Send SMS: https://example.com/book”, the carrier sends no texts. \
Remove the action, switch the job off, or use a carrier that sends texts.""",
    CarrierLimits(transfers=False): """\
jobs[1].instructions: at “/Transfer call: Scheduling”, the carrier transfers no calls. \
Remove the action, switch the job off, or use a carrier that transfers calls.""",
    ONE_PHONE: """\
inboxes[0].members: 2 phones would ring at once when the job “Talk to a person” transfers to \
“Scheduling”, but the carrier rings at most 1. \
Leave 1 in the inbox, or transfer to one of its members.""",
}


@pytest.mark.parametrize(("limits", "message"), EXCESSES.items())
def test_each_excess_is_named_with_its_place_and_the_fix(
    limits: CarrierLimits, message: str
) -> None:
    """The file, the job or inbox, and what the carrier would have to offer."""
    with pytest.raises(InvalidWorkspace) as error:
        check_document(read_workspace(FILE), limits, "office.yaml")
    assert str(error.value) == f"office.yaml: {message}"


def test_every_excess_is_named() -> None:
    """Not only the first."""
    with pytest.raises(InvalidWorkspace) as error:
        check_document(read_workspace(FILE), CarrierLimits(texts=False, transfers=False), FILE)
    assert [problem.path for problem in error.value.problems] == [
        "jobs[0].instructions",
        "jobs[1].instructions",
    ]


@pytest.mark.parametrize(
    "limits", [CarrierLimits(), CarrierLimits(largest_group=2), limits_of(None, None)]
)
def test_what_the_carrier_can_do_is_applied(limits: CarrierLimits) -> None:
    """Two members are not more than two phones; a process without ports sets no limits."""
    check_document(read_workspace(FILE), limits, FILE)


def test_an_inbox_that_no_job_transfers_to_may_be_large() -> None:
    """Its phones never ring together."""
    lonely = FILE.read_text().replace("/Transfer call: Scheduling", "/Transfer call: On Call")
    check_document(workspace_in(lonely.encode(), "f"), ONE_PHONE, "f")


def test_a_job_that_is_switched_off_is_not_checked() -> None:
    """No call uses it."""
    off = FILE.read_text().replace("  - name: Booking\n", "  - name: Booking\n    on: false\n")
    check_document(workspace_in(off.encode(), "f"), TEXTLESS, "f")


def limited(office: Office, limits: CarrierLimits) -> WorkspaceEditor:
    """An editor in a process whose carrier has ``limits``."""
    return WorkspaceEditor(office.workspaces, lambda: limits)


def test_a_job_beyond_the_carrier_is_not_published() -> None:
    """Checking it says so too; the draft is kept."""

    async def check(office: Office) -> None:
        editor = limited(office, TEXTLESS)
        job = booking("Now /Send SMS: https://example.com/new")
        (found,) = await editor.check_job(HARBOR, job)
        assert (found.path, "sends no texts" in found.wrong) == ("instructions", True)
        await editor.draft_job(HARBOR, job)
        with pytest.raises(InvalidChange, match="the carrier sends no texts"):
            await editor.publish_job(HARBOR, "Booking")
        assert await office.happened() == ["JobDrafted"]

    in_office(check)


def test_a_workspace_beyond_the_carrier_can_be_mended_piece_by_piece() -> None:
    """What was applied elsewhere does not stand in the way of other changes."""

    async def check(office: Office) -> None:
        editor = limited(office, CarrierLimits(texts=False, largest_group=1))
        await editor.save_member(HARBOR, MemberForm(name="Lee", phone="+14155550103"))
        await editor.switch_job(HARBOR, "Booking", on=False)
        with pytest.raises(InvalidChange, match=r"^instructions: at “/Send SMS"):
            await editor.switch_job(HARBOR, "Booking", on=True)
        await editor.save_inbox(HARBOR, InboxForm(name="Scheduling", members=("Lee",)))
        with pytest.raises(InvalidChange, match=r"^members: 2 phones would ring at once"):
            await editor.save_inbox(
                HARBOR, InboxForm(name="Scheduling", members=("Lee", "On Call"))
            )

    in_office(check)


def test_a_whole_workspace_beyond_the_carrier_is_not_put_in_its_place() -> None:
    """Replacing it checks all of it, also what was there before."""

    async def check(office: Office) -> None:
        with pytest.raises(InvalidChange, match="jobs “Booking”: instructions: at “/Send SMS"):
            await limited(office, TEXTLESS).replace(read_workspace(FILE))
        assert await office.happened() == []

    in_office(check)
