"""No cell of an exported table begins a formula in a spreadsheet."""

import csv
import unicodedata
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hookflash.orchestrator.exporting.cells import text_cell
from hookflash.orchestrator.exporting.tabular import as_csv
from tests.unit.exporting.test_exporting import report

TRIGGERS = "=+-@"
PIECES = st.sampled_from(
    ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n", " ", "\u00a0",
     "\ufeff", "\u200b", ";", ",", '"', "'", "1", "cmd|' /C calc'!A0", "SUM(1)", "a", "\u2028"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join))


def begins_a_formula(cell: str) -> bool:
    """What a spreadsheet may run: it drops blanks and invisible characters, and reads any width."""
    shown = "".join(c for c in cell if not (c.isspace() or unicodedata.category(c)[0] == "C"))
    first = unicodedata.normalize("NFKC", shown)[:1]
    return first != "" and first in TRIGGERS


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-1+1", "@SUM(1)", " =1", "\u00a0=1", "\ufeff=1", "\u200b=1",
     "\uff1d1", "\uff0b1+1", "\uff0d1", "\uff20A", "-", "+1 (415) 555-0199", '"=1'],
)  # fmt: skip
def test_text_that_a_spreadsheet_would_run_is_marked_as_text(text: str) -> None:
    """By an apostrophe; nothing else of it changes."""
    assert text_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["\t=1", "\r=1", "\tplain", "\rplain"])
def test_a_tab_or_a_carriage_return_begins_no_cell(text: str) -> None:
    """Some spreadsheets drop them, and some begin another cell after them."""
    assert text_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["+14155550100", "-3", "-2.5", "12", "a=b", "Say: hi", "", "{}"])
def test_numbers_and_other_text_stay_as_they_are(text: str) -> None:
    """A phone number and a negative figure are numbers to a spreadsheet."""
    assert text_cell(text) == text


def test_a_cell_that_another_separator_would_begin_is_marked_too() -> None:
    """Where the decimal point is a comma, spreadsheets expect semicolons between cells."""
    assert text_cell("Book;=1+1\n- two") == "Book;'=1+1\n'- two"


@given(TEXTS)
@example("a\n=1")
@example(";\uff1d1")
def test_no_text_begins_a_formula_anywhere(text: str) -> None:
    """Neither as a whole, nor after any separator."""
    for separator in (None, ";", "\t", "\n", "\r"):
        for cell in text_cell(text).split(separator) if separator else [text_cell(text)]:
            number = cell.strip().lstrip("+-").replace(".", "", 1).isdecimal()
            assert number or not begins_a_formula(cell)


@given(TEXTS, TEXTS, TEXTS)
def test_no_cell_of_a_report_begins_a_formula(job: str, action: str, reason: str) -> None:
    """Whatever a job is called, whatever it does, and whatever a carrier says."""
    written = as_csv(report("action", job=job, action=action, texts_failed_by_reason={reason: 1}))
    (_, row) = csv.reader(StringIO(written, newline=""))
    for cell in row:
        number = cell.lstrip("+-").replace(".", "", 1).isdecimal()
        assert number or not begins_a_formula(cell)
