"""Decide recorded calls again, under other circumstances. Nothing is sent, and nothing is written.

``fork`` shows one call beside its branch, ``what_if`` finds the calls of a log that would end
differently, and ``coverage_of`` tells which rules a set of calls has exercised.
"""

from hookflash.orchestrator.time_machine.branch import Branch, Note
from hookflash.orchestrator.time_machine.change import (
    Change,
    InvalidFork,
    NotForkable,
    Phone,
    Policy,
)
from hookflash.orchestrator.time_machine.coverage import Coverage, Covered, coverage_of
from hookflash.orchestrator.time_machine.ending import Difference, Ending
from hookflash.orchestrator.time_machine.fork import Fork
from hookflash.orchestrator.time_machine.forking import fork, fork_as_test
from hookflash.orchestrator.time_machine.log_coverage import coverage_of_log
from hookflash.orchestrator.time_machine.sweep import Changed, Result, Scope
from hookflash.orchestrator.time_machine.workers import what_if

__all__ = [
    "Branch",
    "Change",
    "Changed",
    "Coverage",
    "Covered",
    "Difference",
    "Ending",
    "Fork",
    "InvalidFork",
    "NotForkable",
    "Note",
    "Phone",
    "Policy",
    "Result",
    "Scope",
    "coverage_of",
    "coverage_of_log",
    "fork",
    "fork_as_test",
    "what_if",
]
