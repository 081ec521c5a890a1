"""The databases that run the contract."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from sqlalchemy import Engine

from hookflash.projections.database.engine import open_database

Opener = Callable[[], Engine]
InThreads = Callable[[Sequence[Callable[[], int]]], list[int]]


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """An empty database."""
    engine = open_database(url)
    yield engine
    engine.dispose()


@pytest.fixture
def another(shared_url: str) -> Iterator[Opener]:
    """Opens the same database once more, as another process would."""
    with ExitStack() as stack:

        def opened() -> Engine:
            engine = open_database(shared_url)
            stack.callback(engine.dispose)
            return engine

        yield opened


@pytest.fixture
def in_threads() -> InThreads:
    """Runs functions concurrently and returns their results."""

    def run(functions: Sequence[Callable[[], int]]) -> list[int]:
        with ThreadPoolExecutor(len(functions)) as pool:
            return [future.result() for future in [pool.submit(f) for f in functions]]

    return run
