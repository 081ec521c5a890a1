"""Several processes on one log."""

from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from hookflash.orchestrator.log.errors import Conflict
from hookflash.orchestrator.log.store import open_store
from tests.contract.log.noted import noted
from tests.rig.process import CONTEXT

pytestmark = pytest.mark.slow

RACERS = 3
ROUNDS = 15
NEW_FILES = 100
LONGEST = 300.0
"""Seconds in which a busy machine is done."""


def _race(url: str, me: int, start: Barrier) -> None:
    with open_store(url) as store:
        for position in range(1, ROUNDS + 1):
            start.wait(LONGEST)
            try:
                store.append([noted("h.book.a", position, f"by {me}")])
            except Conflict:
                continue
            store.append([noted(f"h.book.won.{me}.{position}", 1)])


def _open_and_append(url: str, me: int, start: Barrier) -> None:
    start.wait(LONGEST)
    with open_store(url) as store:
        store.append([noted(f"h.book.{me}", 1)])


def _open_new_files(folder: str, _: int, start: Barrier) -> None:
    for number in range(NEW_FILES):
        start.wait(LONGEST)
        for _again in range(3):
            open_store(f"sqlite:///{folder}/{number}.db").close()


def _run(work: object, url: str) -> None:
    start = CONTEXT.Barrier(RACERS)
    workers = [CONTEXT.Process(target=work, args=(url, me, start)) for me in range(RACERS)]  # type: ignore[arg-type]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(LONGEST)
    assert [worker.exitcode for worker in workers] == [0] * RACERS


def test_of_many_processes_racing_for_a_position_one_wins(shared_url: str) -> None:
    """Each round has exactly one winner, and only the winner acts (faults 19, 20)."""
    _run(_race, shared_url)
    with open_store(shared_url) as store:
        events = [event for _, event in store.read_log()]
        assert [e.position for e in store.read_stream("h.book.a")] == list(range(1, ROUNDS + 1))
    acted = [event.stream for event in events if event.stream.startswith("h.book.won.")]
    assert len(acted) == ROUNDS


def test_many_processes_may_open_a_new_log_at_once(shared_url: str) -> None:
    """The first one creates the tables."""
    _run(_open_and_append, shared_url)
    with open_store(shared_url) as store:
        assert len(store.read_log()) == RACERS


def test_opening_waits_while_another_process_creates_the_file(tmp_path: Path) -> None:
    """A process waits while another switches a new file to write-ahead logging."""
    _run(_open_new_files, str(tmp_path))
