"""The reference page of reports documents every figure, view and column."""

import re
from typing import Final

import pytest
from sqlalchemy import Engine, inspect, text

from hookflash.projections.projections import Projections
from hookflash.projections.reports.figures import Figures
from tests.contract.projections.test_report_views import VIEWS, world_of_a_day
from tests.contract.projections.world import TO_MEMBER, World
from tests.tree import ROOT

PAGE: Final = (ROOT / "docs/reference/reports.md").read_text(encoding="utf-8")
SECTIONS: Final = dict(
    re.findall(r"^##+ ([^\n]+)\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
)
EXAMPLES: Final = re.findall(r"^```sql\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def world_to_ask_about() -> World:
    """A day with a failed text and a transfer after one that arrived."""
    world = world_of_a_day()
    line = world.answer()
    line.send("accepted", "sent", "delivered")
    line.ring(TO_MEMBER)
    line.phone("Front Desk", "answered")
    line.end()
    world.answer().send(opted_out=True)
    return world


def documented(section: str) -> list[str]:
    """The names that start the rows of a section's table."""
    return re.findall(r"^\| `(\w+)`", SECTIONS[section], re.MULTILINE)


def test_every_figure_is_documented() -> None:
    """In their order."""
    assert documented("Figures") == list(Figures.model_fields)


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_every_column_is_documented(engine: Engine, view: str) -> None:
    """In the order of the view; the columns of days are the figures."""
    Projections(world_of_a_day().log, engine)
    columns = [column["name"] for column in inspect(engine).get_columns(view)]
    told = documented(view)
    if view == "report_days":
        told = told[:3] + [
            one for one in documented("Figures") if not one.endswith(("reason", "cause"))
        ]
    assert columns == told


def test_every_view_is_documented() -> None:
    """And of no others."""
    assert {title for title in SECTIONS if title.startswith("report_")} == VIEWS


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.splitlines()[0][3:])
def test_the_examples_run(engine: Engine, example: str) -> None:
    """On every database, or on the one they are for; and a query returns rows."""
    if example.startswith("-- PostgreSQL") and engine.dialect.name != "postgresql":
        pytest.skip("for PostgreSQL")
    Projections(world_to_ask_about().log, engine).catch_up()
    with engine.connect() as connection:
        for statement in example.replace("harbor-dental", "harbor").split(";\n")[:-1]:
            result = connection.execute(text(statement))
            assert not result.returns_rows or result.all()
        connection.rollback()
