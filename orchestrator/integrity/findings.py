"""Verification results."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hookflash.domain.value import Value

Kind = Literal[
    "missing", "moved", "altered", "unreadable", "forbidden", "decided_otherwise", "unrecorded"
]
"""What can be wrong with an event:

* ``missing``: it, or the one before it, is no longer in the log.
* ``moved``: it is not where it was stored.
* ``altered``: its seal does not match it.
* ``unreadable``: this version cannot read it.
* ``forbidden``: the chart does not permit it in that state.
* ``decided_otherwise``: it does not follow from the events before it.
* ``unrecorded``: it was erased, and the log does not record the erasure.
"""


class Finding(Value):
    """Something wrong with the event at ``position`` of ``stream``.

    ``log_position`` is 0 if it is unknown. ``stream`` is empty if the finding is about the whole
    log. ``wrong`` says what the log has there, ``right`` what it should have.
    """

    kind: Kind
    log_position: int
    stream: str
    position: int
    wrong: str
    right: str


@dataclass(slots=True)
class Checked:
    """How much was checked.

    ``decisions`` were made again. Those of ``erased`` calls could not be, and those of calls
    recorded under ``older_rules`` may rightly differ, so they were not.
    """

    events: int = 0
    streams: int = 0
    calls: int = 0
    decisions: int = 0
    erased: int = 0
    older_rules: int = 0
    views: bool = False


class Erased(Value):
    """A contact was erased from ``streams`` streams; ``operator`` requested it."""

    workspace: str
    pseudonym: str
    at: datetime
    operator: str
    streams: int


class Report(Value):
    """What was checked, and what is wrong.

    ``found`` counts all findings; ``findings`` holds the first of them, by log position.
    ``erasures`` holds the first erasures that the log records.
    """

    checked: Checked
    found: int
    findings: tuple[Finding, ...]
    erasures: tuple[Erased, ...]
