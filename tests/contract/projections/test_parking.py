"""A poison event is parked with its reason; everything else goes on (fault 25)."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from hookflash.domain.call import events as e
from hookflash.projections.parked.queries import ParkedEvent
from hookflash.projections.projections import Projections
from hookflash.projections.reports.question import Question
from hookflash.projections.runner.bulk_write import FEW, RowsRefused
from hookflash.projections.runner.model import Handler, ReadModel, Row, Work
from hookflash.projections.runner.registry import MODELS
from hookflash.projections.texts.table import TEXTS
from tests.contract.projections.memory_log import STEP, MemoryLog
from tests.contract.projections.shelves import Shelves, shelves
from tests.contract.projections.test_catching_up import busy_world
from tests.contract.projections.test_report_counts import check as check_counts
from tests.contract.projections.world import World

Spoil = Callable[[Work, e.SmsDelivered], None]


def with_spoiled_texts(log: MemoryLog, engine: Engine, spoil: Spoil, victim: str) -> Projections:
    """Views whose text model fails on one event."""

    def handle(work: Work, event: e.SmsDelivered, position: int) -> None:
        handled(work, event, position)
        if event.call_id == victim:
            spoil(work, event)

    texts = next(model for model in MODELS if model.name == "texts")
    handled: Handler = texts.handlers[e.SmsDelivered]
    spoiled = replace(texts, handlers={**texts.handlers, e.SmsDelivered: handle})
    models = tuple(spoiled if model is texts else model for model in MODELS)
    return Projections(log, engine, models)


def half_done(work: Work, event: e.SmsDelivered) -> None:
    """Change a row, then fail."""
    work.texts.change(event.effect_key)["code"] = "half done"
    raise ValueError("cannot read this")


def not_storable(work: Work, event: e.SmsDelivered) -> None:
    """Create a row that the database refuses."""
    work.texts.change(event.effect_key)["body"] = None


def without(rows: Shelves, *names: str) -> Shelves:
    """Remove some tables, and what calls say of their texts."""
    left = {name: table for name, table in rows.items() if name not in names}
    calls = [{name: one[name] for name in one if name != "acts"} for one in left["calls"]]
    return {**left, "calls": calls}


@pytest.fixture
def world() -> World:
    """Calls, one of them with a poison event in the middle."""
    return busy_world(FEW + 1)


@pytest.mark.parametrize("spoil", [half_done, not_storable])
@pytest.mark.parametrize("most", [1_000_000, 10])
def test_one_event_that_a_view_cannot_handle_is_parked(
    world: World, engine: Engine, spoil: Spoil, most: int
) -> None:
    """With model and position. Its own table lacks the event, as does what counts its rows."""
    Projections(world.log, engine).catch_up()
    good = shelves(engine)
    deliveries = [event for event in world.log.events if isinstance(event, e.SmsDelivered)]
    poison = deliveries[3]
    world.log.most = most
    with_spoiled_texts(world.log, engine, spoil, poison.call_id).rebuild()
    bad = shelves(engine)
    differ = ("texts", "listed_calls", "report_sums", "parked_events")
    assert without(bad, *differ) == without(good, *differ)
    check_counts(engine, Projections(world.log, engine), Question(workspace="harbor", tests=True))
    statuses = {row["call_id"]: (row["status"], row["code"]) for row in bad["texts"]}
    assert statuses.pop(poison.call_id) == ("sent", "")
    assert set(statuses.values()) == {("delivered", "")}
    (row,) = bad["parked_events"]
    reason = row.pop("reason")
    assert row == {
        "projection": "texts",
        "log_position": (world.log.events.index(poison) + 1) * STEP,
        "workspace": "harbor",
        "stream": poison.call_id,
        "position": poison.position,
        "type": "SmsDelivered",
    }
    assert "cannot read this" in reason or "NOT NULL" in reason or "not-null" in reason


def test_parked_events_are_those_of_a_workspace(world: World, engine: Engine) -> None:
    """Other workspaces do not see them."""
    victim = world.log.events[0].stream
    views = with_spoiled_texts(world.log, engine, half_done, victim)
    views.catch_up()
    (parked,) = views.parked("harbor")
    assert isinstance(parked, ParkedEvent)
    assert (parked.stream, parked.reason) == (victim, "ValueError: cannot read this")
    assert views.parked("other") == ()


def test_a_rebuild_retries_parked_events(world: World, engine: Engine) -> None:
    """Once the handler is fixed."""
    victim = world.log.events[0].stream
    with_spoiled_texts(world.log, engine, half_done, victim).catch_up()
    mended = Projections(world.log, engine)
    assert len(mended.parked("harbor")) == 1
    mended.rebuild()
    assert mended.parked("harbor") == ()
    assert {row["status"] for row in shelves(engine)["texts"]} == {"delivered"}


def test_a_call_without_its_first_event_is_parked_alone(engine: Engine) -> None:
    """Its events cannot be handled without it; other calls are complete."""
    world = busy_world(1)
    broken = world.log.events[1:]
    views = Projections(MemoryLog([*broken, *busy_world(2).log.events]), engine)
    views.catch_up()
    assert {parked.reason for parked in views.parked("harbor")}
    assert len(views.calls.list("harbor")) == 2


def test_text_that_the_database_cannot_store_parks_one_event(engine: Engine) -> None:
    """PostgreSQL refuses NUL in text; only that line is missing."""
    world = World()
    line = world.answer()
    line.say("One, two")
    line.say("Three")
    line.end()
    kept = [
        event.model_copy(update={"text": "one \0 two"})
        if isinstance(event, e.CallerSpoke) and event.text == "One, two"
        else event
        for event in world.log.events
    ]
    views = Projections(MemoryLog(kept), engine)
    views.catch_up()
    (call,) = views.calls.list("harbor")
    assert call.state == "ended"
    said = [said.text for said in views.inbox.threads("harbor")[0].items[0].said]
    parked = [(event.projection, event.type) for event in views.parked("harbor")]
    if engine.dialect.name == "postgresql":
        assert (said, parked) == (["Three"], [("conversations", "CallerSpoke")])
    else:
        assert (said, parked) == (["one \0 two", "Three"], [])


def test_a_row_that_stays_refused_is_an_error_not_a_loop(engine: Engine) -> None:
    """The row is still refused without its event, since another process inserted it."""
    world = World()
    world.receive()

    def meddle(work: Work, event: e.CallReceived, _: int) -> None:
        row: Row = {
            "call_id": event.call_id,
            "workspace": None,
            "hosted": False,
            "lines": [],
            "words": "",
        }
        work.conversations.by_key[event.call_id] = row
        work.conversations.changed.add(event.call_id)

    meddler = ReadModel(TEXTS, {e.CallReceived: meddle})
    models = tuple(model for model in MODELS if model.name != "texts")
    views = Projections(world.log, engine, (*models, meddler))
    with pytest.raises(RowsRefused, match="conversations"):
        views.catch_up()
    assert views.calls.list("harbor") == ()
    assert views.behind() == STEP
