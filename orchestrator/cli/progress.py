"""Progress bars, on stderr so that stdout holds only results."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from hookflash.orchestrator.cli.screen import stderr

Step = Callable[[int, int], None]
"""Called with the work done and the total."""


@contextmanager
def progress(what: str) -> Iterator[Step]:
    """Show a progress bar labelled ``what`` until the end of the ``with``."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=stderr()) as bar:
        task = bar.add_task(what, total=None)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield step
