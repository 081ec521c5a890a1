"""Names of contacts and what needs a person, on every database."""

from sqlalchemy import Engine

from hookflash.projections.projections import Projections
from tests.contract.projections.shelves import shelves
from tests.contract.projections.world import CALLER, World

OTHER = "+14155550123"


def test_names_notes_and_attention_are_the_same_everywhere(engine: Engine) -> None:
    """Followed event by event, and rebuilt; a search ignores letter case beyond ASCII."""
    world = World()
    views = Projections(world.log, engine)
    world.receive().end()
    world.name("Zoë ÄSKA")
    views.catch_up()
    world.note("Ruft nach 18 Uhr an.")
    world.name("Max", OTHER)
    world.answer(OTHER).end()
    views.catch_up()
    assert [one.name for one in views.cards.list("harbor", "zoë äska")] == ["Zoë ÄSKA"]
    assert [one.contact for one in views.inbox.search("harbor", "NACH 18")] == [CALLER]
    assert [one.name for one in views.inbox.threads("harbor", attention=True)] == ["Zoë ÄSKA"]
    followed = shelves(engine)
    assert len(followed["contacts"]) == 2
    views.rebuild()
    assert shelves(engine) == followed
