"""All mutants that unit tests catch; importing this registers them."""

from tests.unit.mutants import (
    of_agents,
    of_answers,
    of_callers,
    of_calls,
    of_consent,
    of_desks,
    of_erasures,
    of_host_words,
    of_jobs,
    of_limits,
    of_neighbours,
    of_processes,
    of_texts,
    of_transfers,
    of_workers,
)
from tests.unit.mutants.registry import MUTANTS

__all__ = [
    "MUTANTS",
    "of_agents",
    "of_answers",
    "of_callers",
    "of_calls",
    "of_consent",
    "of_desks",
    "of_erasures",
    "of_host_words",
    "of_jobs",
    "of_limits",
    "of_neighbours",
    "of_processes",
    "of_texts",
    "of_transfers",
    "of_workers",
]
