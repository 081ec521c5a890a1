"""Ids in production."""

import subprocess
import sys
from typing import Final

FORKED: Final = """
from multiprocessing import get_context
from hookflash.orchestrator.system.ids import RandomIds

ids = RandomIds()

def some(count):
    return [ids.new("hear") for _ in range(count)]

print(*some(50))
with get_context("fork").Pool(2) as pool:
    for made in pool.map(some, [50, 50], 1):
        print(*made)
"""


def test_no_two_processes_make_the_same_ids() -> None:
    """Not even two forked from the same process, which has no threads: a fork keeps their locks."""
    printed = subprocess.run(
        [sys.executable, "-c", FORKED], check=True, capture_output=True, text=True, timeout=60
    )
    made = printed.stdout.split()
    assert len(set(made)) == len(made) == 150
    assert all(one.startswith("hear-") for one in made)
