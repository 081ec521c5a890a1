"""Mutants of reading a job's instructions."""

from collections.abc import Iterator
from unittest.mock import patch

from hookflash.domain.job.lines import Lines
from tests.unit.job import test_linear_time
from tests.unit.mutants.registry import mutant


@mutant(
    "search the end of its line again for each action",
    test_linear_time.test_twice_the_instructions_are_at_most_twice_the_work,
    before="",
    unit=test_linear_time.REPEATED["texts"],
)
def _search_every_line_again() -> Iterator[None]:
    def end(lines: Lines, at: int) -> int:
        found = lines.text.find("\n", at)
        return len(lines.text) if found < 0 else found

    with patch.object(Lines, "end", end):
        yield


@mutant(
    "count the parentheses of the line again for each action",
    test_linear_time.test_twice_the_instructions_are_at_most_twice_the_work,
    before="",
    unit=test_linear_time.REPEATED["texts in parentheses"],
)
def _count_parentheses_again() -> Iterator[None]:
    def in_parenthesis(lines: Lines, at: int) -> bool:
        line = lines.text.rfind("\n", 0, at) + 1
        return lines.text.count("(", line, at) > lines.text.count(")", line, at)

    with patch.object(Lines, "in_parenthesis", in_parenthesis):
        yield
