"""Prints what is being measured, so that a long run shows progress."""

import time
from collections.abc import Callable

from rich.console import Console

Tell = Callable[[str], None]


def telling(console: Console) -> Tell:
    """Return a function that prints one line with the time since the start."""
    begun = time.monotonic()

    def tell(what: str) -> None:
        minutes, seconds = divmod(int(time.monotonic() - begun), 60)
        console.print(f"[dim]{minutes:2}:{seconds:02}[/dim]  {what}", highlight=False)

    return tell
