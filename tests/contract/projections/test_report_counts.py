"""Reports added up from counts say what reports counted row by row say."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from hookflash.projections.database.engine import open_database, reading
from hookflash.projections.projections import Projections
from hookflash.projections.reports.by_rows import figures_by_rows
from hookflash.projections.reports.question import BYS, KEYS, Line, Question
from hookflash.projections.reports.slots import slots_of
from tests.contract.projections.memory_log import MemoryLog
from tests.contract.projections.moves import Move, Stage, moves
from tests.contract.projections.test_report_reference import world_to_ask_about
from tests.contract.projections.world import LINK, NUMBER, World

ZONES = (
    "UTC",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Pacific/Chatham",
    "America/New_York",
    "Africa/Cairo",
)
DAYS_OF_CHANGE = (
    datetime(2026, 3, 8, 4, 55, tzinfo=UTC),
    datetime(2026, 4, 4, 14, 58, tzinfo=UTC),
    datetime(2026, 4, 23, 21, 50, tzinfo=UTC),
    datetime(2026, 10, 29, 20, 50, tzinfo=UTC),
    datetime(2026, 10, 3, 15, 20, tzinfo=UTC),
    datetime(2026, 11, 1, 3, 40, tzinfo=UTC),
)
JUMPS = st.sampled_from([0, 600, 7_000, 86_000, 90_000])
questions = st.builds(
    Question,
    workspace=st.just("harbor"),
    first=st.none() | st.just(date(2026, 3, 8)),
    last=st.none() | st.sampled_from([date(2026, 3, 9), date(2026, 10, 4), date(2026, 11, 2)]),
    zone=st.sampled_from(ZONES),
    number=st.sampled_from([None, None, NUMBER, "+14155550111"]),
    job=st.sampled_from([None, None, "Booking", "People"]),
    action=st.sampled_from([None, None, f"Send SMS: {LINK}", "Transfer call: Scheduling"]),
    tests=st.booleans(),
)


def check(engine: Engine, views: Projections, question: Question) -> None:
    """Ask for every kind of report, both ways."""
    for by in BYS:
        report = views.reports.ask(by, question)
        with reading(engine) as connection:
            found, total = figures_by_rows(connection, by, question)
        slow = {
            key: Line(**{**values, **dict(zip(KEYS[by], key, strict=True))})
            for key, values in found.items()
        }
        fast = {tuple(getattr(line, key) for key in KEYS[by]): line for line in report.lines}
        assert fast == {
            tuple(getattr(line, key) for key in KEYS[by]): line for line in slow.values()
        }
        assert report.total == type(report.total)(**total)


@settings(max_examples=4, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(DAYS_OF_CHANGE), JUMPS, moves), min_size=1, max_size=3),
    st.lists(questions, min_size=2, max_size=2),
    st.integers(1, 9),
)
def test_counts_say_what_the_rows_say(
    days: list[tuple[datetime, int, list[Move]]], asked: list[Question], most: int
) -> None:
    """For any calls, in any batches, on days on which clocks change; and after a rebuild."""
    engine = open_database("sqlite://")
    world = World(MemoryLog(most=most))
    views = Projections(world.log, engine)
    for day, jump, some in days:
        world.now = day + timedelta(seconds=jump)
        stage = Stage(world)
        for move in some:
            stage.make(move)
        views.catch_up()
    for question in asked:
        check(engine, views, question)
    views.rebuild()
    for question in asked:
        check(engine, views, question)
    engine.dispose()


@pytest.mark.parametrize("zone", ZONES)
def test_on_every_database(engine: Engine, zone: str) -> None:
    """A day with texts and transfers of every end."""
    world = world_to_ask_about()
    views = Projections(world.log, engine)
    views.catch_up()
    check(engine, views, Question(workspace="harbor", zone=zone))
    check(engine, views, Question(workspace="harbor", zone=zone, job="People", tests=True))


def test_days_that_begin_within_a_quarter_of_an_hour_are_counted_row_by_row(
    engine: Engine,
) -> None:
    """As in Monrovia until 1972, which was 44 minutes and 30 seconds behind."""
    world = World()
    world.now = datetime(1971, 6, 1, 0, 44, 25, tzinfo=UTC)
    for _ in range(4):
        world.answer().end()
    views = Projections(world.log, engine)
    views.catch_up()
    question = Question(workspace="harbor", zone="Africa/Monrovia")
    assert slots_of(question, (world.now, world.now)) is None
    check(engine, views, question)
    days = {line.day: line.calls for line in views.reports.ask("day", question).lines}
    assert days == {date(1971, 5, 31): 2, date(1971, 6, 1): 2}


def test_days_before_the_first_call_have_no_line(engine: Engine) -> None:
    """A range in which no call came in is empty, not the day of the last call."""
    world = World()
    world.answer().end()
    views = Projections(world.log, engine)
    views.catch_up()
    before = world.now.date() - timedelta(days=3)
    question = Question(workspace="harbor", last=before, zone="UTC")
    assert list(views.reports.ask("day", question).lines) == []
    check(engine, views, question)


def test_counts_that_come_to_nothing_are_dropped(engine: Engine) -> None:
    """What a live call stood for is gone once it has ended."""
    world = World()
    line = world.answer()
    line.send("accepted", "sent")
    views = Projections(world.log, engine)
    views.catch_up()
    line.end()
    views.catch_up()
    with reading(engine) as connection:
        live = connection.exec_driver_sql(
            "SELECT count(*) FROM report_cells WHERE outcome = 'live'"
        ).scalar()
        empty = connection.exec_driver_sql(
            "SELECT count(*) FROM report_counts WHERE n <= 0"
        ).scalar()
    assert (live, empty) == (0, 0)
