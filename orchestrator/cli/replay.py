"""``hookflash replay``: steps through a call event by event."""

import re
from collections.abc import Sequence
from typing import Annotated

from rich.table import Table
from rich.text import Text
from typer import Option

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.lookup import events_of
from hookflash.orchestrator.cli.narration import Narrator
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json, WhichCall
from hookflash.orchestrator.cli.reading import reading, tell_if_simulated
from hookflash.orchestrator.cli.screen import FAINT, STYLES, print_json, safe, stdout
from hookflash.projections.replay.state import CallSnapshot, Change, difference, state_at
from hookflash.projections.replay.timeline import replay as steps

_HIDDEN = re.compile(
    r"state$|said\.|.*\.(effect_key|tool|occurrence|searches|receipts|provider_id)$"
)
"""Fields that only JSON shows: they repeat the timeline or are internal."""


def replay(
    call: WhichCall,
    *,
    at: Annotated[
        int | None, Option("--at", metavar="N", help="The call as it was after its event N.")
    ] = None,
    diff: Annotated[
        tuple[int, int] | None,
        Option("--diff", metavar="A B", help="What changed between its events A and B."),
    ] = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Step through a call event by event.

    Each event is shown with its position, which --at and --diff refer to, and each new state.
    """
    with reading(db) as reader:
        tell_if_simulated(reader, as_json=as_json)
        events = events_of(reader, call)
    if at is not None and diff is not None:
        raise CommandError("--at and --diff cannot be combined.", INVALID)
    try:
        if at is not None:
            _show_snapshot(state_at(events, at), difference(events, 0, at), as_json=as_json)
        elif diff is not None:
            _show_changes(difference(events, *diff), as_json=as_json)
        else:
            _show_all(events, as_json=as_json)
    except ValueError as error:
        raise CommandError(f"There is no such event. {error}.", INVALID) from error


def _show_all(events: Sequence[CallEvent], *, as_json: bool) -> None:
    if as_json:
        print_json(steps(events))
        return
    narrator = Narrator(stdout(), events[0].call_id)
    for event in events:
        narrator.print(event)


def _show_snapshot(snapshot: CallSnapshot, facts: Sequence[Change], *, as_json: bool) -> None:
    if as_json:
        print_json(snapshot)
        return
    after = f"After event {snapshot.position}" if snapshot.position else "Before the first event"
    style = f"bold {STYLES[snapshot.state]}"
    title = Text.assemble(after, (f" {snapshot.type or ''}", FAINT), ": ", (snapshot.state, style))
    table = _pairs()
    table.add_row("can come next", ", ".join(snapshot.allowed) or "nothing")
    for action in snapshot.open:
        table.add_row("in progress", safe(f"{action.action}: {action.progress}"))
    for fact in facts:
        if fact.after and not _HIDDEN.match(fact.what):
            table.add_row(safe(_named(fact)), safe(str(fact.after)))
    stdout().print(title)
    stdout().print(table)


def _show_changes(changes: Sequence[Change], *, as_json: bool) -> None:
    if as_json:
        print_json(changes)
        return
    table = _pairs()
    for change in changes:
        before = "" if change.before is None else f"{change.before} → "
        after = "nothing" if change.after is None else change.after
        table.add_row(safe(_named(change)), safe(f"{before}{after}"))
    stdout().print(table if changes else "Nothing changed.")


def _named(change: Change) -> str:
    return change.what.removeprefix("texts.").removeprefix("transfers.")


def _pairs() -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=FAINT, overflow="fold")
    table.add_column(overflow="fold")
    return table
