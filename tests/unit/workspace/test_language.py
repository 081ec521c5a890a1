"""The language of a workspace or number."""

import pytest

from hookflash.domain.problem import Problem
from hookflash.domain.workspace.language import language_tag
from hookflash.domain.workspace.plan import plan
from hookflash.domain.workspace.workspace import Workspace, evolve
from hookflash.orchestrator.workspaces.edits import put_number
from hookflash.orchestrator.workspaces.forms import NumberForm, form_of
from tests.cast import NOON
from tests.unit.workspace.documents import HARBOR, NUMBER


@pytest.mark.parametrize(
    ("written", "tag"),
    [("en", "en"), ("ES", "es"), ("es-mx", "es-MX"), ("zh-Hant-tw", "zh-Hant-TW"), ("fil", "fil")],
)
def test_a_tag_is_kept_in_the_usual_letter_case(written: str, tag: str) -> None:
    """As in BCP 47."""
    assert language_tag(written) == tag


@pytest.mark.parametrize("written", ["Spanish", "e", "es_MX", "es-", "12", "es mx"])
def test_what_is_not_a_tag_is_refused(written: str) -> None:
    """The message names what would be right."""
    problem = language_tag(written)
    assert isinstance(problem, Problem)
    assert problem.right == "Write a tag such as en, es or es-MX."


def test_a_number_speaks_its_own_language_or_that_of_the_workspace() -> None:
    """A change of the language is one event; applied again, it changes nothing."""
    spanish = HARBOR.model_copy(update={"language": "es"})
    workspace: Workspace | None = None
    for event in plan(None, spanish, at=NOON, cause="apply"):
        workspace = evolve(workspace, event)
    assert workspace is not None
    assert workspace.spoken(NUMBER) == "es"
    assert plan(workspace, spanish, at=NOON, cause="again") == ()
    (number,) = HARBOR.numbers
    own = number.model_copy(update={"language": "en-US"})
    changed = spanish.model_copy(update={"numbers": (own,)})
    events = plan(workspace, changed, at=NOON, cause="number")
    assert [event.type for event in events] == ["NumberSaved"]
    for event in events:
        workspace = evolve(workspace, event)
    assert workspace.spoken(NUMBER) == "en-US"


def test_a_workspace_saved_before_languages_speaks_english() -> None:
    """The default of the event's field."""
    (saved, *_) = plan(None, HARBOR, at=NOON, cause="apply")
    data = {k: v for k, v in saved.model_dump().items() if k != "language"}
    assert evolve(None, type(saved).model_validate(data)).language == "en"


def test_a_form_keeps_the_language() -> None:
    """It is left out where it is the usual one; a number that is saved without it keeps it."""
    spanish = HARBOR.model_copy(update={"language": "es"})
    (number,) = HARBOR.numbers
    spanish = spanish.model_copy(
        update={"numbers": (number.model_copy(update={"language": "en"}),)}
    )
    workspace: Workspace | None = None
    for event in plan(None, spanish, at=NOON, cause="apply"):
        workspace = evolve(workspace, event)
    assert workspace is not None
    form = form_of(workspace)
    assert (form.language, form.numbers[0].language) == ("es", "en")
    without = NumberForm(number=NUMBER, registration="pending")
    changed = put_number(workspace, without).form
    assert changed is not None
    assert (changed.language, changed.numbers[0].language) == ("es", "en")
    assert form_of(Workspace("sol", name="Sol", agent="Sona")).language is None
