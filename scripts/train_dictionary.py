"""Trains the dictionary that packs events: ``python -m scripts.train_dictionary FILE``.

It learns from simulated calls: random stories, and the logs that earlier versions wrote. A
dictionary that was ever released stays as it is, so FILE becomes one of the next number
(``orchestrator/log/packing.py``).
"""

import gzip
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

import structlog
import zstandard

from hookflash.orchestrator.log.packing import LEVEL, without_stream
from hookflash.orchestrator.log.store import Store, open_store
from tests.simulation.story import story
from tests.simulation.world import World

SIZE: Final = 32 * 1024
"""Bytes. Twice as many make events hardly smaller."""
STORIES: Final = 400
MOST: Final = 100_000
LOGS: Final = sorted(Path("tests/logs").glob("*.db.gz"))


def samples() -> Iterator[bytes]:
    """The JSON of simulated events."""
    world = World()
    for seed in range(STORIES):
        world.play(story(seed))
    yield from _events(world.store)
    world.close()
    with TemporaryDirectory() as folder:
        for log in LOGS:
            copy = Path(folder) / log.stem
            copy.write_bytes(gzip.decompress(log.read_bytes()))
            with open_store(f"sqlite:///{copy}") as store:
                yield from _events(store)


def _events(store: Store) -> Iterator[bytes]:
    for _, event in store.read_log(0, MOST):
        yield without_stream(event.model_dump_json().encode(), event.stream)


def main() -> None:
    """Write the dictionary to the file given."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    learnt = list(samples())
    Random(1).shuffle(learnt)  # noqa: S311 - repeatable is what it is for
    dictionary = zstandard.train_dictionary(SIZE, learnt, level=LEVEL)
    Path(sys.argv[1]).write_bytes(dictionary.as_bytes())


if __name__ == "__main__":
    main()
