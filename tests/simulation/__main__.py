"""``scripts/simulate``: play seeds; show the first failure and the shortest story that fails."""

import argparse
import gc
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from os import cpu_count

import structlog
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

from tests.simulation.shrink import shortest
from tests.simulation.story import Story, story
from tests.simulation.world import Played, World

RARELY = 100_000
"""New objects after which garbage is collected."""
CHUNK = 100
"""Stories that share a log, at whose end the views are compared with a rebuild."""
Failure = tuple[int, tuple[str, ...]]
console = Console()


def play_chunk(seeds: Sequence[int]) -> list[Failure]:
    """Play stories on one log; returns the failures. Differing views count for the first seed."""
    world = World()
    failures: list[Failure] = []
    for seed in seeds:
        played = world.play(story(seed))
        if played.broken:
            failures.append((seed, played.broken))
    if off := tuple(world.views_disagree()):
        failures.append((seeds[0], off))
    world.close()
    return failures


def play_alone(told: Story) -> Played:
    """Play one story on its own log."""
    world = World()
    played = world.play(told)
    off = tuple(world.views_disagree())
    world.close()
    return Played(played.call, (*played.broken, *off), played.trace)


def main(arguments: Sequence[str]) -> int:
    """Play the requested seeds; returns 1 if one of them failed."""
    parser = argparse.ArgumentParser(prog="scripts/simulate", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1_000, help="number of seeds (default 1,000)")
    parser.add_argument("--first", type=int, default=0, help="the first seed (default 0)")
    given = parser.parse_args(arguments)
    failures = list(_play_all(range(given.first, given.first + given.seeds)))
    if not failures:
        console.print(f"{given.seeds:,} seeds, no failure.")
        return 0
    seed, broken = min(failures)
    console.print(f"{len(failures)} of {given.seeds:,} seeds failed; the first is {seed}:")
    for words in broken:
        console.print(f"  {words}", markup=False, highlight=False)
    _tell(seed)
    return 1


def _play_all(seeds: range) -> Iterator[Failure]:
    chunks = [seeds[n : n + CHUNK] for n in range(0, len(seeds), CHUNK)]
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with (
        Progress(*columns, console=console) as bar,
        ProcessPoolExecutor(cpu_count(), initializer=_begin) as pool,
    ):
        task = bar.add_task("seeds", total=len(seeds))
        running = {pool.submit(play_chunk, chunk): chunk for chunk in chunks}
        for done in as_completed(running):
            bar.advance(task, len(running[done]))
            yield from done.result()


def _begin() -> None:
    quiet()
    # The modules live as long as the process, and a story leaves little behind: collecting as
    # often as Python does by itself takes a seventh of the time.
    gc.freeze()
    gc.set_threshold(RARELY)


def _tell(seed: int) -> None:
    quiet()
    shown = shortest(story(seed), lambda told: bool(play_alone(told).broken))
    played = play_alone(shown)
    console.print("\nThe shortest story that shows it:", shown)
    for line in (*played.trace, *played.broken):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def quiet() -> None:
    """Silence the logs: faults are injected on purpose."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
