"""Reports at the command line."""

import asyncio
import csv
import json
from io import StringIO
from pathlib import Path

import duckdb
import pytest

from hookflash import CallCenter
from hookflash.projections.reports.question import Question
from tests.integration.cli.office import NUMBER, WANTS_LINK, WANTS_PERSON, WORKSPACE, Office


@pytest.fixture
def busy(office: Office) -> Office:
    """An office after a text, one that failed, a transfer, and a test call."""
    office.call(WANTS_LINK, "Yes, got it")
    office.call(WANTS_LINK, texts={"outcome": "fail:30006"})
    phones = {"Ana": {"does": "answer", "after": 4}}
    office.call(WANTS_PERSON, "Sure, go ahead", phones=phones)
    office.run("test-call", typed="Hello\n")
    return office


def test_it_shows_figures_and_reasons(busy: Office) -> None:
    """On 80 columns and on 100; test calls only if they are asked for."""
    for width in (80, 100):
        shown = busy.run("report", "job", width=width).stdout
        assert "sunny-cafe" in shown
        assert all(word in shown for word in ("Menu", "Person", "█", "total", "30006"))
        assert "landline" in shown
        assert max(map(len, shown.splitlines())) <= width
    assert "3 calls" not in busy.run("report", "--tests").stdout
    assert json.loads(busy.run("report", "--format", "json").stdout)["total"]["calls"] == 3
    counted = busy.run("report", "--format", "json", "--tests").stdout
    assert json.loads(counted)["total"]["calls"] == 4


def test_csv_and_json_are_for_programs(busy: Office) -> None:
    """Nothing else is on stdout."""
    (number,) = csv.DictReader(StringIO(busy.run("report", "number", "--format", "csv").stdout))
    assert (number["number"], number["calls"], number["texts_delivered"]) == (NUMBER, "3", "1")
    told = json.loads(busy.run("report", "action", "--format", "json").stdout)
    assert [line["job"] for line in told["lines"]] == ["Menu", "Person"]
    (trail,) = busy.json("transfers")
    assert told["lines"][1]["seconds_to_human_median"] == trail["seconds_to_answer"] > 4


@pytest.mark.parametrize("format_", ["table", "csv", "json", "parquet"])
def test_it_writes_files(busy: Office, format_: str) -> None:
    """In every format."""
    file = busy.folder / "report.out"
    done = busy.run("report", "job", "--format", format_, "--out", str(file))
    assert done.stdout == ""
    assert "Wrote 2 lines" in done.stderr
    read = duckdb.read_parquet(str(file)) if format_ == "parquet" else file.read_text("utf-8")
    assert "Menu" in str(read)


def test_days_number_and_job_choose_the_calls(busy: Office) -> None:
    """By what they are called."""

    def calls(*options: str) -> int:
        told = json.loads(busy.run("report", *options, "--format", "json").stdout)
        return int(told["total"]["calls"])

    (day,) = json.loads(busy.run("report", "--format", "json").stdout)["lines"]
    assert calls("--from", day["day"], "--to", day["day"]) == 3
    assert calls("--from", "2030-01-01") == 0
    assert calls("--job", "Person") == 1
    assert calls("--action", "Transfer call: Kitchen") == 1
    assert calls("--number", "415 555 0100") == 3
    assert calls("--number", "415 555 0111") == 0


def test_an_embedding_program_is_told_the_same(busy: Office) -> None:
    """By its call center."""

    async def ask() -> int:
        async with CallCenter.open(busy.db) as center:
            answer = await center.figures("job", Question(workspace="sunny-cafe", tests=True))
        return answer.total.calls

    assert asyncio.run(ask()) == 4


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--zone", "Mars"), "--zone: “Mars” is not a time zone"),
        (
            ("--from", "2026-02-02", "--to", "2026-02-01"),
            "--from: 2026-02-02 is after the last",
        ),
        (("--number", "12"), "--number:"),
        (("--format", "parquet"), "--out FILE"),
        (
            ("--from", "yesterday"),
            "--from: “yesterday” is not a date; use YYYY-MM-DD, e.g. 2026-03-02.",
        ),
        (("--to", "2026-02-30"), "--to: “2026-02-30” is not a date"),
        (("week",), "day"),
    ],
)
def test_what_is_wrong_is_named(busy: Office, options: tuple[str, ...], told: str) -> None:
    """With what would be right."""
    assert told in busy.run("report", *options, code=2).stderr


def test_without_calls_it_says_so(office: Office) -> None:
    """And where there are none but test calls, how to see those."""
    assert "No calls yet" in office.run("report", code=1).stderr
    office.run("test-call", typed="Hello\n")
    assert "--tests" in office.run("report").stdout


def test_with_several_workspaces_it_wants_one_named(busy: Office) -> None:
    """Their jobs have nothing to do with each other."""
    number = {**WORKSPACE["numbers"][0], "number": "+14155550110"}
    busy.apply(workspace="Other", numbers=[number])
    busy.call(WANTS_LINK, to="+14155550110")
    assert "other, sunny-cafe" in busy.run("report", code=2).stderr
    assert "other" in busy.run("report", "--workspace", "Other").stdout


def test_a_folder_that_is_not_there_is_told(busy: Office) -> None:
    """In words."""
    nowhere = str(Path(busy.folder) / "nowhere" / "a.csv")
    assert "nowhere" in busy.run("report", "--format", "csv", "--out", nowhere, code=1).stderr
