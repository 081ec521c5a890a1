"""What verifying a log comes to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hookflash.domain.value import Value

Kind = Literal[
    "missing", "moved", "altered", "unreadable", "forbidden", "decided_otherwise", "unrecorded"
]
"""What can be wrong with an event:

* ``missing``: it, or the one before it, is not there any more.
* ``moved``: it stands where it was not stored.
* ``altered``: its seal does not fit it.
* ``unreadable``: today's code cannot read it.
* ``forbidden``: the chart does not allow it there.
* ``decided_otherwise``: it does not follow from what stands before it.
* ``unrecorded``: it was erased, and the erasure is not in the log.
"""


class Finding(Value):
    """Something wrong with the event at ``position`` of ``stream``.

    ``log_position`` is 0 where none can be told, ``stream`` empty where the whole log is meant.
    ``wrong`` says what the log has there, ``right`` what it should have.
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
    recorded under ``older_rules`` may differ lawfully, so they were not.
    """

    events: int = 0
    streams: int = 0
    calls: int = 0
    decisions: int = 0
    erased: int = 0
    older_rules: int = 0
    views: bool = False


class Erased(Value):
    """A contact was erased from so many ``streams``; ``operator`` wished it."""

    workspace: str
    pseudonym: str
    at: datetime
    operator: str
    streams: int


class Report(Value):
    """What was checked, and the ``found`` things that were wrong: the first of them, in order.

    ``erasures`` are those that the log records, the first of them.
    """

    checked: Checked
    found: int
    findings: tuple[Finding, ...]
    erasures: tuple[Erased, ...]
