"""``hookflash calls``: lists the calls, newest first."""

from collections.abc import Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Final

from rich.table import Table

from hookflash.orchestrator.cli import call_filter as by
from hookflash.orchestrator.cli.lookup import NO_CALLS, newest_first
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json, OfWorkspace
from hookflash.orchestrator.cli.reading import SyncReader, reading, tell_if_simulated
from hookflash.orchestrator.cli.screen import BAD, outcome, print_json, safe, stdout
from hookflash.orchestrator.wording import day_and_clock, lasting, short
from hookflash.projections.calls.filter import EVERY_CALL, CallFilter
from hookflash.projections.calls.queries import CallSummary

MOST: Final = 25
"""Calls on the screen; ``--json`` lists all."""


def calls(  # noqa: PLR0913 - one parameter an option
    *,
    q: by.Q = "",
    outcome: by.Outcomes = None,
    reason: by.Reasons = None,
    follow_up: by.FollowUp = False,
    number: by.Numbers = None,
    job: by.Jobs = None,
    action: by.Actions = None,
    contact: by.Contact = None,
    since: by.Since = None,
    until: by.Until = None,
    only_tests: by.OnlyTests = False,
    no_tests: by.NoTests = False,
    workspace: OfWorkspace = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """List calls and their outcomes, newest first."""
    where = by.read_filter(
        since,
        until,
        q=q,
        outcome=outcome,
        reason=reason,
        follow_up=follow_up or None,
        number=number,
        job=job,
        action=action,
        contact=contact,
        test=only_tests if only_tests != no_tests else None,
    )
    with reading(db) as reader:
        tell_if_simulated(reader, as_json=as_json)
        found = list(islice(_newest(reader, workspace, where), None if as_json else MOST + 1))
    if as_json:
        print_json(found)
    elif found:
        stdout().print(_table(found[:MOST]))
        if len(found) > MOST:
            stdout().print(f"The newest {MOST}; --json lists all.")
    else:
        stdout().print(NO_CALLS if where == EVERY_CALL else "No calls match.")


def _newest(reader: SyncReader, workspace: str | None, where: CallFilter) -> Iterator[CallSummary]:
    def page(slug: str, limit: int, before: int | None) -> Sequence[CallSummary]:
        return reader.ask(reader.center.calls(slug, where=where, limit=limit, before=before))

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
            outcome(one.outcome or one.state, test=one.test, stale=one.stale),
            lasting(one.seconds),
            safe("yes" if one.needs_follow_up else "", BAD),
        )
    return table
