"""Test scenarios of jobs: a caller, and what is expected of the call."""

from typing import Final

from hookflash.domain.value import Value
from hookflash.orchestrator.carriers.simulator.script import Script

MAX_SCENARIOS: Final = 50
"""How many scenarios one file may hold."""
MAX_CHARACTERS: Final = 100_000
"""Of all scenarios of a job together, as JSON."""
CALLER: Final = "+12025550147"
"""The default caller: a number reserved for fiction."""


class Expectation(Value):
    """What must be true of a call, or must not; None where it does not matter.

    ``texts`` are the texts that were sent, exactly and in order. ``transfer`` is the destination
    to which the caller agreed to be transferred, ``proposed`` the one that they were asked about;
    empty for none. ``said`` are words that the agent says, in any letter case.
    """

    texts: tuple[str, ...] | None = None
    transfer: str | None = None
    proposed: str | None = None
    outcome: str | None = None
    said: tuple[str, ...] = ()


class Scenario(Value):
    """A call to play, and what is expected of it.

    ``job``: play it with this job alone, attached or not; by default with the number's call flow.
    """

    name: str
    script: Script
    job: str | None = None
    expect: Expectation
    never: Expectation


class TestResult(Value):
    """What became of a scenario: it passed if there are no ``failures``.

    ``call`` tells what was said and done on the call, line by line.
    """

    __test__ = False

    name: str
    passed: bool
    failures: tuple[str, ...]
    outcome: str
    call: tuple[str, ...]
