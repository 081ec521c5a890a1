"""The first-run checklist follows from the workspace."""

from dataclasses import replace

from hookflash.domain.workspace.carrier import Carrier
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.checklist import tasks
from tests.unit.workspace.documents import HARBOR
from tests.unit.workspace.test_plan import applied


def test_a_new_workspace_has_everything_to_do() -> None:
    """In order, each with its page."""
    steps = tasks(Workspace("new"), tested=False)
    assert [step.done for step in steps] == [False] * 5
    assert [step.to.partition("?")[0] for step in steps] == [
        "/settings",
        "/settings",
        "/jobs/new",
        "/test",
        "/flow",
    ]


def test_an_office_at_work_has_nothing_to_do() -> None:
    """Once it was tested; a job that is attached nowhere is not published."""
    assert all(step.done for step in tasks(applied(HARBOR), tested=True))
    assert [
        step.name
        for step in tasks(replace(applied(HARBOR), flows={}), tested=True)
        if not step.done
    ] == ["Publish it"]


def test_a_number_needs_a_carrier_where_the_server_brings_none() -> None:
    """First one has to be added, then chosen for each number."""
    office = applied(HARBOR)
    carried = {"main": Carrier(name="main", kind="twilio")}
    chosen = {
        number: one.model_copy(update={"carrier": "main"}) for number, one in office.numbers.items()
    }
    for workspace, name, tab, done in (
        (office, "Add a carrier", "carriers", False),
        (replace(office, carriers=carried), "Choose the carrier of each number", "numbers", False),
        (
            replace(office, carriers=carried, numbers=chosen),
            "Choose the carrier of each number",
            "numbers",
            True,
        ),
    ):
        step = tasks(workspace, tested=True, carried=False)[1]
        assert step[:1] + step[2:] == (name, f"/settings?tab={tab}", done)
