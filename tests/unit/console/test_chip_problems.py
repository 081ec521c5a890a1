"""Problems of instructions, at the actions that have them."""

from typing import Final

import pytest

from hookflash.domain.job.directory import Directory
from hookflash.domain.job.instructions import parse
from hookflash.orchestrator.console.chip_problems import ChipProblem, Placed, placed
from hookflash.orchestrator.workspaces.errors import PieceProblem

OFFICE: Final = Directory(("Front Desk", "On Call"), ("Scheduling",), frozenset())


def read(instructions: str) -> Placed:
    """The problems of ``instructions``, as they are reported to an editor."""
    found = [
        PieceProblem(
            path="instructions",
            line=one.line,
            wrong=f"at “{instructions[one.at :].partition(chr(10))[0]}”, {one.wrong}",
            right=one.right,
        )
        for one in parse(instructions, OFFICE).problems
    ]
    return placed(instructions, OFFICE, found)


@pytest.mark.parametrize(
    ("written", "wrong", "right"),
    [
        ("[/Send SMS: ]", "The text is blank.", "Open it, and write what the caller gets."),
        (
            "[/Transfer call: ]",
            "The transfer has no destination.",
            "Open it, and choose a member, an inbox, or a number.",
        ),
        (
            "[/Transfer call: Schedulng]",
            "There is no member, inbox, or number “Schedulng”.",
            "Did you mean “Scheduling”?",
        ),
        (
            "[/Send SMS: Dear {name}]",
            "The text contains the placeholder “{name}”, which nothing fills in.",
            "Write the words that every caller gets.",
        ),
    ],
)
def test_an_action_has_its_problem(written: str, wrong: str, right: str) -> None:
    """With what would be right, without a word about the notation."""
    found = read(f"Be kind.\nThen {written}, and so on.")
    assert found.in_text == ()
    (chip,) = found.on_chips
    assert (chip.wrong, chip.right, chip.nth) == (wrong, right, 0)


def test_equal_actions_are_told_apart() -> None:
    """By how many of them come before."""
    found = read("[/Transfer call: Nowhere] and [/Send SMS: Hi] and [/Transfer call: Nowhere]")
    assert [(one.says, one.nth) for one in found.on_chips] == [("Nowhere", 0), ("Nowhere", 1)]


def test_a_problem_between_actions_keeps_its_line() -> None:
    """And says how the editor mends it."""
    found = read("[/Send SMS: Hi]\nthen /send sms")
    (problem,) = found.in_text
    assert (problem.line, problem.right) == (2, "Delete it, type / there, and choose the action.")


def test_a_refusal_of_the_whole_workspace_is_put_at_its_number() -> None:
    """Such as a region that is not allowed: it has a line, and names the number."""
    text = "Hi.\n[/Transfer call: +442079460000]"
    refused = PieceProblem(
        path="instructions", line=2, wrong="+442079460000 is in GB", right="Allow it."
    )
    assert placed(text, OFFICE, [refused]).on_chips == (
        ChipProblem(
            kind="transfer_call",
            says="+442079460000",
            nth=0,
            wrong="+442079460000 is in GB.",
            right="Allow it.",
        ),
    )
