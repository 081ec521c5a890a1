"""Test scenarios: read from YAML, run in virtual time, compared with what happened."""

from pathlib import Path
from typing import Final

import pytest

from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.simulation.scenario import TestResult
from hookflash.orchestrator.simulation.scenario_file import (
    InvalidScenarios,
    read_scenarios,
    scenarios_in,
)
from hookflash.orchestrator.simulation.scenario_run import run_scenarios
from hookflash.orchestrator.workspaces.described import described_by
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace
from tests.tree import ROOT

OFFICE: Final = read_workspace(ROOT / "docs/tutorial/office.yaml")
NOW: Final = described_by(OFFICE)
BOOKS: Final = """
caller: [I would like to book]
"""
TRANSFERRED: Final = """
caller:
  - Could I talk to a person?
  - Yes please
phones: {Front Desk: {does: answer, after: 2}}
"""


def run(scenario: str) -> TestResult:
    """Run one scenario."""
    (result,) = run_scenarios(OFFICE, scenarios_in(f"name: It\n{scenario}".encode(), "t", NOW))
    return result


def wrong(text: str, now: Workspace = NOW) -> list[str]:
    """What is wrong with a file of scenarios."""
    with pytest.raises(InvalidScenarios) as caught:
        scenarios_in(text.encode(), "t", now)
    return [str(problem).removeprefix("t: ") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("call", "expect"),
    [
        (BOOKS, "{texts: [https://example.com/book]}"),
        (BOOKS, "{texts: https://example.com/book, outcome: resolved}"),
        (BOOKS, "{transfer: none, proposed: none, said: has the TEXT arrived}"),
        (BOOKS, "{not: {transfer: Scheduling, outcome: text_failed, said: Goodbye}}"),
        (BOOKS, "{not: {texts: [https://example.com/other]}}"),
        (TRANSFERRED, "{transfer: Scheduling, outcome: transferred, texts: none}"),
        (TRANSFERRED, "{transfer: scheduling, proposed: scheduling}"),
        (TRANSFERRED, "{not: {transfer: On Call}}"),
        (TRANSFERRED, "{not: {transfer: none}}"),
    ],
)
def test_what_is_expected_and_happens_passes(call: str, expect: str) -> None:
    """Names in any letter case."""
    result = run(f"{call}expect: {expect}")
    assert (result.passed, result.failures) == (True, ())


@pytest.mark.parametrize(
    ("call", "expect", "failure"),
    [
        (
            BOOKS,
            "{texts: [Hello]}",
            "texts: expected “Hello”, got “https://example.com/book”",
        ),
        (BOOKS, "{texts: none}", "texts: expected none, got “https://example.com/book”"),
        (TRANSFERRED, "{texts: [Hello]}", "texts: expected “Hello”, got none"),
        (BOOKS, "{transfer: On Call}", "transfer: expected “On Call”, got none"),
        (TRANSFERRED, "{transfer: none}", "transfer: expected none, got “Scheduling”"),
        (TRANSFERRED, "{proposed: On Call}", "proposed: expected “On Call”, got “Scheduling”"),
        (BOOKS, "{outcome: transferred}", "outcome: expected transferred, got resolved"),
        (BOOKS, "{said: [We are closed]}", "said: the agent never said “We are closed”"),
        (
            BOOKS,
            "{not: {texts: [https://example.com/book]}}",
            "not texts: “https://example.com/book” was sent",
        ),
        (TRANSFERRED, "{not: {texts: none}}", "not texts: none sent"),
        (TRANSFERRED, "{not: {transfer: Scheduling}}", "not transfer: got “Scheduling”"),
        (BOOKS, "{not: {outcome: resolved}}", "not outcome: got resolved"),
        (BOOKS, "{not: {said: arrived}}", "not said: the agent said “arrived”"),
    ],
)
def test_what_does_not_happen_as_expected_fails(call: str, expect: str, failure: str) -> None:
    """The failure names what was expected and what happened; the call is told line by line."""
    result = run(f"{call}expect: {expect}")
    assert (result.passed, result.failures) == (False, (failure,))
    assert any(line.startswith("Caller: ") for line in result.call)
    assert any(line.startswith("Agent: ") for line in result.call)


def test_a_job_is_tested_alone() -> None:
    """Attached to the number or not, switched on or not."""
    alone = run(f"job: Billing\n{TRANSFERRED}expect: {{proposed: +14155550190}}")
    assert alone.failures == ()
    off = OFFICE.model_copy(
        update={"jobs": tuple(job.model_copy(update={"on": False}) for job in OFFICE.jobs)}
    )
    text = f"name: It\njob: Booking\n{BOOKS}expect: {{texts: https://example.com/book}}"
    (result,) = run_scenarios(off, scenarios_in(text.encode(), "t", NOW))
    assert result.passed


def test_the_caller_and_the_carrier_do_as_in_a_call_script() -> None:
    """Keys, silence, phones, texts, voicemail, and a withheld number."""
    result = run(
        "from: anonymous\ncaller:\n  - Could I talk to a person?\n  - {press: '1'}\n"
        "voicemail: Call me\nexpect: {transfer: Scheduling, outcome: voicemail}"
    )
    assert result.failures == ()
    failing = run(f"{BOOKS}texts: {{outcome: 'fail:30006'}}\nexpect: {{outcome: text_failed}}")
    assert failing.failures == ()


def test_a_file_holds_one_test_or_a_list_of_them() -> None:
    """Under ``tests`` or by itself."""
    one = "name: A\ncaller: [Hi]\nexpect: {texts: none}\n"
    listed = "- {name: A, caller: [Hi], expect: {texts: none}}\n"
    for text in (one, listed, f"tests:\n{listed}"):
        (scenario,) = scenarios_in(text.encode(), "t", NOW)
        assert (scenario.name, scenario.script.to) == ("A", "+14155550100")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("tests: 5", "a list is expected here"),
        ("- {caller: [Hi], expect: {texts: none}}", "“name” is missing"),
        ("- {name: A, expect: {texts: none}}", "“caller” is missing"),
        ("- {name: A, caller: [Hi]}", "“expect” is missing"),
        ("- {name: A, caller: [Hi], expect: {}}", "nothing is expected"),
        ("- {name: A, caler: [Hi], caller: [Hi], expect: {texts: none}}", "unknown key “caler”"),
        ("- {name: A, caller: [Hi], expect: {text: none}}", "Did you mean “texts”?"),
        ("- {name: A, caller: [Hi], expect: {transfer: Schedulin}}", "Did you mean “Scheduling”?"),
        ("- {name: A, caller: [Hi], expect: {outcome: fine}}", "“fine” is not allowed here"),
        ("- {name: A, job: Bookin, caller: [Hi], expect: {texts: none}}", "Did you mean “Booking”"),
        ("- {name: A, number: 4155550111, caller: [Hi], expect: {texts: none}}", "has no number"),
        ("- {name: A, caller: [{press: x}], expect: {texts: none}}", "not phone keys"),
        ("- {name: A, caller: [Hi], phones: {Bob: {does: busy}}, expect: {texts: none}}", "“Bob”"),
    ],
)
def test_a_mistake_in_a_test_is_named_with_its_place(text: str, message: str) -> None:
    """Every one, before anything is played."""
    assert any(message in problem for problem in wrong(text))


def test_a_file_holds_at_most_fifty_tests() -> None:
    """More would keep a server busy for too long."""
    many = "- {name: A, caller: [Hi], expect: {texts: none}}\n" * 51
    assert "the file holds 51 tests. Write at most 50 a file." in wrong(many)[0]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """Not a traceback."""
    with pytest.raises(InvalidScenarios, match="there is no such file"):
        read_scenarios(tmp_path / "none.yaml", NOW)
