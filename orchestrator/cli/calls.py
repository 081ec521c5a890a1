"""``hookflash calls``: lists the calls, newest first."""

from collections.abc import Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Final

from rich.table import Table

from hookflash.orchestrator.cli.lookup import NO_CALLS, newest_first
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json, OfWorkspace
from hookflash.orchestrator.cli.reading import SyncReader, reading, tell_if_simulated
from hookflash.orchestrator.cli.screen import BAD, outcome, print_json, safe, stdout
from hookflash.orchestrator.wording import day_and_clock, lasting, short
from hookflash.projections.calls.queries import CallSummary

MOST: Final = 25
"""Calls on the screen; ``--json`` lists all."""


def calls(*, workspace: OfWorkspace = None, db: Db = DEFAULT_DB, as_json: Json = False) -> None:
    """List calls and their outcomes, newest first."""
    with reading(db) as reader:
        tell_if_simulated(reader, as_json=as_json)
        found = list(islice(_newest(reader, workspace), None if as_json else MOST + 1))
    if as_json:
        print_json(found)
    elif found:
        stdout().print(_table(found[:MOST]))
        if len(found) > MOST:
            stdout().print(f"The newest {MOST}; --json lists all.")
    else:
        stdout().print(NO_CALLS)


def _newest(reader: SyncReader, workspace: str | None) -> Iterator[CallSummary]:
    def page(slug: str, limit: int, before: int | None) -> Sequence[CallSummary]:
        return reader.ask(reader.center.calls(slug, limit=limit, before=before))

    return newest_first(reader, workspace, page, attrgetter("log_position"))


def _table(found: list[CallSummary]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for name in ("call", "received (UTC)", "from", "to", "outcome", "lasted", "to do"):
        table.add_column(name)
    for one in found:
        table.add_row(
            short(one.call),
            day_and_clock(one.received_at),
            one.contact,
            one.number,
            outcome(one.outcome or one.state, test=one.test),
            lasting(one.seconds),
            safe("yes" if one.needs_follow_up else "", BAD),
        )
    return table
