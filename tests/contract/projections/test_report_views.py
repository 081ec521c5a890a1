"""Reports on every database, and the SQL views."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, Select, inspect, literal_column, select, table, text, update

from hookflash.projections.database.engine import reading, writing
from hookflash.projections.projections import Projections
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import BYS, Question, Report
from hookflash.projections.runner.checkpoint import CHECKPOINT
from tests.contract.projections.memory_log import STEP, MemoryLog
from tests.contract.projections.test_catching_up import busy_world
from tests.contract.projections.world import TO_MEMBER, World

HARBOR = Question(workspace="harbor", zone="America/New_York")
VIEWS = {"report_calls", "report_texts", "report_transfers", "report_days"}


def world_of_a_day() -> World:
    """Five calls, one of them a test call, and a member who answered."""
    world = busy_world()
    line = world.answer()
    line.ring(TO_MEMBER)
    line.phone("Front Desk", "answered", 5.5)
    line.end()
    world.answer(test=True).send("accepted")
    return world


def all_reports(views: Projections) -> list[Report]:
    """Reports by every key."""
    return [views.reports.ask(by, HARBOR) for by in BYS]


def rows(engine: Engine, statement: str) -> list[dict[str, Any]]:
    """The rows that a statement returns."""
    with reading(engine) as connection:
        return [dict(row) for row in connection.execute(text(statement)).mappings()]


def rows_of(engine: Engine, view: str) -> list[dict[str, Any]]:
    """All rows of a view."""
    everything: Select[Any] = select(literal_column("*")).select_from(table(view))
    with reading(engine) as connection:
        return [dict(row) for row in connection.execute(everything).mappings()]


def test_a_report_is_the_same_on_every_database(engine: Engine) -> None:
    """By day in a time zone, and by job."""
    views = Projections(world_of_a_day().log, engine)
    views.catch_up()
    by_day, by_number, by_job, by_action = all_reports(views)
    (day,) = by_day.lines
    assert (day.day, day.calls, day.calls_to_voicemail) == (date(2026, 3, 2), 4, 1)
    assert (day.seconds_to_human_median, day.seconds_to_human_p95) == (7.5, 7.5)
    assert [line.number for line in by_number.lines] == ["+14155550100"]
    assert [(line.job, line.calls) for line in by_job.lines] == [("Booking", 3), ("People", 2)]
    assert [line.action for line in by_action.lines] == [
        "Send SMS: https://example.com/book",
        "Transfer call: Front Desk",
        "Transfer call: Scheduling",
    ]


def test_days_are_those_of_the_zone_on_every_database(engine: Engine) -> None:
    """Even when clocks change in between."""
    world = World()
    for hour in (0, 22):
        world.now = datetime(2026, 3, 29, hour, 30, tzinfo=UTC)
        world.answer()
    views = Projections(world.log, engine)
    views.catch_up()
    berlin = Question(workspace="harbor", zone="Europe/Berlin")
    days = {str(line.day): line.calls for line in views.reports.ask("day", berlin).lines}
    assert days == {"2026-03-29": 1, "2026-03-30": 1}


def test_reports_count_what_is_delivered_twice_once_and_survive_a_rebuild(engine: Engine) -> None:
    """They follow from the log alone."""
    world = world_of_a_day()

    class Repeating(MemoryLog):
        """Starts every page with the ten events before the requested position."""

        def read_log(self, after: int, limit: int) -> Any:
            if after >= self.last_position():
                return []
            return super().read_log(max(0, after - 10 * STEP), limit)

    views = Projections(Repeating(world.log.events, most=25), engine)
    views.catch_up()
    live = all_reports(views)
    assert live[0].total.calls == 4
    Projections(world.log, engine).rebuild()
    assert all_reports(views) == live


def test_the_view_of_days_says_what_the_report_says(engine: Engine) -> None:
    """One row per day, and one for its test calls."""
    views = Projections(world_of_a_day().log, engine)
    views.catch_up()
    real, tests = rows(engine, "SELECT * FROM report_days ORDER BY test")
    assert (str(real.pop("day")), real.pop("workspace"), real.pop("test")) == (
        "2026-03-02",
        "harbor",
        False,
    )
    total = views.reports.ask("number", HARBOR).total
    reasons = {"texts_failed_by_reason", "transfers_by_cause"}
    assert real == total.model_dump(exclude=reasons)
    assert (tests["calls"], tests["texts"], tests["seconds_to_human_p95"]) == (1, 1, None)


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_views_follow_the_log_through_rebuilds(engine: Engine, view: str) -> None:
    """They show new events after each rebuild and are never missing."""
    world = busy_world(1)
    views = Projections(world.log, engine)
    assert rows_of(engine, view) == []
    for n in range(2):
        views.rebuild()
        line = world.answer(f"+1415555200{n}")
        line.send("accepted")
        line.propose()
        line.end()
        views.catch_up()
        assert set(inspect(engine).get_view_names()) == VIEWS
        found = len(rows_of(engine, view))
        assert found == {"report_days": 1, "report_transfers": n + 1}.get(view, n + 2)


def test_user_defined_views_survive_a_rebuild(engine: Engine) -> None:
    """A rebuild keeps views that depend on the report views."""
    world = busy_world(2)
    views = Projections(world.log, engine)
    views.catch_up()
    with writing(engine) as connection:
        connection.execute(text("CREATE VIEW mine AS SELECT count(*) AS n FROM report_texts"))
    views.rebuild()
    assert rows(engine, "SELECT n FROM mine") == [{"n": 2}]
    with writing(engine) as connection:
        connection.execute(text("DROP VIEW mine"))


def test_permissions_on_views_survive_a_rebuild(engine: Engine) -> None:
    """A PostgreSQL role with no other permissions."""
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no roles")
    views = Projections(busy_world(2).log, engine)
    with writing(engine) as connection:
        connection.execute(text("DROP ROLE IF EXISTS analyst"))
        connection.execute(text("CREATE ROLE analyst"))
        connection.execute(text("GRANT SELECT ON report_calls TO analyst"))
    views.rebuild()
    with writing(engine) as connection:
        connection.execute(text("SET LOCAL ROLE analyst"))
        assert connection.execute(text("SELECT count(*) FROM report_calls")).scalar() == 2
    with writing(engine) as connection:
        connection.execute(text("DROP OWNED BY analyst"))
        connection.execute(text("DROP ROLE analyst"))


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_a_view_that_was_dropped_is_made_again(engine: Engine, view: str) -> None:
    """The next time the views are opened."""
    log = world_of_a_day().log
    Projections(log, engine).catch_up()
    kept = rows_of(engine, view)
    with writing(engine) as connection:
        cascade = " CASCADE" if engine.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP VIEW {view}{cascade}"))
    Projections(log, engine)
    assert rows_of(engine, view) == kept != []
    assert set(inspect(engine).get_view_names()) == VIEWS


def test_views_over_an_older_layout_come_with_the_rebuild(engine: Engine) -> None:
    """Until then, columns they need may be missing."""
    log = busy_world(1).log
    Projections(log, engine)
    with writing(engine) as connection:
        for view in VIEWS:
            connection.execute(text(f"DROP VIEW {view}"))
        connection.execute(text("ALTER TABLE texts DROP COLUMN saved_body"))
        connection.execute(update(CHECKPOINT).values(layout=0))
    views = Projections(log, engine)
    assert inspect(engine).get_view_names() == []
    views.catch_up()
    assert set(inspect(engine).get_view_names()) == VIEWS
    assert len(rows_of(engine, "report_texts")) == 1


def test_no_caller_is_named_in_the_views(engine: Engine) -> None:
    """Neither callers' numbers nor their words are in them."""
    world = world_of_a_day()
    Projections(world.log, engine).catch_up()
    shown = str([rows_of(engine, view) for view in sorted(VIEWS)])
    assert "+1415555" in shown  # the business number
    for person in ("+14155550000", "+14155550199", "Sure, go ahead", "Could you text"):
        assert person not in shown


def test_every_figure_is_in_the_view_of_days(engine: Engine) -> None:
    """A new figure must be added there and in the reference."""
    Projections(World().log, engine)
    columns = {column["name"] for column in inspect(engine).get_columns("report_days")}
    unnamed = {"texts_failed_by_reason", "transfers_by_cause"}
    assert columns - {"workspace", "day", "test"} == set(Figures.model_fields) - unnamed
