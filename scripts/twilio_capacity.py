"""``scripts/capacity``: many calls at once through a stand-in for Twilio, on loopback."""

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from tests.rig.twilio.capacity import Load, Outcome, carry


def main(
    *,
    calls: Annotated[int, typer.Option(min=1, max=1_000, help="Calls in each burst.")] = 200,
    rate: Annotated[float, typer.Option(min=0.1, max=100, help="New calls a second.")] = 20.0,
    bursts: Annotated[
        int, typer.Option(min=1, max=9, help="Bursts, to see whether memory grows.")
    ] = 2,
    speech: Annotated[
        str, typer.Option(help="How the agent hears: relay (ConversationRelay) or gather.")
    ] = "relay",
) -> None:
    """Play bursts of calls: each asks for a text and a person, half of them leave a message.

    Exits with 1 if something that the carrier did has no event, or more than one.
    """
    load = Load(calls=calls, rate=rate, bursts=bursts, speech=speech)
    screen = Console()
    with (
        tempfile.TemporaryDirectory() as folder,
        Progress(console=Console(stderr=True)) as progress,
    ):
        bar = progress.add_task("starting", total=calls)

        def tell(over: int, count: int, what: str) -> None:
            progress.update(bar, completed=over, total=count, description=what)

        outcome = asyncio.run(carry(load, Path(folder), tell))
    _show(screen, outcome)
    if outcome.wrong:
        raise typer.Exit(1)


def _show(screen: Console, outcome: Outcome) -> None:
    table = Table("", "calls", "CPU a call, ms", "memory, MiB: highest", "after")
    table.add_row("before", "", "", "", f"{outcome.memory_before:.0f}")
    for number, burst in enumerate(outcome.bursts, 1):
        cpu = f"{burst.cpu / burst.calls * 1000:.0f}"
        memory = f"{burst.highest_memory:.0f}", f"{burst.memory_after:.0f}"
        table.add_row(f"burst {number}", f"{burst.calls}", cpu, *memory)
    screen.print(table)
    median, late = outcome.median * 1000, outcome.percentile_99 * 1000
    screen.print(f"Webhooks answered within {median:.0f} ms (median), {late:.0f} ms (p99).")
    if not outcome.wrong:
        screen.print(f"[green]All {outcome.entries:,} entries of the ledger are explained.")
    for one in outcome.wrong[:50]:
        screen.print(one, style="red", markup=False)


if __name__ == "__main__":
    typer.run(main)
