"""The reference of the reports tells of every figure, every view and every column."""

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
    """A day on which a text failed, and a caller was transferred after one that arrived."""
    world = world_of_a_day()
    line = world.answer()
    line.send("accepted", "sent", "delivered")
    line.ring(TO_MEMBER)
    line.phone("Front Desk", "answered")
    line.end()
    world.answer().send(opted_out=True)
    return world


def told_of(section: str) -> list[str]:
    """The names that the table of a section begins its rows with."""
    return re.findall(r"^\| `(\w+)`", SECTIONS[section], re.MULTILINE)


def test_every_figure_is_told_of() -> None:
    """In the order in which they are given."""
    assert told_of("Figures") == list(Figures.model_fields)


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_every_column_is_told_of(engine: Engine, view: str) -> None:
    """In the order in which the view has them; those of the days are the figures."""
    Projections(world_of_a_day().log, engine)
    columns = [column["name"] for column in inspect(engine).get_columns(view)]
    told = told_of(view)
    if view == "report_days":
        told = told[:3] + [
            one for one in told_of("Figures") if not one.endswith(("reason", "cause"))
        ]
    assert columns == told


def test_the_page_tells_of_every_view() -> None:
    """And of none that is not there."""
    assert {title for title in SECTIONS if title.startswith("report_")} == VIEWS


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.splitlines()[0][3:])
def test_the_examples_run(engine: Engine, example: str) -> None:
    """On every database, or on the one that they are for; and a query has an answer."""
    if example.startswith("-- PostgreSQL") and engine.dialect.name != "postgresql":
        pytest.skip("for PostgreSQL")
    Projections(world_to_ask_about().log, engine).catch_up()
    with engine.connect() as connection:
        for statement in example.replace("harbor-dental", "harbor").split(";\n")[:-1]:
            result = connection.execute(text(statement))
            assert not result.returns_rows or result.all()
        connection.rollback()
