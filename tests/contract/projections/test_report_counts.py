"""Reports added up from counts say what reports counted row by row say."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from hookflash.projections.database.engine import open_database, reading, writing
from hookflash.projections.projections import Projections
from hookflash.projections.reports.by_rows import figures_by_rows
from hookflash.projections.reports.question import BYS, KEYS, Line, Question
from hookflash.projections.reports.slots import slots_of
from hookflash.projections.reports.tally import ActFact, CallFact, Tally
from hookflash.projections.runner.registry import MODELS, tables_of
from scripts.benchmarks import varied_calls
from scripts.benchmarks.varied_calls import WORKSPACE
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
LIVE: Final[dict[str, Any]] = {
    "outcome": "live",
    "needs_follow_up": False,
    "promises_flagged": 0,
    "acts": (),
}
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


@pytest.mark.parametrize("zone", ZONES)
def test_many_varied_calls_on_days_on_which_clocks_change(crowded: Engine, zone: str) -> None:
    """With more seconds to a human than one chunk has, and every reason."""
    views = Projections(World().log, crowded)
    check(crowded, views, Question(workspace=WORKSPACE, zone=zone, tests=True))
    day = date(2026, 3, 8)
    check(crowded, views, Question(workspace=WORKSPACE, zone=zone, first=day, last=day))
    check(crowded, views, Question(workspace=WORKSPACE, zone=zone, job="Job 3"))


@pytest.fixture(scope="module")
def crowded() -> Iterator[Engine]:
    """The rows of many calls around the day on which clocks change in New York."""
    engine = open_database("sqlite://")
    Projections(world_to_ask_about().log, engine).catch_up()
    varied_calls.fill(engine, 3_000, datetime(2026, 3, 8, 4, tzinfo=UTC), 0.6)
    with reading(engine) as connection:
        full = connection.exec_driver_sql("SELECT count(*) FROM report_waits WHERE chunk > 0")
        assert full.scalar_one() > 0
    yield engine
    engine.dispose()


def test_sums_that_come_to_nothing_are_dropped(engine: Engine) -> None:
    """And so are the waits of a transfer whose answer was taken back, as far as reports tell."""
    views = Projections(world_to_ask_about().log, engine)
    views.catch_up()
    question = Question(workspace="harbor")
    before = views.reports.ask("number", question)
    call = CallFact("harbor", test=False, number=NUMBER, slot=100, **LIVE)
    act = ActFact(("People", "Transfer call: Front Desk"), "connected", "", confirmed=True)
    for n in (1, -1):
        tally = Tally()
        tally.call(call, n)
        tally.act("transfers", call, act._replace(seconds=2.5), n)
        with writing(engine) as connection:
            tally.post(connection, tables_of(MODELS))
        assert (views.reports.ask("number", question) == before) == (n < 0)
    with reading(engine) as connection:
        left = connection.exec_driver_sql("SELECT count(*) FROM report_sums WHERE first = 100")
        assert left.scalar_one() == 0
