"""Progress bars, on stderr so that what is asked for stays by itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from hookflash.orchestrator.cli.screen import stderr

Step = Callable[[int, int], None]
"""Is told how far of how far."""


@contextmanager
def progress(what: str) -> Iterator[Step]:
    """Show a bar under ``what`` while something is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=stderr()) as bar:
        task = bar.add_task(what, total=None)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield step
