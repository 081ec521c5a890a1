"""Measures how callers' words are understood, on files of labelled utterances.

``python -m scripts.measured_consent FILE…`` reads one JSON object per line:

- ``said``: the words; ``asked``: the question before them, if any; ``language``: ``en`` if absent;
- ``means``: ``yes``, ``yes, and more``, ``no``, ``no, and more`` or ``other``;
- ``arrived``: ``yes``, ``no`` or ``other``, as an answer to "Did the text arrive?";
- ``asks_for_person``, ``asks_for_text``, ``declines_text``: true or false.

Every label is optional, and measured where it is present. Each figure is also given for two halves
of the file, chosen by line number: develop on the first, and only look at the figures of the
second.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from hookflash.domain.policy.speech.answer import answer, arrival
from hookflash.domain.policy.speech.request import asks_for_person, asks_for_text, declines_text

Row = dict[str, Any]
_SPREAD: Final = 2_654_435_761
"""Multiplied by a line number, it spreads neighbours over both halves."""


class Measure(NamedTuple):
    """What is measured: a label, how it is read, and which reading of which label is an error."""

    name: str
    label: str
    of: tuple[object, ...]
    """The labels that are counted."""
    heard: object
    """How often they are read as this."""
    right: bool
    """Whether reading them so is right."""
    read: Callable[[Row], object]


def _language(row: Row) -> str:
    return str(row.get("language", "en"))


def _answered(row: Row) -> object:
    return answer(row["said"], language=_language(row), question=row.get("asked", "")).value


def _answered_alone(row: Row) -> object:
    return answer(row["said"], language=_language(row)).value


def _arrived(row: Row) -> object:
    return arrival(row["said"], _language(row)).value


def _wants_person(row: Row) -> object:
    return asks_for_person(row["said"], _language(row))


def _wants_text(row: Row) -> object:
    return asks_for_text(row["said"], _language(row))


def _declines(row: Row) -> object:
    return declines_text(row["said"], _language(row))


_NOT_YES: Final = ("no", "no, and more", "other")
MEASURES: Final = (
    Measure("yes heard as yes", "means", ("yes",), "yes", right=True, read=_answered),
    Measure(
        "the same, question unknown", "means", ("yes",), "yes", right=True, read=_answered_alone
    ),
    Measure("no heard as no", "means", ("no",), "no", right=True, read=_answered),
    Measure("no or other heard as yes", "means", _NOT_YES, "yes", right=False, read=_answered),
    Measure(
        "the same, question unknown", "means", _NOT_YES, "yes", right=False, read=_answered_alone
    ),
    Measure(
        "yes heard as no", "means", ("yes", "yes, and more"), "no", right=False, read=_answered
    ),
    Measure("text arrived, heard", "arrived", ("yes",), "yes", right=True, read=_arrived),
    Measure("text missing, heard", "arrived", ("no",), "no", right=True, read=_arrived),
    Measure(
        "not arrived, heard as arrived",
        "arrived",
        ("no", "other"),
        "yes",
        right=False,
        read=_arrived,
    ),
    Measure(
        "not missing, heard as missing",
        "arrived",
        ("yes", "other"),
        "no",
        right=False,
        read=_arrived,
    ),
    *(
        measure
        for label, read in [
            ("asks_for_person", _wants_person),
            ("asks_for_text", _wants_text),
            ("declines_text", _declines),
        ]
        for measure in (
            Measure(f"{label}, heard", label, (True,), heard=True, right=True, read=read),
            Measure(
                f"not {label}, heard as if", label, (False,), heard=True, right=False, read=read
            ),
        )
    ),
)


def main() -> None:
    """Print the figures and errors of each file."""
    parser = argparse.ArgumentParser(
        prog="scripts/consent", description="Measures how callers' words are understood."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JSON Lines")
    parser.add_argument("--from", dest="there", type=Path, default=Path(), help=argparse.SUPPRESS)
    parser.add_argument("--brief", action="store_true", help="leave out the errors")
    options = parser.parse_args()
    for file in options.files:
        print(f"== {file.name}")
        rows = list(_rows(options.there / file))
        for measure in MEASURES:
            _measure(measure, rows, brief=options.brief)


def _rows(file: Path) -> Iterator[tuple[int, Row]]:
    """Each object with its line number; exits with a message if a line has no words."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except OSError as error:
        sys.exit(f"{file}: {error.strerror}")
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            yield number, {**row, "said": str(row["said"])}
        except (ValueError, TypeError, KeyError):
            sys.exit(f'{file}:{number}: not an object with "said", as in {{"said": "yes"}}')


def _measure(measure: Measure, rows: list[tuple[int, Row]], *, brief: bool) -> None:
    counted = [(line, row) for line, row in rows if row.get(measure.label) in measure.of]
    if not counted:
        return
    heard = {line for line, row in counted if measure.read(row) == measure.heard}
    halves = [
        _share([line for line, _ in counted if _half(line) == half], heard) for half in (0, 1)
    ]
    whole = _share([line for line, _ in counted], heard)
    print(f"{measure.name}: {whole} (halves: {halves[0]}; {halves[1]})")
    for line, row in () if brief else counted:
        if (line in heard) is not measure.right:
            print(f"  {line}: {_shown(row)}")


def _half(line: int) -> int:
    return 1 - ((line - 1) * _SPREAD >> 7 & 1)


def _share(lines: list[int], heard: set[int]) -> str:
    share = len(heard.intersection(lines)) / len(lines) if lines else 0.0
    return f"{len(heard.intersection(lines))} of {len(lines)}, {share:.1%}"


def _shown(row: Row) -> str:
    asked = f"{row['asked']!r} " if row.get("asked") else ""
    return f"{asked}{row['said']!r}"


if __name__ == "__main__":
    main()
