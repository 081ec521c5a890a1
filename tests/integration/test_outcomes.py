"""Every outcome has a script, a picture of its path and a row on its page; reports count them."""

import re
from pathlib import Path
from typing import Final, get_args

import pytest

from hookflash.domain.call.drawing import path_of, svg
from hookflash.domain.call.events import CallEvent, PromiseFlagged
from hookflash.orchestrator.cli.apply import apply
from hookflash.orchestrator.cli.reading import reading
from hookflash.orchestrator.cli.scripted_calls import Run, play
from hookflash.orchestrator.simulation.call_script import read_call_script
from hookflash.projections.calls.outcome import CallOutcome
from hookflash.projections.calls.queries import CallSummary
from hookflash.projections.reports.question import Question, Report
from scripts.outcome_pictures import CALLS, OFFICE, PICTURES, SCRIPTS, played
from tests.tree import ROOT
from tests.unit.projections.plain_fold import count
from tests.unit.projections.plain_outcome import follow_up_of, outcome_of
from tests.unit.projections.test_reports import told

Played = dict[CallOutcome, tuple[CallSummary, list[CallEvent]]]
ROW: Final = re.compile(
    r"^\| `(\w+)` \|.*\| (\w+) .*calls/([\w-]+)\.yaml.*outcomes/(\w+)\.svg", re.MULTILINE
)


@pytest.fixture(scope="module")
def each() -> Played:
    """A call of every outcome."""
    return {outcome: (call, events) for outcome, call, events in played()}


def test_every_outcome_has_a_script(each: Played) -> None:
    """Which ends as it says, in the eyes of the read model and of a second opinion."""
    assert list(each) == list(get_args(CallOutcome))
    for outcome, (call, events) in each.items():
        assert (outcome, call.outcome) == (outcome_of(events), outcome)
        assert call.follow_up_reason == follow_up_of(events)


def test_the_scripted_agent_keeps_its_promises_in_every_script(each: Played) -> None:
    """Also where a text fails or is refused, since the caller is told."""
    assert not any(
        isinstance(event, PromiseFlagged) for _, events in each.values() for event in events
    )


def test_the_pictures_are_up_to_date(each: Played) -> None:
    """``python -m scripts.outcome_pictures`` draws them again."""
    kept = {path.stem: path.read_text("utf-8") for path in PICTURES.iterdir()}
    assert kept == {outcome: svg(path_of(events)) for outcome, (_, events) in each.items()}


def test_the_page_has_a_row_for_every_outcome(each: Played) -> None:
    """In their order, with script, picture and whether a person has to follow up."""
    page = (ROOT / "docs/explanation/outcomes.md").read_text("utf-8")
    assert ROW.findall(page) == [
        (outcome, "yes" if call.needs_follow_up else "no", SCRIPTS[outcome], outcome)
        for outcome, (call, _) in each.items()
    ]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with three calls of each script, by other seeds."""
    db = f"sqlite:///{tmp_path_factory.mktemp('office')}/calls.db"
    apply(OFFICE, db=db)
    for path in sorted(CALLS.iterdir()):
        with reading(db) as reader:
            script = read_call_script(Path(path), reader.workspace_with)
        play(db, script, Run(seed=7, times=3), lambda _: None)
    return db


@pytest.mark.parametrize("tests", [False, True])
def test_the_report_says_what_the_log_says(office: str, *, tests: bool) -> None:
    """Every figure, recounted by code that shares nothing with the read models."""
    with reading(office) as reader:
        center = reader.center
        question = Question(workspace="harbor-dental", tests=tests)
        report: Report = reader.ask(center.figures("day", question))
        calls = reader.ask(center.find_calls(limit=1_000))
        events = [reader.ask(center.events(call.call)) for call in calls if tests or not call.test]
    assert told(report.total) == pytest.approx(count(events))
    assert report.total.calls == (42 if tests else 39)
