"""``scripts/faults``: lists the tests that cause each fault; their docstrings name it."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from tests.tree import ROOT

PAGE: Final = ROOT / "docs" / "reference" / "faults.md"
FAULTS: Final = {
    1: "a worker is killed before its attempt is recorded",
    2: "a worker is killed after its attempt is recorded",
    3: "a worker is killed after the provider took the request",
    4: "a worker is killed after the outcome is recorded",
    5: "a request is lost",
    6: "the answer to a request is lost",
    7: "a request arrives late, after a search found nothing",
    8: "the provider throttles all requests for a while",
    9: "the provider fails after doing the work",
    10: "the provider refuses for good",
    11: "the provider's promise about repeated keys has expired",
    12: "a key is used again for another text",
    13: "a report comes twice",
    14: "reports come out of order",
    15: "a report comes before the answer to its request",
    16: "a report is forged, altered or replayed",
    17: "a report is for an unknown call",
    18: "a report never comes",
    19: "two workers act on one call at the same time",
    20: "a worker that was paused wakes up and acts",
    21: "a commit's answer is lost",
    22: "the disk is full",
    23: "the database restarts under load",
    24: "the wall clock jumps",
    25: "a projection cannot handle an event",
    26: "a worker dies between a projection's rows and its position",
    27: "commits finish in another order than they began",
    28: "an event has an old or unknown version",
    29: "stored rows are edited, deleted, moved or cut off",
    30: "the caller hangs up during an action",
    31: "a yes comes too early, too late, or a second time",
    32: "the agent loses a tool's result and calls again",
    33: "the agent calls a tool twice, or two at once",
    34: "the agent invents arguments or tools",
    35: "a job is edited during a call",
    36: "a person's data is erased",
    37: "answers, hang-up and timeout race",
    38: "a member, an inbox or a number is removed during a call",
    39: "more calls come in than can be handled at once",
    40: "a worker shuts down with calls in progress",
    41: "the task that reported something is cancelled",
    42: "a process without ports opens the log of a live system",
    43: "a yes to a question that was not heard yet, or was cut off",
    44: "the agent raises, hangs, is silent or does not stop",
    45: "a worker restarts during a call",
    46: "a gateway or a carrier connection dies with live calls",
    47: "the answer to a text is lost, and the caller got the same text before",
    48: "the carrier and the core disagree about who answered",
    49: "a member's own voicemail answers",
    50: "a transcript or a recording comes late, twice, or in the other order",
    51: "the agent's words are reported late, twice, out of order, as cut off, or never",
    52: "the contact opts out while a text waits",
    53: "another worker's append stays unfinished, so that readers cannot see newer events",
    54: "a stored event cannot be read",
    55: "a file of the database is moved, replaced or deleted while it is in use",
    56: "a worker starts while its database is away",
    60: "a worker dies while the caller waits for the agent",
    61: "the clocks of the workers differ",
    62: "the database is away when a timer is due",
    63: "the answer to an append comes late, while others read what it stored",
    64: "a request to ring comes through after the transfer is over",
}
HEAD: Final = """# Faults

Faults that Hookflash survives, and the tests that cause them. `scripts/faults` writes this page
from the tests' docstrings. The protections are also removed one by one ([mutants](mutants.md)).

Not tested: a power cut after which the disk has lost what it reported as written; a database file
on a network share. Not survived on SQLite: a wall clock that is set ahead while no worker runs, or
before one starts. The timers of calls in progress then end early.

| # | fault | tests |
| --- | --- | --- |
"""
NAMED: Final = re.compile(r"faults? (\d+(?:(?:, | and |-)\d+)*)", re.IGNORECASE)


def page() -> str:
    """The page, from the tests as they are."""
    tests = named()
    rows = (
        f"| {number} | {words} | {'<br>'.join(f'`{name}`' for name in sorted(tests[number]))} |"
        for number, words in FAULTS.items()
    )
    return HEAD + "\n".join(rows) + "\n"


@cache
def named() -> dict[int, set[str]]:
    """The tests that name each fault, as ``file::test``, or the file if its head does.

    Cached: each of the forty faults has a test that asks, and every test file is parsed for it.
    """
    tests: dict[int, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for name, words in _docstrings(path):
            for number in _numbers(words):
                tests[number].add(name)
    return tests


def _docstrings(path: Path) -> Iterator[tuple[str, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    where = path.relative_to(ROOT / "tests").as_posix()
    yield where, ast.get_docstring(tree) or ""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield f"{where}::{node.name}", ast.get_docstring(node) or ""


def _numbers(words: str) -> Iterator[int]:
    for found in NAMED.finditer(words):
        for first, last in re.findall(r"(\d+)(?:-(\d+))?", found[1]):
            yield from range(int(first), int(last or first) + 1)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
