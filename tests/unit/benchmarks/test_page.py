"""The page keeps the tables of parts that were not measured again."""

from pathlib import Path

import pytest

from scripts.benchmarks.chart import bars_in, draw
from scripts.benchmarks.page import BEGIN, END, write
from scripts.benchmarks.report import Bars, Findings, Goal, Report, Table


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page with words before and after what is measured."""
    page = tmp_path / "page.md"
    page.write_text(f"# Before\n\n{BEGIN}\n\n{END}\n\n# After\n")
    return page


def found(number: int, value: float) -> Report:
    """A report on one part, whose every figure is ``value``."""
    table = Table(f"{number}. Title", ("", "ms"), (("row", f"{value:.0f}"),))
    goal = Goal(f"goal of {number}", 5.0, value, " ms", at_most=True)
    bars = Bars(f"bars of {number} & more", "ms", (("Hookflash", value), ("another", 9.0)))
    return Report("A machine.", ["Turns."], {number: Findings([table], [goal], [bars])})


def written(page: Path, *reports: Report) -> str:
    """The page after ``reports`` were written into it, one after the other."""
    for report in reports:
        write(page, page.with_suffix(".svg"), report)
    return page.read_text()


def test_a_part_measured_again_replaces_only_itself(page: Path) -> None:
    """Its table, its goal; the other part keeps both."""
    text = written(page, found(2, 3.0), found(10, 4.0), found(2, 7.0))

    assert text.count("### 2. Title") == text.count("### 10. Title") == 1
    assert "| 2 | goal of 2 | ≤ 5.0 ms | 7.0 ms | no |" in text
    assert "| 10 | goal of 10 | ≤ 5.0 ms | 4.0 ms | yes |" in text
    assert "| row | 3 |" not in text


def test_parts_come_in_the_order_of_their_numbers(page: Path) -> None:
    """In the goals and in the tables, whichever was measured last."""
    text = written(page, found(10, 1.0), found(9, 1.0), found(1, 1.0))

    assert text.index("| 1 |") < text.index("| 9 |") < text.index("| 10 |")
    assert text.index("### 1.") < text.index("### 9.") < text.index("### 10.")


def test_words_around_the_measured_block_stay(page: Path) -> None:
    """However often it is written."""
    text = written(page, found(1, 1.0), found(1, 2.0))

    assert text.startswith("# Before\n")
    assert text.endswith("\n\n# After\n")
    assert text.count(BEGIN) == text.count(END) == 1


def test_writing_the_same_again_changes_nothing(page: Path) -> None:
    """Neither the page nor its chart."""
    once, chart = written(page, found(3, 1.0)), page.with_suffix(".svg").read_text()

    assert written(page, found(3, 1.0)) == once
    assert page.with_suffix(".svg").read_text() == chart


def test_a_chart_keeps_the_bars_of_parts_that_were_not_measured_again(page: Path) -> None:
    """They are read back from the picture."""
    written(page, found(1, 1.0), found(2, 2.0))
    bars = bars_in(page.with_suffix(".svg").read_text())

    assert [bar.values[0] for part in bars.values() for bar in part] == [
        ("Hookflash", 1.0),
        ("Hookflash", 2.0),
    ]
    assert bars[1][0].title == "bars of 1 & more"


def test_a_picture_without_figures_has_no_bars() -> None:
    """One that another program drew."""
    assert bars_in("<svg></svg>") == {}
    assert bars_in(draw({})) == {}


def test_a_page_is_made_where_there_is_none(tmp_path: Path) -> None:
    """With the measured block alone."""
    text = written(tmp_path / "new.md", found(1, 1.0))

    assert text.startswith(BEGIN)
    assert "### 1. Title" in text
