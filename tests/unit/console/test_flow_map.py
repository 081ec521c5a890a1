"""The map of a call flow: where each job leads."""

from datetime import UTC, datetime
from typing import Final

from hookflash.domain.workspace.plan import plan
from hookflash.domain.workspace.workspace import Workspace, evolve
from hookflash.orchestrator.console.flow_map import MapAction, MapJob, flow_map
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace
from tests.tree import ROOT

NUMBER: Final = "+14155550100"


def office() -> Workspace:
    """The tutorial's office."""
    document = read_workspace(ROOT / "docs/tutorial/office.yaml")
    now = Workspace(document.slug)
    for event in plan(None, document, at=datetime(2026, 3, 2, tzinfo=UTC), cause="test"):
        now = evolve(now, event)
    return now


def test_each_job_leads_to_its_texts_and_destinations() -> None:
    """With the phones that ring, and whether a voicemail of their own answers."""
    shown = flow_map(office(), NUMBER, "Hello.", ("Booking", "Talk to a person"), "Speak.")
    assert (shown.agent, shown.registration, shown.greeting) == ("Sona", "approved", "Hello.")
    booking, person = shown.jobs
    assert booking.actions == (MapAction(is_text=True, words="https://example.com/book"),)
    assert person.actions == (
        MapAction(
            is_text=False,
            words="Scheduling",
            phones=("Front Desk", "On Call"),
            own_voicemail=True,
        ),
    )


def test_an_outside_number_is_written_as_people_read_it() -> None:
    """It rings itself, so no other phone is named."""
    (billing,) = flow_map(office(), NUMBER, "", ("Billing",), "").jobs
    assert billing.actions == (MapAction(is_text=False, words="+1 (415) 555-0190"),)


def test_a_job_that_calls_do_not_get_says_why() -> None:
    """It is switched off, or was never published."""
    now = office()
    off = now.jobs["Booking"].model_copy(update={"on": False})
    now.jobs["Booking"] = off  # type: ignore[index]
    booking, other = flow_map(now, NUMBER, "", ("Booking", "Other"), "").jobs
    assert (booking.trouble, other) == ("off", MapJob(name="Other", trouble="not published"))
