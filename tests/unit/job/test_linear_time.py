"""Reading instructions takes time in proportion to their length, whatever they contain.

The tests count work, not seconds: every function called, and every character that a slice or a
search of the instructions looks at.
"""

import sys
from operator import index
from types import FrameType
from typing import Any, Final, SupportsIndex

import pytest

from hookflash.domain.job.directory import Directory
from hookflash.domain.job.instructions import MAX_PROBLEMS, parse
from hookflash.domain.job.job import MAX_INSTRUCTIONS

MEMBERS: Final = (*(f"Member {n}" for n in range(50)), "Front Desk", "M" * 100)
DIRECTORY: Final = Directory(MEMBERS, ("Scheduling",), ("+14155550100",))
REPEATED: Final = {
    "mistakes": "/x: ",
    "mistakes on lines": "/x:\n",
    "no colon": "/send ",
    "parentheses": "(",
    "texts in parentheses": "(/Send SMS: a ",
    "brackets": "[/Send SMS:",
    "brackets with a text": "[/Send SMS: a ",
    "closed brackets": "[/Send SMS: a] ",
    "texts": "/Send SMS: a ",
    "sentences": "/Send SMS: a. ",
    "transfers": "/Transfer call: Front Desk\n",
    "unknown destinations": "/Transfer call: Member\n",
    "destinations in brackets": "[/Transfer call: Front Desk] ",
}
AFTER_ONE_TEXT: Final = {
    "abbreviations": "a.m. a ",
    "titles": "Dr. ",
    "ellipses": "a\u2026 ",
    "ellipses and tabs": "a\u2026\t",
    "addresses": "x.co ",
    "labels": "a.b.",
    "connectives": "and ",
    "dashes": "\u2013 ",
    "spaces": " ",
    "backslashes": "\\",
    "open parentheses": "(",
    "quotes": "\u201c ",
}


class Counted(str):
    """Counts the characters that are sliced from it or searched in it."""

    __slots__ = ("work",)
    work: int

    def __getitem__(self, key: Any) -> str:
        found = super().__getitem__(key)
        self.work += len(found)
        return found

    def find(
        self, sub: str, start: SupportsIndex | None = 0, end: SupportsIndex | None = None
    ) -> int:
        """Search as ever, and count how far."""
        found = super().find(sub, start, end)
        self.work += (self._end(end) if found < 0 else found) - self._start(start)
        return found

    def rfind(
        self, sub: str, start: SupportsIndex | None = 0, end: SupportsIndex | None = None
    ) -> int:
        """Search as ever, and count how far."""
        found = super().rfind(sub, start, end)
        self.work += self._end(end) - (self._start(start) if found < 0 else found)
        return found

    def count(
        self, sub: str, start: SupportsIndex | None = 0, end: SupportsIndex | None = None
    ) -> int:
        """Search as ever, and count how far."""
        self.work += self._end(end) - self._start(start)
        return super().count(sub, start, end)

    def _start(self, start: SupportsIndex | None) -> int:
        return 0 if start is None else index(start)

    def _end(self, end: SupportsIndex | None) -> int:
        return len(self) if end is None else index(end)


def work(instructions: str) -> int:
    """The work of reading ``instructions``: calls, and characters looked at."""
    text, calls = Counted(instructions), 0
    text.work = 0

    def count(_: FrameType, event: str, __: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        parse(text, DIRECTORY)
    finally:
        sys.setprofile(None)
    return calls + text.work


@pytest.mark.parametrize(
    ("before", "unit"),
    [
        *(("", unit) for unit in REPEATED.values()),
        *(("/Send SMS: ", unit) for unit in AFTER_ONE_TEXT.values()),
        *(("(/Send SMS: ", unit) for unit in AFTER_ONE_TEXT.values()),
        *(("[/Send SMS: ", unit) for unit in AFTER_ONE_TEXT.values()),
        *(("/Transfer call: ", unit) for unit in AFTER_ONE_TEXT.values()),
    ],
    ids=[*REPEATED, *(f"{where} {name}" for where in ("text", "enclosed", "bracketed", "transfer")
                      for name in AFTER_ONE_TEXT)],
)  # fmt: skip
def test_twice_the_instructions_are_at_most_twice_the_work(before: str, unit: str) -> None:
    """With an action after them, and without; doubling the length four times."""
    for after in ("", " /Transfer call: Front Desk"):
        lengths = [MAX_INSTRUCTIONS // 2**n for n in range(4, -1, -1)]
        done = [work(_of_length(before, unit, after, length)) for length in lengths]
        assert done[-1] / done[0] <= 1.3 * lengths[-1] / lengths[0], (after, done)


def _of_length(before: str, unit: str, after: str, length: int) -> str:
    room = length - len(before) - len(after)
    return before + (unit * (room // len(unit) + 1))[:room] + after


def test_more_than_the_most_characters_are_not_read() -> None:
    """The length is the only problem, and costs nothing to find."""
    (only,) = parse("/x: " * MAX_INSTRUCTIONS, DIRECTORY).problems
    assert str(only) == "the instructions have 40,000 characters. Write at most 10,000."
    assert work("/x: " * MAX_INSTRUCTIONS) < 100


def test_reading_ends_after_many_mistakes() -> None:
    """Each could take a search through all names, so not all are reported."""
    problems = parse("/Transfer call: Nobody\n" * 400, DIRECTORY).problems
    assert len(problems) == MAX_PROBLEMS
