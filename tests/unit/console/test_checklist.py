"""The first-run checklist follows from the workspace."""

from dataclasses import replace

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
