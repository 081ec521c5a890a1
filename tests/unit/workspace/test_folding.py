"""Folding many events at once comes to the same as folding one after another."""

from functools import reduce

from hypothesis import given

from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.plan import plan
from hookflash.domain.workspace.workspace import Folding, Workspace, evolve
from tests.unit.workspace.documents import AT, documents


@given(documents(), documents())
def test_a_workspace_is_the_same_however_it_is_folded(
    first: WorkspaceDocument, second: WorkspaceDocument
) -> None:
    """And the one before is not touched."""
    begun = plan(None, first, at=AT, cause="test")
    before = reduce(evolve, begun, Workspace("harbor-dental"))
    events = plan(before, second, at=AT, cause="test")
    expected, unchanged = (
        reduce(evolve, events, before),
        reduce(evolve, begun, Workspace("harbor-dental")),
    )
    folding = Folding(before)
    for event in events:
        folding.take(event)
    assert folding.result() == expected
    assert before == unchanged
    assert type(folding.result().members) is dict
